"""Records that may be one: the list, two side by side, what was merged, and the way back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView
from django_filters.views import FilterView

from capabilities import tasks
from capabilities.duplicates import acts, facts, references
from capabilities.duplicates.facts import FIRST, SECOND
from capabilities.duplicates.finding import LEAST, POINTS
from capabilities.duplicates.forms import (
    DifferentForm,
    DuplicateFilter,
    MergeForm,
    PairForm,
    UndoForm,
)
from capabilities.models import Duplicate, Merge, Pairable, Resource
from portal.access import Permission, require
from portal.labels import label_of_page
from portal.models import Verification

REASONS = {
    "name": gettext_lazy("the same name"),
    "alias": gettext_lazy("a name that is another name of the other"),
    "similar": gettext_lazy("names that are nearly alike"),
    "link": gettext_lazy("the same link"),
    "provider": gettext_lazy("the same provider"),
    "country": gettext_lazy("the same country"),
    "named": gettext_lazy("named by a reviewer"),
}


class Reviewing(LoginRequiredMixin):
    """Visitors are asked to sign in; other roles are refused."""

    request: HttpRequest

    def get_queryset(self) -> Any:
        require(self.request.user, Permission.REVIEW)
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[misc]


class DuplicateList(Reviewing, FilterView):
    queryset = Duplicate.objects.all()
    filterset_class = DuplicateFilter
    template_name = "capabilities/duplicate_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pairs = list(context["object_list"])
        rows = _rows_of(pairs, self.request.user)
        shown = [
            {"pair": pair, "rows": [rows[pair.kind, pair.first], rows[pair.kind, pair.second]]}
            for pair in pairs
        ]
        for one in shown:
            one["reasons"] = _in_words(one["pair"])
        return context | {
            "shown": shown,
            "page_tlp": max(map(label_of_page, rows.values()), default=0) or None,
            "pair_form": PairForm(),
            "points": [(REASONS[name], points) for name, points in POINTS.items()],
            "least": LEAST,
        }


def _rows_of(pairs: list[Duplicate], reader: Any) -> dict[tuple[str, str], Any]:
    """The records of some pairs, one query a kind."""
    found: dict[tuple[str, str], Any] = {}
    for kind in Pairable:
        ids = {id_ for pair in pairs if pair.kind == kind for id_ in (pair.first, pair.second)}
        seen = kind.model.objects.visible_to(reader).filter(public_id__in=ids)
        shown = seen.select_related("provider") if kind == Pairable.RESOURCE else seen
        found |= {(kind.value, row.public_id): row for row in shown}
    return found


def _in_words(pair: Duplicate) -> list[tuple[Any, int]]:
    return [(REASONS[name], points) for name, points in pair.reasons.items() if name in REASONS]


def _pair(request: HttpRequest, public_id: str) -> Duplicate:
    require(request.user, Permission.REVIEW)
    pair: Duplicate = get_object_or_404(
        Duplicate.objects.visible_to(request.user), public_id=public_id
    )
    return pair


@login_required
@require_safe
def duplicate(request: HttpRequest, public_id: str) -> HttpResponse:
    return _shown(request, _pair(request, public_id))


def _shown(request: HttpRequest, pair: Duplicate, **forms: Any) -> HttpResponse:
    """Two records side by side, what they share, and the two things to decide."""
    first, second = _both(request, pair)
    stays = _proposed(first, second)
    token = acts.seen(first, second)
    start = {"stays": stays, "seen": token}
    merging = MergeForm(first=first, second=second, stays=stays, initial=start)
    context = {
        "pair": pair,
        "rows": [first, second],
        "reasons": _in_words(pair),
        "hindrance": _hindrance(first, second),
        "merge_form": merging,
        "different_form": DifferentForm(),
        "is_open": pair.status == Duplicate.Status.OPEN,
        "page_tlp": max(label_of_page(first), label_of_page(second)) or None,
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "capabilities/duplicate_detail.html", context, status=status)


def _both(request: HttpRequest, pair: Duplicate) -> list[Any]:
    seen = pair.model.objects.visible_to(request.user)
    ids = (pair.first, pair.second)
    rows = facts.for_comparison(Pairable(pair.kind), seen.filter(public_id__in=ids))
    both = sorted(rows, key=lambda row: ids.index(row.public_id))
    if len(both) < len(ids):
        raise Http404  # somebody was quicker: as for a pair that is not there
    return both


def _proposed(first: Any, second: Any) -> str:
    """Which one stays unless somebody says otherwise: the one somebody keeps, or has verified."""

    def worth(row: Any) -> tuple[bool, bool, bool]:
        is_verified = row.verification == Verification.VERIFIED
        return row.owner_id is not None, is_verified, bool(row.last_verified)

    return SECOND if worth(second) > worth(first) else FIRST


def _hindrance(first: Any, second: Any) -> str:
    """Why neither can go into the other, or nothing."""
    one, other = acts.hindrance(first, second), acts.hindrance(second, first)
    return one if one and other else ""


@login_required
@require_POST
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    pair = _pair(request, public_id)
    first, second = _both(request, pair)
    stays = SECOND if request.POST.get("stays") == SECOND else FIRST
    form = MergeForm(request.POST, first=first, second=second, stays=stays)
    if form.is_valid():
        try:
            done = acts.merge(
                pair=pair,
                stays=stays,
                choices=form.choices(),
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
                seen_as=form.cleaned_data["seen"],
            )
        except acts.MergeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The two are one record now."))
            return redirect(done)
    return _shown(request, pair, merge_form=form)


@login_required
@require_POST
def different(request: HttpRequest, public_id: str) -> HttpResponse:
    pair = _pair(request, public_id)
    form = DifferentForm(request.POST)
    if form.is_valid():
        try:
            acts.tell_apart(pair=pair, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except acts.MergeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is remembered that the two are not the same."))
            return redirect("capabilities:duplicate_list")
    return _shown(request, pair, different_form=form)


@login_required
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.REVIEW)
    if tasks.ring_for_duplicates():
        messages.success(request, _("A worker looks for duplicates now. Load the page again soon."))
    else:
        messages.error(request, _("No worker can be reached. Duplicates are looked for at night."))
    return redirect("capabilities:duplicate_list")


@login_required
@require_POST
def name_pair(request: HttpRequest) -> HttpResponse:
    """Two records that nothing has found alike, named by a reviewer."""
    require(request.user, Permission.REVIEW)
    form = PairForm(request.POST)
    rows = form.rows(request.user) if form.is_valid() else []
    if not form.errors:
        one, other = rows
        kind = Pairable(form.cleaned_data["kind"])
        try:
            return redirect(
                acts.name_pair(kind=kind, one=one, other=other, by=request.user)  # type: ignore[arg-type]
            )
        except acts.MergeRefused as refusal:
            form.add_error("other", str(refusal))
    context = {"form": form}
    return render(request, "capabilities/duplicate_name.html", context, status=422)


# ------------------------------------------------------------------ what was merged


class MergeList(Reviewing, ListView):
    queryset = Merge.objects.select_related("by")
    template_name = "capabilities/merge_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        merges = list(context["object_list"])
        stayed: dict[tuple[str, str], Any] = {}
        for kind in Pairable:
            ids = {one.stays for one in merges if one.kind == kind}
            seen = kind.model.objects.visible_to(self.request.user).filter(public_id__in=ids)
            stayed |= {(kind.value, row.public_id): row for row in seen}
        label = max((row.tlp for row in stayed.values()), default=0)
        shown = [(one, stayed[one.kind, one.stays]) for one in merges]
        return context | {"shown": shown, "page_tlp": label or None}


def _merge(request: HttpRequest, public_id: str) -> Merge:
    require(request.user, Permission.REVIEW)
    seen = Merge.objects.visible_to(request.user).select_related("by", "undone_by")
    found: Merge = get_object_or_404(seen, public_id=public_id)
    return found


@login_required
@require_safe
def merge_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    return _merge_shown(request, _merge(request, public_id), UndoForm())


def _merge_shown(request: HttpRequest, merge: Merge, form: UndoForm) -> HttpResponse:
    seen = merge.model.objects.visible_to(request.user)
    shown = seen.select_related("provider") if merge.kind == Pairable.RESOURCE else seen
    stays = get_object_or_404(shown, public_id=merge.stays)
    moved = references.offers_moved(merge.moved)
    offers = Resource.objects.visible_to(request.user).filter(pk__in=moved)
    context = {
        "merge": merge,
        "stays": stays,
        "changes": acts.changes(merge),
        "offers": list(offers.order_by("name", "pk")),
        "form": form,
        "page_tlp": label_of_page(stays) or None,
    }
    status = 422 if form.errors else 200
    return render(request, "capabilities/merge_detail.html", context, status=status)


@login_required
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    merge, form = _merge(request, public_id), UndoForm(request.POST)
    if form.is_valid():
        try:
            left = acts.undo(merge=merge, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except acts.MergeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Both records are there again, each at its own address."))
            if left:
                said = ngettext(
                    "%(n)d fact that has been changed since stays as it is.",
                    "%(n)d facts that have been changed since stay as they are.",
                    left,
                )
                messages.warning(request, said % {"n": left})
            return redirect(merge)
    return _merge_shown(request, merge, form)
