"""One report on a reviewer's desk: what it says, what changed, which steps it can take."""

from typing import Any

from django.utils import timezone

from gaps.models import CountryPage, Report
from gaps.reports import differences, writing
from gaps.reports.extent import Extent
from gaps.reports.forms import MoveForm
from gaps.workflow import ReportStatus, report_moves_from
from portal.models import User


class Desk:
    """What the page of one report on its way shows to one reviewer."""

    def __init__(self, report: Report, reader: User) -> None:
        self.report, self.reader = report, reader
        pages = CountryPage.objects.visible_to(reader).filter(report=report)
        now_asked = pages.filter(revision=report.revision)
        self.pages = list(now_asked.select_related("country", "organisation"))
        self.has_hand = reader.pk in report.hands

    @property
    def countries_wait(self) -> bool:
        now = timezone.now()
        return any(page.commented is None and page.until > now for page in self.pages)

    def form(self, to: ReportStatus, data: Any = None) -> MoveForm | None:
        rules = dict(report_moves_from(self.report.state))
        if to not in rules:
            return None
        return MoveForm(
            data,
            report=self.report,
            to=to,
            rule=rules[to],
            countries_wait=self.countries_wait,
        )

    def sent(self, data: Any) -> MoveForm | None:
        """The form that was filled in; None where the report cannot take that step any more."""
        for to, _rule in report_moves_from(self.report.state):
            if f"{to.value}-to" in data:
                return self.form(to, data)
        return None

    def steps(self, refused: MoveForm | None) -> list[dict[str, Any]]:
        """The forms of the steps that it can take, the one that was refused among them."""
        found = []
        for to, rule in report_moves_from(self.report.state):
            is_refused = refused is not None and refused.prefix == to.value
            form = refused if is_refused else self.form(to)
            is_barred = rule.four_eyes and self.has_hand
            found.append({"rule": rule, "form": form, "is_barred": is_barred})
        return found

    def context(self, refused: MoveForm | None = None) -> dict[str, Any]:
        report, extent = self.report, Extent(self.report)
        return {
            "report": report,
            "title": writing.pieces(report.title, extent.values),
            "passages": writing.passages(report.text, extent.values),
            "figures": extent.figures,
            "listed": extent.listed.count(),
            "choices": extent.choices,
            "differences": differences.since_returned(report),
            "moves": report.moves.select_related("by"),
            "writers": User.objects.filter(pk__in=report.hands),
            "pages": self.pages,
            "steps": self.steps(refused),
            "refused": refused,
            "page_tlp": report.tlp,
            "data_as_of": report.run.as_of,
        }
