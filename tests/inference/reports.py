"""Reports of the paired worlds: those that everybody's worlds hold, and those that are hidden."""

from typing import Any

from capabilities.models import Country
from gaps.models import CountryPage, Release, Report, ReportComment, Run
from gaps.reports import acts, assembling
from gaps.reports.document import canonical, fingerprint
from portal.access import TLP, Audience
from portal.models import Marked
from tests.inference.clock import MORNING

OPEN = "Everybody’s report"


def _published(by: Any, **fields: Any) -> Report:
    """A report on the public run, out at once."""
    mark = {name: fields.pop(name) for name in ("tlp", "owner") if name in fields}
    run = Run.objects.latest_for(Audience.CLEAR)
    report = Report(run=run, text=acts.beginning(), tlp=TLP.AMBER_STRICT, **fields)
    report.save()
    document = assembling.assemble(report, by=by, at=MORNING)
    Report.objects.filter(pk=report.pk).update(
        status="published",
        published=MORNING,
        document=canonical(document).decode(),
        fingerprint=fingerprint(document),
        **{"tlp": TLP.CLEAR, **mark},
    )
    report.refresh_from_db()
    return report


def some(reviewer: Any, officer: Any) -> None:
    """One that is out, one that reviewers write, and a page of it before the officer's house."""
    _published(reviewer, title=OPEN)
    country = Country.objects.get(iso3="KEN")
    draft = acts.begin(scope="country", place="KEN", audience=Audience.CLEAR, by=reviewer)
    CountryPage.objects.create(
        report=draft,
        revision=1,
        country=country,
        organisation=officer.organisation,
        page={},
        label=TLP.CLEAR,
        asked=MORNING,
        until=MORNING,
    )


def a_report(world: Any, mark: dict[str, Any]) -> list[Marked]:
    """A newer version of the one that everybody sees, and one that reviewers still write."""
    by = world.readers["reviewer"]
    seen = Report.objects.get(title=OPEN)
    newer = _published(
        by, title="Hush report", public_id="zzreport2222", version=2, replaces=seen, **mark
    )
    Report.objects.filter(pk=seen.pk).update(status="superseded")
    if mark["tlp"] < TLP.AMBER_STRICT:
        return [newer]
    draft = Report(title="Hush draft", public_id="zzreportdraf", text="Hush {needs}", **mark)
    draft.run = newer.run
    draft.save()
    return [newer, draft]


def a_release(world: Any, mark: dict[str, Any]) -> list[Marked]:
    """Figures that somebody released, and whose label was raised again."""
    row = Release.objects.create(
        report=Report.objects.get(title=OPEN),
        to_label=TLP.CLEAR,
        status="released",
        as_of=MORNING.date(),
        rows=["Hush region"],
        columns=["Hush group"],
        figures=[[10]],
        reason="Hush reason",
        by=world.readers["reviewer"],
        checked_by=world.readers["administrator"],
        released=MORNING,
        public_id="zzrelease222",
        **mark,
    )
    return [row]


def a_comment(world: Any, mark: dict[str, Any]) -> list[Marked]:
    """Beside the report that everybody sees."""
    row = ReportComment.objects.create(
        report=Report.objects.get(title=OPEN),
        country=Country.objects.get(iso3="KEN"),
        organisation=world.stranger,
        text="Hush reply",
        at=MORNING,
        public_id="zzreportcomm",
        **mark,
    )
    return [row]
