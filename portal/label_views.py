"""The page “Label and sharing” of any marked record, and the records that name a person."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import labels
from portal.access import TLP, may_share
from portal.label_forms import LabelForm, OrganisationForm, PersonForm
from portal.models import Marked, Organisation, User, marked_models

SUGGESTED = 500  # names in the list that a browser suggests from


@login_required
@require_GET
def named(request: HttpRequest) -> HttpResponse:
    """The TLP:RED records that name the reader: the only list that they are in."""
    rows = [row for model in marked_models() for row in model.objects.naming(request.user)]
    return render(request, "portal/named.html", {"rows": rows, "page_tlp": rows and TLP.RED})


@require_http_methods(["GET", "HEAD", "POST"])
def label(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    row, by = _record(request, kind, public_id)
    form = LabelForm(request.POST if request.method == "POST" else None, row=row, by=by)
    if not form.is_valid():
        return _page(request, row, label_form=form)
    return _acted(request, row, lambda: labels.relabel(row=row, by=by, **form.cleaned_data))


@require_POST
def add_reader(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    row, by = _record(request, kind, public_id)
    add = ADDERS.get(TLP(row.tlp))
    if add is None:
        raise Http404
    form_class, act = add
    form = form_class(request.POST, row=row, by=by)
    if not form.is_valid():
        return _page(request, row, reader_form=form)
    return _acted(request, row, lambda: act(row=row, by=by, **form.cleaned_data))


@require_POST
def drop_reader(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    row, by = _record(request, kind, public_id)
    readers = _readers(row)
    reader = next((r for r in readers if str(r.pk) == request.POST.get("reader")), None)
    if isinstance(reader, Organisation):
        return _acted(
            request, row, lambda: labels.stop_sharing(row=row, organisation=reader, by=by)
        )
    if isinstance(reader, User):
        return _acted(request, row, lambda: labels.unname_person(row=row, person=reader, by=by))
    raise Http404


Adder = tuple[Callable[..., Any], Callable[..., Marked]]
ADDERS: Mapping[TLP, Adder] = {
    TLP.AMBER: (OrganisationForm, labels.share),
    TLP.RED: (PersonForm, labels.name_person),
}


def _record(request: HttpRequest, kind: str, public_id: str) -> tuple[Marked, User]:
    """A record whose readers the requester may choose; what they cannot open is not found."""
    models = {model._meta.model_name: model for model in marked_models()}
    if kind not in models:
        raise Http404
    fields = models[kind]._meta.fields
    parents = [field.name for field in fields if field.related_model in models.values()]
    readable = models[kind].objects.readable_by(request.user).select_related(*parents)
    row: Marked = get_object_or_404(readable, public_id=public_id)
    if not isinstance(request.user, User) or not may_share(request.user, row):
        raise PermissionDenied
    return row, request.user


def _readers(row: Marked) -> list[Organisation] | list[User]:
    """Those named on the row, by the kind that its label allows."""
    if row.tlp == TLP.RED:
        return list(User.objects.filter(pk__in=row.named_persons))
    return list(Organisation.objects.filter(pk__in=row.shared_with))


def _page(request: HttpRequest, row: Marked, **wrong: forms.Form) -> HttpResponse:
    by: Any = request.user
    add = ADDERS.get(TLP(row.tlp))
    offered = labels.nameable_organisations(row)[:SUGGESTED] if row.tlp == TLP.AMBER else []
    context = {
        "row": row,
        "kind": row._meta.model_name,
        "page_tlp": row.tlp or None,
        "readers": _readers(row),
        "parents": [parent for parent in row.marked_parents() if parent.tlp],
        "label_form": LabelForm(row=row, by=by),
        "reader_form": add and add[0](row=row, by=by),
        "offered": offered,
        **wrong,
    }
    context["wrong_form"] = next((form for form in wrong.values() if form.is_bound), None)
    return render(
        request, "portal/label.html", context, status=422 if context["wrong_form"] else 200
    )


def _acted(request: HttpRequest, row: Marked, act: Callable[[], Marked]) -> HttpResponse:
    try:
        act()
    except labels.LabelRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved. It holds from the next request of anybody."))
    return redirect("portal:label", kind=row._meta.model_name, public_id=row.public_id)
