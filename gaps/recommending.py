"""What to do about a gap, as a rule says it at first; reviewers decide."""

from collections.abc import Mapping

from gaps.models import Action, GapClass

# What the cheapest change to the nearest offer must change, the hardest first.
_BY_CONSTRAINT: tuple[tuple[str, Action], ...] = (
    ("KIND", Action.COMMISSION),
    ("LEVEL", Action.COMMISSION),
    ("ELIGIBILITY", Action.EXTEND),
    ("MODE", Action.BROKER),
    ("LANGUAGE", Action.TRANSLATE),
    ("TIME", Action.BROKER),
    ("FRESHNESS", Action.CONFIRM_OFFER),
)
_BY_CLASS: Mapping[GapClass, Action] = {
    GapClass.UNCOVERED: Action.COMMISSION,
    GapClass.CAPACITY_SHORT: Action.FUND,
    GapClass.CAPACITY_CONTENDED: Action.FUND,
}


def suggested(
    gap_class: GapClass, failed: tuple[str, ...], *, is_blocked: bool, indicative: bool
) -> Action | None:
    """The action that usually helps; None where there is no gap.

    `failed` names what the nearest offer fails on; `is_blocked`, whether a prerequisite is a gap.
    A need that nobody submitted comes first of all: it may not be one.
    """
    if not gap_class.is_gap:
        return None
    if indicative:
        return Action.VERIFY_NEED
    if is_blocked:
        return Action.SEQUENCE
    if gap_class in _BY_CLASS:
        return _BY_CLASS[gap_class]
    return next(action for name, action in _BY_CONSTRAINT if name in failed)
