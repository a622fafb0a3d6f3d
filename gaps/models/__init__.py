"""The top floor's tables, one room a subject."""

from gaps.models.found import AreaState, Cell, Finding, Found, FoundQuerySet, GapClass
from gaps.models.outlook import ForecastMonth, Fragility, Outlook
from gaps.models.releases import Release
from gaps.models.reports import (
    CountryPage,
    Report,
    ReportChoice,
    ReportComment,
    ReportMove,
    ReportText,
    Scope,
)
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
    "CountryPage",
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
    "Release",
    "Report",
    "ReportChoice",
    "ReportComment",
    "ReportMove",
    "ReportText",
    "Review",
    "Run",
    "Scope",
    "Shard",
    "Study",
    "on_the_desk",
]
