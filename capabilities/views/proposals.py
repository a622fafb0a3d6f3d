"""Changes to entries: written a section a page, looked at, and decided on."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capabilities import answers
from capabilities.answers import AnswersRefused
from capabilities.entries import acts, confirming, saying
from capabilities.entries.fields import Section
from capabilities.entries.forms import MoveChangeForm, VerifyForm
from capabilities.entries.sections import context_of, sections
from capabilities.entry_workflow import IN_WRITING, ChangeStatus
from capabilities.models import Proposal
from portal.access import Permission, may, require
from portal.models import User

DONE = {
    ChangeStatus.DRAFT: gettext_lazy("You have it back and can change it."),
    ChangeStatus.RETURNED: gettext_lazy(
        "It is back with those who keep the entry, with your question."
    ),
    ChangeStatus.VERIFIED: gettext_lazy("Verified: the directory says it from now on."),
    ChangeStatus.DECLINED: gettext_lazy(
        "The change is declined, and those who keep the entry are told why."
    ),
    ChangeStatus.DROPPED: gettext_lazy("The change is thrown away. The entry stays as it was."),
}


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _shown(request: HttpRequest, public_id: str) -> Proposal:
    changes = Proposal.objects.visible_to(request.user).for_display()
    proposal: Proposal = get_object_or_404(changes, public_id=public_id)
    return proposal


def _is_mine(request: HttpRequest, proposal: Proposal) -> bool:
    mine = proposal.organisation_id == _person(request).organisation_id
    return mine and may(request.user, Permission.KEEP_ENTRIES)


def _in_writing(request: HttpRequest, public_id: str) -> Proposal:
    """A change that the reader writes on."""
    proposal = _shown(request, public_id)
    if proposal.status not in IN_WRITING or not _is_mine(request, proposal):
        raise Http404
    return proposal


def _head(proposal: Proposal) -> dict[str, Any]:
    return {"proposal": proposal, "page_tlp": saying.label_of(proposal) or None}


def _said(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """What counts for this reader: its writers see what they write, others what was sent."""
    writes = proposal.status in IN_WRITING and _is_mine(request, proposal)
    return proposal.answers if writes else proposal.said


@login_required
@require_safe
def proposal_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where a change stands, what it would make other, and what can be done with it."""
    proposal = _shown(request, public_id)
    return _detail(request, proposal)


def _detail(
    request: HttpRequest, proposal: Proposal, errors: Any = (), note: str = ""
) -> HttpResponse:
    given = _said(request, proposal)
    writes = proposal.status in IN_WRITING and _is_mine(request, proposal)
    before, after = _both(proposal, given)
    context = {
        **_head(proposal),
        "differences": saying.differences(proposal, before, after),
        "tasks": _tasks(proposal, given) if writes else [],
        "moves": [*proposal.moves.select_related("by__organisation")],
        "possible": [
            (to, rule)
            for to, rule in acts.possible(proposal, request.user)
            if to != ChangeStatus.SUBMITTED
        ],
        "writes": writes,
        "may_undo": _may_undo(request, proposal),
        "question": _question(proposal) if writes else "",
        "is_reviewer": may(request.user, Permission.TRIAGE),
        "errors": errors,
        "note": note,
    }
    status = 422 if errors else 200
    return render(request, "capabilities/proposal_detail.html", context, status=status)


def _question(proposal: Proposal) -> str:
    """What a reviewer has asked and nobody has answered yet."""
    if proposal.status != ChangeStatus.RETURNED:
        return ""
    asked = proposal.moves.filter(new=ChangeStatus.RETURNED).last()
    return asked.reason if asked else ""


def _tasks(proposal: Proposal, given: dict[str, Any]) -> list[answers.Task]:
    return answers.progress(given, context_of(proposal), sections(proposal))


def _both(proposal: Proposal, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the entry says without the change and with it; of one that is over, what it did."""
    if proposal.status == ChangeStatus.VERIFIED:
        return proposal.replaced, saying.merged(proposal, proposal.replaced)
    if not proposal.is_open:
        return proposal.base, saying.merged(proposal, proposal.base)
    entry = proposal.entry
    live = saying.of_entry(entry) if entry else {}
    return live, saying.merged(proposal, live, given)


def _may_undo(request: HttpRequest, proposal: Proposal) -> bool:
    if proposal.status != ChangeStatus.VERIFIED or proposal.act != acts.Act.CHANGE:
        return False
    entry = proposal.entry
    return entry is not None and confirming.last_change(entry, _person(request)) == proposal


# ------------------------------------------------------------------ writing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_section(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    """One section: kept when it is good, or as far as it goes for later."""
    proposal = _in_writing(request, public_id)
    asked = {each.name: each for each in sections(proposal)}
    if section not in asked:
        raise Http404
    form_class, context = asked[section], context_of(proposal)
    if request.method != "POST":
        return _ask(request, proposal, form_class(context=context, initial=proposal.answers))
    form, later = form_class(request.POST, context=context), "later" in request.POST
    if not later and not form.is_valid():
        return _ask(request, proposal, form)
    try:
        seen = request.POST.get("seen", "")
        acts.write(proposal=proposal, step=form, by=_person(request), later=later, seen=seen)
    except acts.WrittenMeanwhile as refusal:
        form.add_error(None, str(refusal))
        return _ask(request, proposal, form, seen="")
    except acts.ChangeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("capabilities:entry_list")
    following = _following(list(asked), section)
    if later or not following or request.GET.get("return"):
        messages.success(request, _("Saved. Nothing is submitted yet."))
        return redirect(proposal)
    return redirect("capabilities:proposal_section", proposal.public_id, following)


def _following(names: list[str], section: str) -> str:
    rest = names[names.index(section) + 1 :]
    return rest[0] if rest else ""


def _ask(
    request: HttpRequest, proposal: Proposal, form: Section, seen: str | None = None
) -> HttpResponse:
    """`seen`: what its writer had before them when they began; empty: what it says by now."""
    asked = list(sections(proposal))
    opened_with = request.POST.get("seen", "") if seen is None else seen
    context = {
        **_head(proposal),
        "form": form,
        "seen": opened_with or saying.digest_of(form.fields, proposal.answers),
        "number": asked.index(type(form)) + 1,
        "of": len(asked),
    }
    status = 422 if form.errors else 200
    return render(request, "capabilities/proposal_section.html", context, status=status)


@login_required
@require_safe
def proposal_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The entry as others will see it."""
    proposal = _shown(request, public_id)
    try:
        entry = saying.preview(proposal, saying.would_say(proposal, _said(request, proposal)))
    except AnswersRefused:
        messages.error(request, _("Fill in what is left; then you can see how it will look."))
        return redirect(proposal)
    context = {**_head(proposal), proposal.subject: entry, "entry": entry}
    return render(request, "capabilities/proposal_preview.html", context)


@login_required
@require_POST
def proposal_submit(request: HttpRequest, public_id: str) -> HttpResponse:
    proposal = _shown(request, public_id)
    note = request.POST.get("note", "").strip()[:5000]
    try:
        acts.submit(proposal=proposal, by=_person(request), note=note)
    except AnswersRefused as refusal:
        return _detail(request, proposal, errors=refusal.lines, note=note)
    except acts.ChangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Submitted. Until a reviewer has verified it, the entry stays as it is.")
        )
    return redirect(proposal)


# ------------------------------------------------------------------ deciding


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_move(request: HttpRequest, public_id: str, to: str) -> HttpResponse:
    """One step, with its reason; what is verified is shown once more beside it."""
    proposal = _shown(request, public_id)
    rules = {status.value: (status, rule) for status, rule in acts.possible(proposal, request.user)}
    if to not in rules or to == ChangeStatus.SUBMITTED:
        messages.error(request, _("This change cannot take that step now: see where it stands."))
        return redirect(proposal)
    status, rule = rules[to]
    before, after = _both(proposal, proposal.said)
    form = _move_form(request, proposal, status, rule, saying.digest(before, after))
    if request.method != "POST" or not form.is_valid():
        shown = status == ChangeStatus.VERIFIED
        context = {
            **_head(proposal),
            "form": form,
            "verb": rule.verb,
            "differences": saying.differences(proposal, before, after) if shown else [],
        }
        code = 422 if form.is_bound else 200
        return render(request, "capabilities/proposal_move.html", context, status=code)
    try:
        if isinstance(form, VerifyForm):
            acts.verify(proposal=proposal, by=_person(request), **form.given)
        else:
            acts.move(proposal=proposal, to=status, by=_person(request), **form.cleaned_data)
    except acts.ChangeRefused as refusal:
        messages.error(request, str(refusal))
    except AnswersRefused:
        messages.error(request, _("It would not be taken today: return it with a question."))
    else:
        messages.success(request, str(DONE[status]))
    return redirect(proposal)


def _move_form(
    request: HttpRequest, proposal: Proposal, to: ChangeStatus, rule: Any, seen: str
) -> MoveChangeForm:
    data = request.POST if request.method == "POST" else None
    if to != ChangeStatus.VERIFIED:
        return MoveChangeForm(data, rule=rule)
    entry = proposal.entry
    grade = {"reliability": entry.reliability, "credibility": entry.credibility} if entry else {}
    return VerifyForm(data, rule=rule, initial={**grade, "seen": seen})


@login_required
@require_safe
def proposal_queue(request: HttpRequest) -> HttpResponse:
    """What waits for a reviewer, the longest waiting first."""
    require(request.user, Permission.TRIAGE)
    waiting = list(Proposal.objects.visible_to(request.user).waiting().for_display()[:200])
    decided = list(Proposal.objects.visible_to(request.user).for_display().decided_lately())
    labels = [saying.label_of(proposal) for proposal in (*waiting, *decided)]
    context = {"waiting": waiting, "decided": decided, "page_tlp": max(labels, default=0) or None}
    return render(request, "capabilities/proposal_queue.html", context)
