"""From a report on its way to the document that is frozen when it is published."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from capabilities.models import Need
from gaps import words
from gaps.models import Action, CountryPage, Finding, GapClass, Report, Review, Run
from gaps.pictures import Tally
from gaps.reading import Explained, explained
from gaps.recommending import suggested
from gaps.reports import document as d
from gaps.reports import scopes, writing
from gaps.reports.extent import Extent
from portal.access import TLP, Audience
from portal.models import User

LISTED = 2_000  # findings told one by one, worst first; all are counted
TREND = 8  # runs
LICENCE = "CC BY 4.0"


def assemble(report: Report, *, by: User, at: datetime) -> d.Document:
    """The document of a report as it stands, published at `at`, as its audience may read it.

    `by` is a reviewer, who sees whatever that audience does; nothing beyond it is read.
    """
    extent = Extent(report)
    label = TLP(report.audience)
    return d.Document(
        id=report.public_id,
        version=report.version,
        title=report.title,
        label=label.label,
        language=get_language() or "en",
        audience=d.Named(label.code, str(Audience(report.audience).label)),
        scope=scopes.of(report),
        run=_run(report.run),
        published=_moment(at),
        sections=writing.sections(report.text, extent.values),
        figures=extent.figures,
        by_class=_classes(extent.whole),
        by_country=_countries(extent),
        by_area=_areas(extent),
        trend=_trend(extent),
        findings=tuple(finding_rows(report, extent.listed[:LISTED], by)),
        comments=_comments(report),
        notes=tuple(_notes(extent)),
        licence=LICENCE,
        source=_("Cyber Capability Portal, run %(run)s") % {"run": report.run.public_id},
        borders=_(
            "Borders and names on maps imply no endorsement or opinion on the status of any "
            "territory."
        ),
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _run(run: Run) -> d.RunFacts:
    return d.RunFacts(
        id=run.public_id,
        fingerprint=run.fingerprint,
        method=run.method_version,
        as_of=run.as_of.isoformat(),
        ended=_moment(run.finished) if run.finished else "",
    )


def _classes(whole: Tally) -> tuple[d.ClassRow, ...]:
    return tuple(
        d.ClassRow(each.name, str(each.label), each.is_gap, number, d.decimal(whole.weight[each]))
        for each, number in sorted(whole.cells.items())
    )


def _counts(tally: Tally) -> dict[str, Any]:
    main = tally.main_class
    return {
        "needs": tally.total,
        "gaps": tally.gaps,
        "main_class": main.name if main is not None else "",
        "counts": {each.name: number for each, number in sorted(tally.cells.items())},
        "weighted_gap": d.decimal(tally.weighted_gap),
    }


def _worst_first(tallied: Mapping[str, Tally]) -> list[str]:
    return sorted(tallied, key=lambda code: (-tallied[code].weighted_gap, code))


def _countries(extent: Extent) -> tuple[d.CountryRow, ...]:
    rows, names = extent.by_country, extent.country_names
    codes = _worst_first(rows)
    return tuple(d.CountryRow(code, names[code], **_counts(rows[code])) for code in codes)


def _areas(extent: Extent) -> tuple[d.AreaRow, ...]:
    rows, names = extent.by_area, extent.area_names
    codes = _worst_first(rows)
    return tuple(d.AreaRow(code, names[code], **_counts(rows[code])) for code in codes)


def _trend(extent: Extent) -> tuple[d.TrendPoint, ...]:
    """Open gaps of the scope after earlier full runs and this one, of needs still open to all."""
    run = extent.report.run
    earlier = Run.objects.done().filter(audience=run.audience, kind=Run.Kind.FULL, pk__lt=run.pk)
    runs = [*reversed(earlier.order_by("-pk")[: TREND - 1]), run]
    return tuple(_point(extent, each) for each in runs)


def _point(extent: Extent, run: Run) -> d.TrendPoint:
    open_to_all = Need.objects.for_audience(run.audience).values("pk")
    found = extent.of(run).gaps().filter(need__in=open_to_all)
    sums = found.aggregate(open=Count("pk"), weight=Sum("weighted_gap"))
    return d.TrendPoint(
        as_of=run.as_of.isoformat(),
        run=run.public_id,
        open=sums["open"],
        weighted=d.decimal(sums["weight"] or 0.0),
    )


# ------------------------------------------------------------------ one by one


def finding_rows(report: Report, findings: Any, by: User) -> list[d.FindingRow]:
    """Findings in words that the audience of the report may read."""
    entries = explained(findings.for_display(), by, report.run)
    actions = _decided(entry.finding for entry in entries)
    return [_finding(entry, actions) for entry in entries]


def _decided(findings: Iterable[Finding]) -> dict[tuple[int, int], str]:
    """What reviewers recommend for findings, where they have said so."""
    needs = {finding.need_id for finding in findings}
    said = Review.objects.filter(need__in=needs).exclude(action="")
    return {
        (need, step): action for need, step, action in said.values_list("need", "step", "action")
    }


def _finding(entry: Explained, actions: Mapping[tuple[int, int], str]) -> d.FindingRow:
    finding, need = entry.finding, entry.finding.need
    action = _action(entry, actions)
    gap = GapClass(finding.gap_class)
    return d.FindingRow(
        need=need.public_id,
        step=finding.step,
        country=finding.country.iso3,
        country_name=str(finding.country),
        area=finding.area.code,
        area_name=str(finding.area),
        gap_class=gap.name,
        class_name=str(gap.label),
        sentence=entry.reason.sentence,
        fix=entry.reason.fix,
        slots=finding.demand,
        missing=d.decimal(float(finding.missing)),
        weighted_gap=d.decimal(finding.weighted_gap),
        grade=need.grade,
        evidence=need.last_verified.isoformat() if need.last_verified else "",
        label=TLP(need.tlp).label,
        action=action.value if action else "",
        action_name=str(action.label) if action else "",
    )


def _action(entry: Explained, actions: Mapping[tuple[int, int], str]) -> Action | None:
    """What reviewers recommend, or else what usually helps."""
    finding = entry.finding
    decided = actions.get((finding.need_id, finding.step))
    if decided:
        return Action(decided)
    return suggested(
        GapClass(finding.gap_class),
        words.failed(finding),
        is_blocked=bool(entry.blocked_by),
        indicative=finding.indicative,
    )


# ------------------------------------------------------------------ beside it


def _comments(report: Report) -> tuple[d.CountryComment, ...]:
    pages = CountryPage.objects.filter(report=report, revision=report.revision)
    said = pages.exclude(commented=None).select_related("country", "organisation")
    return tuple(
        d.CountryComment(
            country=page.country.iso3,
            country_name=str(page.country),
            organisation=page.organisation.name,
            text=page.comment,
            at=_moment(page.commented),
        )
        for page in said
    )


def _notes(extent: Extent) -> Iterable[str]:
    """What whoever reads it should know of how it came about."""
    number = extent.listed.count()
    if number > LISTED:
        yield _(
            "Of the %(all)d findings the %(n)d with most weighted gap are told one by one. All are "
            "counted."
        ) % {"all": number, "n": LISTED}
    left_out = sum(not choice.included for choice in extent.choices)
    if left_out:
        text = ngettext(
            "Reviewers took %(n)d finding out; no figure counts it.",
            "Reviewers took %(n)d findings out; no figure counts them.",
            left_out,
        )
        yield text % {"n": left_out}
    if extent.findings.filter(indicative=True).exists():
        yield _("Indicative needs are inferred from public evidence; no agency has submitted them.")
