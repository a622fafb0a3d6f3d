"""How far a finding can be trusted: what it rests on, never how bad it is.

Three questions are asked of the evidence, each answered well, fairly or poorly. Nothing is added
up or weighted, so that everybody can follow the answer from the doubts that are listed with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

# What a resource should state; what it does not is matched as open.
ATTRIBUTES = ("level", "capacity", "language", "kind", "mode", "eligibility")
ENOUGH_SUBMITTERS = 2
RECENT_DAYS, OLD_DAYS = 365, 730  # the second is also the usual maximum age of a confirmation


class Level(IntEnum):
    """How far a finding can be trusted."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2


class Answer(IntEnum):
    """How well the evidence answers one question."""

    POOR = 0
    FAIR = 1
    GOOD = 2


class DoubtKind(StrEnum):
    """What can lower confidence, in the order in which it is named."""

    NOT_SUBMITTED = "not_submitted"
    ONE_SUBMITTER = "one_submitter"
    NEED_UNDATED = "need_undated"
    NEED_OLD = "need_old"
    NO_OFFER = "no_offer"
    NEVER_CONFIRMED = "never_confirmed"
    CONFIRMED_LONG_AGO = "confirmed_long_ago"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known of a resource that a finding rests on."""

    verified: date | None = None
    unstated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on: the need, who stands behind it, and what serves or nearly serves it.

    ``submitters`` counts independent ones of the same country and area; ``assessed`` is the day for
    which there is evidence of the need, None where nobody said.
    """

    as_of: date
    submitters: int
    assessed: date | None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why confidence is lower: ``number`` offers ``of`` all, or a number of months."""

    kind: DoubtKind
    number: int = 0
    of: int = 0
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The answer, and all doubts behind it. There are none only where nothing lowers it."""

    level: Level
    doubts: tuple[Doubt, ...]


def confidence(evidence: Evidence) -> Confidence:
    """High: no question answered poorly and at most one fairly. Low: two or more poorly."""
    answers = (_who_says_so(evidence), _how_recent(evidence), _how_much_is_stated(evidence))
    return Confidence(_level(answers), tuple(_doubts(evidence)))


def _level(answers: tuple[Answer, ...]) -> Level:
    poor, fair = answers.count(Answer.POOR), answers.count(Answer.FAIR)
    if poor:
        return Level.MEDIUM if poor == 1 else Level.LOW
    return Level.HIGH if fair <= 1 else Level.MEDIUM


def _who_says_so(evidence: Evidence) -> Answer:
    return Answer(min(evidence.submitters, ENOUGH_SUBMITTERS))


def _how_recent(evidence: Evidence) -> Answer:
    """The answer of the oldest piece of evidence."""
    days = [evidence.assessed, *(offer.verified for offer in evidence.offers)]
    return min(_age_answer(day, evidence.as_of) for day in days)


def _age_answer(day: date | None, as_of: date) -> Answer:
    if day is None or _age(day, as_of) > OLD_DAYS:
        return Answer.POOR
    return Answer.FAIR if _age(day, as_of) > RECENT_DAYS else Answer.GOOD


def _how_much_is_stated(evidence: Evidence) -> Answer:
    """Good: all of it. Poor: half of all attributes of all offers is open, or more."""
    if not evidence.offers:
        return Answer.FAIR  # that nobody offers it rests on a directory nobody knows to be whole
    missing = sum(len(offer.unstated.intersection(ATTRIBUTES)) for offer in evidence.offers)
    if missing == 0:
        return Answer.GOOD
    return Answer.POOR if 2 * missing >= len(ATTRIBUTES) * len(evidence.offers) else Answer.FAIR


def _doubts(evidence: Evidence) -> Iterator[Doubt]:
    if evidence.submitters == 0:
        yield Doubt(DoubtKind.NOT_SUBMITTED)
    elif evidence.submitters < ENOUGH_SUBMITTERS:
        yield Doubt(DoubtKind.ONE_SUBMITTER)
    if evidence.assessed is None:
        yield Doubt(DoubtKind.NEED_UNDATED)
    elif _age_answer(evidence.assessed, evidence.as_of) < Answer.GOOD:
        yield Doubt(DoubtKind.NEED_OLD, number=_months(evidence.assessed, evidence.as_of))
    if not evidence.offers:
        yield Doubt(DoubtKind.NO_OFFER)
    yield from _confirmations(evidence)
    yield from _open_attributes(evidence.offers)


def _confirmations(evidence: Evidence) -> Iterator[Doubt]:
    days = [offer.verified for offer in evidence.offers]
    never = days.count(None)
    if never:
        yield Doubt(DoubtKind.NEVER_CONFIRMED, number=never, of=len(days))
    known = [day for day in days if day is not None]
    if known and _age_answer(min(known), evidence.as_of) < Answer.GOOD:
        yield Doubt(DoubtKind.CONFIRMED_LONG_AGO, number=_months(min(known), evidence.as_of))


def _open_attributes(offers: tuple[Offer, ...]) -> Iterator[Doubt]:
    for attribute in ATTRIBUTES:
        number = sum(attribute in offer.unstated for offer in offers)
        if number:
            yield Doubt(DoubtKind.NOT_STATED, number=number, of=len(offers), attribute=attribute)


def _age(day: date, as_of: date) -> int:
    return max(0, (as_of - day).days)


def _months(day: date, as_of: date) -> int:
    """Whole months of a twelfth of 365 days."""
    return _age(day, as_of) * 12 // 365


def independent(submitters: Iterable[tuple[int, int | None]]) -> int:
    """How many independent submitters (agency, organisation or None) there are.

    Two are independent where both their agencies and the bodies that own their needs differ; an
    agency whose need nobody owns speaks for itself.
    """
    pairs = set(submitters)
    agencies = {agency for agency, _body in pairs}
    bodies = {("agency", agency) if body is None else ("body", body) for agency, body in pairs}
    return min(len(agencies), len(bodies))
