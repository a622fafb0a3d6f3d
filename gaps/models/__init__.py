"""The top floor's tables, one room a subject."""

from gaps.models.found import AreaState, Cell, Finding, Found, FoundQuerySet, GapClass
from gaps.models.outlook import ForecastMonth, Fragility, Outlook
from gaps.models.runs import Change, Run, Shard
from gaps.models.studies import Study

__all__ = [
    "AreaState",
    "Cell",
    "Change",
    "Finding",
    "ForecastMonth",
    "Found",
    "FoundQuerySet",
    "Fragility",
    "GapClass",
    "Outlook",
    "Run",
    "Shard",
    "Study",
]
