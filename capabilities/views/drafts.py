"""Writing a need down, a question a page; every answer is kept at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from capabilities import actions, answers, area_tree
from capabilities.forms import AgencyForm, FileForm
from capabilities.models import Need, NeedDraft
from capabilities.questions import (
    BY_NAME,
    QUESTIONS,
    AreaQuestion,
    Context,
    EvidenceQuestion,
    Question,
)
from capabilities.views import files
from capabilities.workflow import Status
from portal.access import TLP, Permission, require
from portal.idempotency import KeyMisused
from portal.models import random_id

CHECK = "check"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What to expect, and for which agency."""
    require(request.user, Permission.SUBMIT_NEEDS)
    form = AgencyForm(request.POST or None, user=request.user)
    if not form.is_valid():
        context = {"form": form, "token": request.POST.get("token") or random_id()}
        status = 422 if form.is_bound else 200
        return render(request, "capabilities/draft_start.html", context, status=status)
    try:
        draft = actions.start_draft(
            agency=form.cleaned_data["agency"],
            by=request.user,  # type: ignore[arg-type]
            key=request.POST.get("token", ""),
        )
    except KeyMisused as refusal:
        messages.error(request, str(refusal))
        return redirect("capabilities:draft_start")
    return redirect("capabilities:draft_step", draft.public_id, QUESTIONS[0].name)


def _draft(request: HttpRequest, public_id: str) -> NeedDraft:
    """Something that is being written; once it was submitted, its page is the need's."""
    drafts = NeedDraft.objects.visible_to(request.user).open().for_display()
    draft: NeedDraft = get_object_or_404(drafts, public_id=public_id)
    return draft


def _context(draft: NeedDraft) -> Context:
    locked = TLP(draft.need.tlp) if draft.need else None
    return Context.of(draft.agency, draft.answers, locked)


def _head(draft: NeedDraft) -> dict[str, Any]:
    label = answers.label_of(draft.answers, _context(draft))
    return {"draft": draft, "page_tlp": label or None}


@login_required
@require_http_methods(["GET", "HEAD"])
def draft_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list of questions, with which of them are answered."""
    draft = _draft(request, public_id)
    tasks = answers.progress(draft.answers, _context(draft))
    context = {**_head(draft), "tasks": tasks, "is_complete": all(task.is_done for task in tasks)}
    return render(request, "capabilities/draft_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_step(request: HttpRequest, public_id: str, step: str) -> HttpResponse:
    """One question."""
    draft = _draft(request, public_id)
    if step == CHECK:
        return _check(request, draft)
    if step not in BY_NAME:
        raise Http404
    question, context = BY_NAME[step], _context(draft)
    if request.method != "POST":
        names = set(question.base_fields) & set(draft.answers)
        initial = {name: draft.answers[name] for name in names}
        return _ask(request, draft, question(context=context, initial=initial))
    form = question(request.POST, context=context)
    if not form.is_valid():
        return _ask(request, draft, form)
    try:
        actions.answer(draft=draft, question=form, by=request.user)  # type: ignore[arg-type]
    except actions.MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("capabilities:need_list")
    if isinstance(form, EvidenceQuestion):
        return _files_changed(request, draft, form)
    return redirect(_next(request, draft, step))


# Buttons of the page with the files that come back to it.
STAYS = frozenset({"add", "remove", "restore"})


def _files_changed(request: HttpRequest, draft: NeedDraft, form: Question) -> HttpResponse:
    """With its answer kept, what was done to the files of a draft on the same page."""
    file_form = FileForm(request.POST, request.FILES)
    if file_form.is_valid():
        files.change(request, draft, file_form)
    if file_form.errors:
        return _ask(request, draft, form, file_form)
    stays = STAYS & set(request.POST)
    return redirect(request.get_full_path() if stays else _next(request, draft, form.name))


def _ask(
    request: HttpRequest, draft: NeedDraft, form: Question, file_form: FileForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        **_head(draft),
        "form": form,
        "number": QUESTIONS.index(type(form)) + 1,
        "of": len(QUESTIONS),
        "back": _back(request, draft, form.name),
        "returns": request.GET.get("return", ""),
    }
    template = "capabilities/draft_step.html"
    if isinstance(form, AreaQuestion):
        template = "capabilities/draft_area.html"
        chosen = str(form["area"].value() or "")
        q = request.GET.get("q", "").strip()
        context |= {"q": q, "chosen": chosen, **area_tree.found(q, chosen)}
    if isinstance(form, EvidenceQuestion):
        template = "capabilities/draft_evidence.html"
        file_form = file_form or FileForm()
        context |= {"file_form": file_form, "files": files.of_draft(request, draft)}
    is_wrong = form.errors or (file_form and file_form.errors)
    return render(request, template, context, status=422 if is_wrong else 200)


def _next(request: HttpRequest, draft: NeedDraft, step: str) -> str:
    """To the next question, or back to the check where that sent the reader here."""
    names = [question.name for question in QUESTIONS] + [CHECK]
    following = CHECK if request.GET.get("return") == CHECK else names[names.index(step) + 1]
    return reverse("capabilities:draft_step", args=[draft.public_id, following])


def _back(request: HttpRequest, draft: NeedDraft, step: str) -> str:
    names = [question.name for question in QUESTIONS]
    if request.GET.get("return") == CHECK:
        return reverse("capabilities:draft_step", args=[draft.public_id, CHECK])
    before = names.index(step) - 1
    if before < 0:
        return draft.get_absolute_url()
    return reverse("capabilities:draft_step", args=[draft.public_id, names[before]])


def _check(
    request: HttpRequest, draft: NeedDraft, errors: Any = None, note: str = ""
) -> HttpResponse:
    """All answers on one page, what exists already, and what the agency asked for before."""
    context = _context(draft)
    tasks = answers.progress(draft.answers, context)
    questions = draft.need.moves.filter(new=Status.RETURNED).last() if draft.need else None
    shown = {
        **_head(draft),
        "tasks": tasks,
        "is_complete": all(task.is_done for task in tasks),
        "area": context.area,
        "similar": _similar(request, draft, context),
        "questions": questions.reason if questions else "",
        "files": [file for file in files.of_draft(request, draft) if not file.removed],
        "token": request.POST.get("token") or random_id(),
        "errors": errors or [],
        "note": note,
    }
    status = 422 if errors else 200
    return render(request, "capabilities/draft_check.html", shown, status=status)


def _similar(request: HttpRequest, draft: NeedDraft, context: Context) -> list[Need]:
    if context.area is None:
        return []
    needs = Need.objects.visible_to(request.user).similar_to(agency=draft.agency, area=context.area)
    return list(needs.exclude(pk=draft.need_id).for_display()[:5])


@login_required
@require_POST
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Submit. A form that is sent twice goes to the need that the first made."""
    drafts = NeedDraft.objects.visible_to(request.user).for_display()
    draft: NeedDraft = get_object_or_404(drafts, public_id=public_id)
    note, token = request.POST.get("note", "").strip(), request.POST.get("token", "")
    try:
        need = actions.submit(draft=draft, by=request.user, note=note, key=token)  # type: ignore[arg-type]
    except answers.AnswersRefused as refusal:
        return _check(request, draft, errors=refusal.lines, note=note)
    except (actions.MoveNotAllowed, KeyMisused) as refusal:
        messages.error(request, str(refusal))
        return redirect("capabilities:need_list")
    messages.success(request, _("Your need is submitted. You can follow it on this page."))
    return redirect(need)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a draft away, after asking once."""
    draft = _draft(request, public_id)
    if request.method != "POST":
        return render(request, "capabilities/draft_delete.html", _head(draft))
    try:
        actions.delete_draft(draft=draft, by=request.user)  # type: ignore[arg-type]
    except actions.MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is deleted."))
    return redirect("capabilities:need_list")
