"""From kept answers to what a need says, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from capabilities import wording
from capabilities.models import CapabilityArea, Need, NeedDraft
from capabilities.questions import QUESTIONS, Context
from capabilities.steps import ANY, Answers, Step
from portal.access import TLP


class AnswersRefused(Exception):
    """Answers that make no need, or no entry, yet: what is wrong, by field."""

    def __init__(
        self, errors: dict[str, list[str]], steps: Sequence[type[Step]] = QUESTIONS
    ) -> None:
        super().__init__("; ".join(f"{field}: {' '.join(said)}" for field, said in errors.items()))
        self.errors, self.steps = errors, steps

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each message, with the name of the step that it is about."""
        step = {name: each.name for each in self.steps for name in each.base_fields}
        return [(step[field], text) for field, found in self.errors.items() for text in found]


@dataclass(frozen=True)
class Task:
    """A step of a draft: whether it is answered, and the answer in words."""

    name: str
    title: Any
    is_done: bool
    is_wrong: bool
    lines: list[tuple[Any, str]]


def asked(question: type[Step], answers: Answers, context: Any) -> Step:
    """A step with the answers that were kept; unanswered it is not bound."""
    names = set(question.base_fields)
    given = {name: answers[name] for name in names if name in answers}
    return question(given or None, context=context)


def statement(
    answers: Answers, context: Any, steps: Sequence[type[Step]] = QUESTIONS
) -> dict[str, Any]:
    """The columns of a need, or of an entry, from complete answers; raises AnswersRefused."""
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for step in steps:
        form = step(answers, context=context)
        if form.is_valid():
            values |= form.values()
        else:
            errors |= said(form)
    if errors:
        raise AnswersRefused(errors, steps)
    return values


def said(form: forms.Form) -> dict[str, list[str]]:
    """The errors of a form as plain text, by field."""
    return {name: [str(error) for error in found] for name, found in form.errors.items()}


def of_need(need: Need) -> dict[str, Any]:
    """The answers that a need was made from, to be gone over again."""
    return {
        "area": need.area.code,
        "kinds": list(need.kinds) or [ANY],
        "current_level": need.current_level,
        "target_level": need.target_level,
        "quantity": need.quantity,
        "languages": list(need.languages) or [ANY],
        "modes": list(need.modes) or [ANY],
        "starts": need.starts.isoformat(),
        "ends": need.ends.isoformat(),
        "urgency": need.urgency,
        "reason": need.reason,
        "evidence": need.evidence,
        "tlp": TLP(need.tlp).code,
    }


def progress(answers: Answers, context: Any, steps: Sequence[type[Step]] = QUESTIONS) -> list[Task]:
    """Every step in turn, with what was answered."""
    return [_task(step, answers, context) for step in steps]


def _task(step: type[Step], answers: Answers, context: Any) -> Task:
    form = asked(step, answers, context)
    is_done = form.is_bound and form.is_valid()
    lines = [(form.fields[name].label, in_words(form, name)) for name in form.fields]
    return Task(step.name, step.title, is_done, form.is_bound and not is_done, lines)


def in_words(form: Step, name: str) -> str:
    """One answer as people read it; empty where there is none, or none that is right."""
    value = getattr(form, "cleaned_data", {}).get(name) if form.is_bound else None
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return date_format(value)
    choices = getattr(form.fields[name], "choices", None)
    if isinstance(value, list):
        named = dict(choices or [])
        return wording.listing([str(named.get(code, code)) for code in value], joined_by=form.joins)
    if isinstance(choices, list):
        return str(dict(choices).get(value, value))
    return str(value)


def label_of(answers: Answers, context: Context) -> TLP:
    """The label of a draft: as answered, or else the one that its area suggests."""
    if context.locked_label is not None:
        return context.locked_label
    try:
        return TLP.from_code(str(answers["tlp"]))
    except (KeyError, ValueError):
        return context.suggested_label


def with_areas(drafts: Iterable[NeedDraft]) -> list[tuple[NeedDraft, CapabilityArea | None]]:
    """Drafts with the area that each is about, as far as that has been said."""
    listed = list(drafts)
    codes = {str(draft.answers.get("area")) for draft in listed}
    areas = CapabilityArea.objects.in_bulk(codes, field_name="code") if listed else {}
    return [(draft, areas.get(str(draft.answers.get("area")))) for draft in listed]


def proposed(draft: NeedDraft) -> Need:
    """The need that a complete draft would become, not stored; raises AnswersRefused."""
    locked = TLP(draft.need.tlp) if draft.need else None
    context = Context.of(draft.agency, draft.answers, locked)
    need = Need(
        **statement(draft.answers, context),
        agency=draft.agency,
        country=draft.agency.country,
        owner=draft.agency.owner,
        status=Need.Status.ACCEPTED,
        last_verified=timezone.localdate(),
    )
    if draft.need:
        need.pk, need.public_id = draft.need.pk, draft.need.public_id
    return need
