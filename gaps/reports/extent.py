"""The findings of a report, and the figures that follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, FloatField, Q, Sum
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capabilities.models import CapabilityArea, Country, Need
from gaps import pictures
from gaps.models import Finding, GapClass, Report, ReportChoice, Run
from gaps.pictures import Tally
from gaps.reports import scopes
from gaps.reports.document import Figure, decimal

# The figures that every report gives; each is a placeholder, too.
KEY_FIGURES: Mapping[str, str | Promise] = {
    "needs": _("Steps of needs that were assessed"),
    "open_gaps": _("Open gaps"),
    "served": _("Served"),
    "countries": _("Countries that need something"),
    "countries_with_gaps": _("Countries with gaps"),
    "areas": _("Capability areas asked for"),
    "areas_with_gaps": _("Capability areas with gaps"),
    "missing_places": _("Places missing"),
    "weighted_gap": _("Weighted gap: missing places × urgency"),
}
# What else a text may name.
MORE: Mapping[str, str | Promise] = {
    "worst_country": _("The country with most weighted gap"),
    "worst_area": _("The capability area with most weighted gap"),
    "scope": _("What the report is about"),
    "as_of": _("The day that the figures are as of"),
    "run": _("The run that they come from"),
    "method": _("The version of the method"),
}


def class_key(gap_class: GapClass) -> str:
    """The placeholder for how many findings have a class."""
    return gap_class.name.lower()


def placeholders() -> dict[str, str]:
    """All that can stand in braces, with what it stands for."""
    classes = {class_key(each): _("Findings: %s") % each.label for each in GapClass}
    return {name: str(said) for name, said in {**KEY_FIGURES, **MORE, **classes}.items()}


Pair = tuple[int, int]  # a need and a step


def any_of(pairs: Iterable[Pair]) -> Q:
    """The findings of these needs and steps."""
    by_step: dict[int, list[int]] = {}
    for need, step in pairs:
        by_step.setdefault(step, []).append(need)
    found = Q(pk__in=[])
    for step, needs in by_step.items():
        found |= Q(step=step, need__in=needs)
    return found


@dataclass
class Extent:
    """What a run found of what a report is about, but for what was taken out."""

    report: Report

    @cached_property
    def choices(self) -> list[ReportChoice]:
        """What was said of single findings, the latest word on each."""
        rows = ReportChoice.objects.filter(report=self.report)
        return list(rows.standing().select_related("need__country", "need__area", "by"))

    def _chosen(self, included: bool) -> list[Pair]:
        return [(row.need_id, row.step) for row in self.choices if row.included == included]

    @property
    def all_findings(self) -> Any:
        """Those in the scope, whatever was chosen."""
        run = self.report.run
        return scopes.narrowed(Finding.objects.of_run(run), self.report, run)

    @property
    def findings(self) -> Any:
        """Those that its figures count."""
        return self.of(self.report.run)

    def of(self, run: Run) -> Any:
        """What another run found of the same, but for what was taken out here."""
        rows = scopes.narrowed(Finding.objects.of_run(run), self.report, run)
        out = self._chosen(included=False)
        return rows.exclude(any_of(out)) if out else rows

    @property
    def listed(self) -> Any:
        """Those told one by one: the gaps, and what was put in besides; worst first."""
        put_in = any_of(self._chosen(included=True))
        is_gap = Q(gap_class__lt=GapClass.SINGLE_PROVIDER)
        return self.findings.filter(is_gap | put_in).worst_first()

    @property
    def restricted(self) -> Any:
        """Findings whose needs have left the audience since the run."""
        open_to_all = Need.objects.for_audience(self.report.audience)
        return self.all_findings.exclude(need__in=open_to_all.values("pk"))

    # -------------------------------------------------------------- counted

    @cached_property
    def by_country(self) -> dict[str, Tally]:
        return pictures.tallies(self.findings, "country__iso3")

    @cached_property
    def by_area(self) -> dict[str, Tally]:
        return pictures.tallies(self.findings, "area__code")

    @cached_property
    def whole(self) -> Tally:
        return pictures.total(self.by_country.values())

    @cached_property
    def country_names(self) -> dict[str, str]:
        rows = Country.objects.filter(iso3__in=self.by_country)
        return {row.iso3: str(row) for row in rows}

    @cached_property
    def area_names(self) -> dict[str, str]:
        rows = CapabilityArea.objects.filter(code__in=self.by_area)
        return {row.code: str(row) for row in rows}

    @cached_property
    def missing(self) -> float:
        """Places asked for that nobody gives, summed over all findings."""
        given = Cast(F("allocated_numerator"), FloatField()) / F("allocated_denominator")
        found = self.findings.aggregate(missing=Sum(F("demand") - given))
        return float(found["missing"] or 0)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The key figures in their order."""
        values = self.values
        return tuple(Figure(key, str(label), values[key]) for key, label in KEY_FIGURES.items())

    @cached_property
    def values(self) -> dict[str, str]:
        """What each placeholder stands for."""
        run, whole = self.report.run, self.whole
        counts = {class_key(each): str(whole.cells.get(each, 0)) for each in GapClass}
        return counts | {
            "needs": str(whole.total),
            "open_gaps": str(whole.gaps),
            "served": str(whole.covered),
            "countries": str(len(self.by_country)),
            "countries_with_gaps": str(_with_gaps(self.by_country)),
            "areas": str(len(self.by_area)),
            "areas_with_gaps": str(_with_gaps(self.by_area)),
            "missing_places": decimal(self.missing),
            "weighted_gap": decimal(whole.weighted_gap),
            "worst_country": _worst(self.by_country, self.country_names),
            "worst_area": _worst(self.by_area, self.area_names),
            "scope": scopes.of(self.report).name,
            "as_of": date_format(run.as_of),
            "run": run.public_id,
            "method": run.method_version,
        }


def _with_gaps(tallied: Mapping[str, Tally]) -> int:
    return sum(1 for tally in tallied.values() if tally.gaps)


def _worst(tallied: Mapping[str, Tally], names: Mapping[str, str]) -> str:
    """The name with most weighted gap; ties go to the first by code."""
    if not tallied:
        return "–"
    return names[min(tallied, key=lambda code: (-tallied[code].weighted_gap, code))]
