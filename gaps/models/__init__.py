"""The top floor's tables, one room a subject."""

from gaps.models.found import AreaState, Cell, Finding, Found, FoundQuerySet, GapClass
from gaps.models.outlook import ForecastMonth, Fragility, Outlook
from gaps.models.reviews import (
    Action,
    Comment,
    Decision,
    DueDiligence,
    Question,
    Review,
    on_the_desk,
)
from gaps.models.runs import Change, Run, Shard
from gaps.models.studies import Study

__all__ = [
    "Action",
    "AreaState",
    "Cell",
    "Change",
    "Comment",
    "Decision",
    "DueDiligence",
    "Finding",
    "ForecastMonth",
    "Found",
    "FoundQuerySet",
    "Fragility",
    "GapClass",
    "Outlook",
    "Question",
    "Review",
    "Run",
    "Shard",
    "Study",
    "on_the_desk",
]
