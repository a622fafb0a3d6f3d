"""Entries for whoever keeps them: what there is, how old it is, what is asked of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capabilities.answers import AnswersRefused
from capabilities.entries import acts, confirming, freshness, saying
from capabilities.entries.forms import ConfirmForm, ReasonForm
from capabilities.entries.saying import Entry
from capabilities.models import Confirmation, Proposal, Provider, Resource
from portal.access import Permission, may, require
from portal.idempotency import KeyMisused
from portal.labels import label_of_page
from portal.models import User, random_id

KINDS = ("provider", "resource")


@dataclass(frozen=True)
class Row:
    """One entry in the list: its age, and the change to it that is open, if any."""

    entry: Any
    kind: str
    age: freshness.Age
    change: Proposal | None
    seen: str


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def entry_of(request: HttpRequest, kind: str, public_id: str) -> Any:
    """An entry that the reader may open."""
    if kind not in KINDS:
        raise Http404
    rows: Any
    if kind == "provider":
        rows = Provider.objects.visible_to(request.user).select_related("based_in")
    else:
        rows = Resource.objects.visible_to(request.user).for_display()
    return get_object_or_404(rows, public_id=public_id)


@login_required
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """My entries: each provider with its offers, and what is new and not yet in the directory."""
    require(request.user, Permission.KEEP_ENTRIES)
    changes = list(Proposal.objects.visible_to(request.user).open().for_display())
    houses = _houses(request, changes)
    rows = [row for house, offers in houses for row in (house, *offers)]
    decided = list(Proposal.objects.visible_to(request.user).for_display().decided_lately())
    labels = [row.entry.tlp for row in rows]
    labels += [saying.label_of(change) for change in (*changes, *decided)]
    context = {
        "houses": houses,
        "new": [change for change in changes if change.act in (acts.Act.ADD, acts.Act.KEEP)],
        "decided": decided,
        "wanting": sum(row.age.wants_care for row in rows),
        "token": random_id(),
        "page_tlp": max(labels, default=0) or None,
    }
    return render(request, "capabilities/entry_list.html", context)


def _houses(request: HttpRequest, changes: list[Proposal]) -> list[tuple[Row, list[Row]]]:
    today = timezone.localdate()
    open_ones = {(c.subject, c.entry.pk): c for c in changes if c.entry and c.act != acts.Act.KEEP}

    def row(entry: Entry) -> Row:
        kind = entry._meta.model_name or ""
        seen = saying.digest(saying.of_entry(entry))
        age = freshness.age(entry, today=today)
        return Row(entry, kind, age, open_ones.get((kind, entry.pk)), seen)

    kept = Provider.objects.kept_by(request.user).select_related("based_in")
    offers = list(Resource.objects.kept_by(request.user).for_display())
    houses = {house.pk: house for house in kept}
    houses |= {offer.provider_id: offer.provider for offer in offers}
    listed = sorted(houses.values(), key=lambda house: house.name)
    return [
        (row(house), [row(offer) for offer in offers if offer.provider_id == house.pk])
        for house in listed
    ]


@login_required
@require_POST
def begin(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Begin to change an entry, or go on."""
    entry = entry_of(request, kind, public_id)
    try:
        return redirect(acts.begin(entry=entry, by=_person(request)))
    except acts.ChangeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("capabilities:entry_list")


@login_required
@require_POST
def begin_new(request: HttpRequest) -> HttpResponse:
    """Begin to write down a new offer of one's provider, or a new provider."""
    kept = Provider.objects.kept_by(request.user)
    named = request.POST.get("of", "")
    provider = get_object_or_404(kept, public_id=named) if named else None
    key = request.POST.get("token", "")
    try:
        return redirect(acts.begin_new(provider=provider, by=_person(request), key=key))
    except (acts.ChangeRefused, KeyMisused) as refusal:
        messages.error(request, str(refusal))
        return redirect("capabilities:entry_list")


# ------------------------------------------------------------------ acts with a page of their own


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Ask for an offer to end."""
    entry = entry_of(request, kind, public_id)
    if kind != "resource" or not acts.keeps(request.user, entry):
        raise PermissionDenied(_("This is not an entry of your organisation."))
    form = ReasonForm(request.POST or None, label=_("Why is the offer withdrawn?"))
    return _acted(
        request,
        {"form": form, "entry": entry, "verb": _("Withdraw this offer"), "explains": "withdraw"},
        lambda reason: acts.withdraw(resource=entry, by=_person(request), reason=reason),
        _("A reviewer looks at it. Until then the offer stays in the directory."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_keep(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Ask for an entry that nobody keeps."""
    require(request.user, Permission.KEEP_ENTRIES)
    entry = entry_of(request, kind, public_id)
    if kind != "provider":
        raise Http404
    form = ReasonForm(
        request.POST or None,
        label=_("How do your organisation and this provider belong together?"),
        help_text=_("What a reviewer can check, such as your address on its website."),
    )
    return _acted(
        request,
        {"form": form, "entry": entry, "verb": _("Ask to keep this entry"), "explains": "keep"},
        lambda reason: acts.ask_to_keep(provider=entry, by=_person(request), reason=reason),
        _("A reviewer looks at it. You get a letter."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Say that an entry is still true: one click for whoever keeps it."""
    entry = entry_of(request, kind, public_id)
    is_reviewer = may(request.user, Permission.TRIAGE)
    if not is_reviewer and not acts.keeps(request.user, entry):
        raise PermissionDenied(_("This is not an entry of your organisation."))
    form = ConfirmForm(request.POST or None, is_reviewer=is_reviewer)
    proposal = Proposal(subject=kind, provider=getattr(entry, "provider", entry))
    live = saying.of_entry(entry)
    known = Confirmation.objects.visible_to(request.user).about(entry).select_related("by")
    context = {
        "form": form,
        "entry": entry,
        "verb": _("Confirm: still true"),
        "explains": "confirm",
        "seen": request.POST.get("seen") or saying.digest(live),
        "lines": saying.lines(proposal, live, live),
        "before": known[:5],
    }
    seen = str(context["seen"])
    return _acted(
        request,
        context,
        lambda **given: confirming.confirm(entry=entry, by=_person(request), seen=seen, **given),
        _("Confirmed as of today."),
    )


def _acted(
    request: HttpRequest, context: dict[str, Any], act: Callable[..., Any], done: str
) -> HttpResponse:
    """Show the form of an act, or do it and go back to where its entry is looked after."""
    form, entry = context["form"], context["entry"]
    if request.method != "POST" or not form.is_valid():
        shown = {**context, "page_tlp": label_of_page(entry) or None}
        status = 422 if form.is_bound else 200
        return render(request, "capabilities/entry_act.html", shown, status=status)
    try:
        act(**form.cleaned_data)
    except acts.ChangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    is_keeper = may(request.user, Permission.KEEP_ENTRIES)
    return redirect("capabilities:entry_list") if is_keeper else redirect(entry)


@login_required
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go back to what an entry said before its last verified change."""
    changes = Proposal.objects.visible_to(request.user).for_display()
    change = get_object_or_404(changes, public_id=public_id)
    try:
        made = confirming.undo(change=change, by=_person(request))
    except acts.ChangeRefused as refusal:
        messages.error(request, str(refusal))
    except AnswersRefused:
        messages.error(
            request, _("What it said before would not be taken today: change it instead.")
        )
    else:
        messages.success(request, _("The way back is written down as a change of its own."))
        change = made
    return redirect(change)
