"""What reviewers do with reports: one function each, the permission asked inside."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gaps import tasks
from gaps.models import Finding, Report, ReportChoice, ReportMove, ReportText, Run
from gaps.models.reports import BEFORE_IT_IS_OUT, Scope
from gaps.reports import asking, assembling, scopes, writing
from gaps.reports.document import canonical, fingerprint
from gaps.reports.extent import Extent, placeholders
from gaps.reports.restricted import restricted_since
from gaps.workflow import REPORT_MOVES, SUPERSEDING, WRITABLE, ReportRule, ReportStatus
from portal.access import TLP, Audience, Permission, require
from portal.circumstances import circumstances
from portal.models import User


class ReportRefused(Exception):
    """Something that cannot be done to a report; the text says why, and what to do instead."""


class ChangedMeanwhile(ReportRefused):
    """Somebody else has changed the report since it was looked at; nothing was saved."""


def beginning() -> str:
    """The text that a new report begins with; every figure in it comes from the run."""
    return _(
        "# Summary\n\n"
        "As of {as_of}, {open_gaps} gaps are open in {countries_with_gaps} countries. "
        "{missing_places} places are missing, weighted by urgency {weighted_gap}.\n\n"
        "# Where it lacks most\n\n"
        "The largest gap is in {worst_country}; the capability area that lacks most is "
        "{worst_area}.\n"
    )


@transaction.atomic
def begin(
    *,
    scope: Scope,
    place: str,
    audience: Audience,
    by: User,
    title: str = "",
    run: Run | None = None,
) -> Report:
    """Begin a report on what a run found: the latest of that audience, unless one is given."""
    require(by, Permission.REVIEW)
    try:
        name = scopes.name(scope, place)
    except scopes.NoSuchPlace as problem:
        raise ReportRefused(str(problem)) from problem
    report = Report(
        title=title.strip() or _("Capability gaps: %(scope)s") % {"scope": name},
        scope=scope,
        place=place,
        audience=audience,
        run=_run_for(audience, run),
        text=beginning(),
    )
    return _begun(report, by)


@transaction.atomic
def begin_next(*, report: Report, by: User) -> Report:
    """Begin the next version of a published report, with its text, on the latest run."""
    require(by, Permission.REVIEW)
    known = Report.objects.visible_to(by).filter(replaces=report)
    if not report.is_out or known.out().exists():
        raise ReportRefused(_("Only a report that stands published has a next version."))
    if known.desk().exists():
        raise ReportRefused(_("The next version of this report is being written already."))
    following = Report(
        title=report.title,
        scope=report.scope,
        place=report.place,
        audience=report.audience,
        run=_run_for(Audience(report.audience), None),
        text=report.text,
        version=report.version + 1,
        replaces=report,
    )
    following = _begun(following, by)
    for choice in ReportChoice.objects.visible_to(by).filter(report=report).standing():
        _choose(following, choice.need_id, choice.step, choice.included, choice.reason, by)
    return following


def _run_for(audience: Audience, run: Run | None) -> Run:
    run = run or Run.objects.latest_for(audience)
    if run is None or run.status != Run.Status.DONE or run.audience != audience:
        raise ReportRefused(
            _("There is no finished run for these readers. Start one, and try again.")
        )
    return run


def _begun(report: Report, by: User) -> Report:
    report.tlp = BEFORE_IT_IS_OUT
    report.save()
    _keep_text(report, by)
    return report


# ------------------------------------------------------------------ what it says


@transaction.atomic
def write(*, report: Report, title: str, text: str, revision: int, by: User) -> Report:
    """Save title and text, unless somebody else has changed the report since `revision`."""
    require(by, Permission.REVIEW)
    if not title.strip():
        raise ReportRefused(_("Give the report a title."))
    wrong = [*writing.unknown(title, placeholders()), *writing.unknown(text, placeholders())]
    if wrong:
        raise ReportRefused(
            _("There is no figure by the name of %(names)s. Use one of the list.")
            % {"names": ", ".join(f"{{{name}}}" for name in wrong)}
        )
    _change(report, revision, title=title.strip(), text=text.replace("\r\n", "\n"))
    _keep_text(report, by)
    return report


@transaction.atomic
def take_run(*, report: Report, run: Run, revision: int, by: User) -> Report:
    """Let a report rest on another run for the same readers."""
    require(by, Permission.REVIEW)
    _change(report, revision, run=_run_for(Audience(report.audience), run))
    _keep_text(report, by)
    return report


@transaction.atomic
def choose(
    *, report: Report, finding: Finding, included: bool, reason: str, revision: int, by: User
) -> Report:
    """Take a finding out of a report, or put one in, with the reason."""
    require(by, Permission.REVIEW)
    if not reason.strip():
        raise ReportRefused(_("Give the reason why the finding is taken out or put in."))
    extent = Extent(report)
    if not extent.all_findings.filter(pk=finding.pk).exists():
        raise ReportRefused(_("This finding is not of the run and the scope of the report."))
    if extent.listed.filter(pk=finding.pk).exists() == included:
        raise ReportRefused(_("That is so already."))
    _change(report, revision)
    _choose(report, finding.need_id, finding.step, included, reason.strip(), by)
    return report


def _change(report: Report, revision: int, **fields: Any) -> None:
    """Write what a report says, if it is still what its writer looked at."""
    kept = Report.objects.filter(pk=report.pk, revision=revision, status__in=WRITABLE)
    changed = kept.update(revision=F("revision") + 1, **fields)
    report.refresh_from_db()
    if changed:
        return
    if not report.is_writable:
        raise ReportRefused(
            _("This report is “%(status)s”: it cannot be changed.")
            % {"status": report.get_status_display()}
        )
    raise ChangedMeanwhile(_changed_by(report))


def _changed_by(report: Report) -> str:
    last = report.texts.select_related("by").first()
    return _("%(person)s has changed this report meanwhile. Nothing of yours was saved.") % {
        "person": last.by if last else _("Somebody else")
    }


def _keep_text(report: Report, by: User) -> None:
    ReportText.objects.create(
        report=report, revision=report.revision, title=report.title, text=report.text, by=by
    )


def _choose(report: Report, need: int, step: int, included: bool, reason: str, by: User) -> None:
    ReportChoice.objects.create(
        report=report,
        revision=report.revision,
        need_id=need,
        step=step,
        included=included,
        reason=reason,
        by=by,
    )


# ------------------------------------------------------------------ where it stands


@transaction.atomic
def move(
    *,
    report: Report,
    to: ReportStatus,
    reason: str,
    seen: ReportStatus,
    revision: int,
    by: User,
    ahead: str = "",
) -> Report:
    """Bring a report a step on. `seen` and `revision` are what the person looked at: of several
    who act at once one succeeds, and whoever looked at another text is told.

    `ahead` says why it is published before all the countries asked have answered.
    """
    rule = _rule(report, seen, to, by)
    if not reason.strip():
        raise ReportRefused(_("Give the reason."))
    if rule.four_eyes and by.pk in report.hands:
        raise ReportRefused(_("You had a hand in this report: somebody else has to approve it."))
    fields = _published(report, ahead.strip(), by) if to == ReportStatus.PUBLISHED else {}
    with circumstances(user=by.pk, why=reason.strip()):
        seen_one = Report.objects.filter(pk=report.pk, status=seen, revision=revision)
        if not seen_one.update(status=to, **fields):
            raise ChangedMeanwhile(_("Somebody else has just changed this report."))
        _note_move(report, seen, to, revision, reason.strip(), by)
        report.refresh_from_db()
        if to == ReportStatus.APPROVED:
            asking.ask(report, by=by)
        if to == ReportStatus.PUBLISHED:
            _supersede(report, reason.strip(), by)
            asking.attach(report)
            transaction.on_commit(lambda: tasks.ring_for_report_files(report.pk), robust=True)
    return report


def _rule(report: Report, seen: ReportStatus, to: ReportStatus, by: User) -> ReportRule:
    require(by, Permission.REVIEW)
    if (seen, to) not in REPORT_MOVES:
        raise ReportRefused(
            _("A report that is “%(old)s” cannot become “%(new)s”.")
            % {"old": seen.label, "new": to.label}
        )
    rule = REPORT_MOVES[seen, to]
    require(by, rule.permission)
    return rule


def _note_move(
    report: Report, old: ReportStatus, new: ReportStatus, revision: int, reason: str, by: User
) -> None:
    ReportMove.objects.create(
        report=report, old=old, new=new, revision=revision, reason=reason, by=by
    )


def _published(report: Report, ahead: str, by: User) -> dict[str, Any]:
    """What a report becomes by being published: its document, frozen."""
    waiting = asking.waiting_for(report)
    if waiting and not ahead:
        raise ReportRefused(
            _("%(countries)s may still comment. Wait, or say why the report goes ahead.")
            % {"countries": ", ".join(dict.fromkeys(str(page.country) for page in waiting))}
        )
    if restricted_since(report.run):
        raise ReportRefused(
            _(
                "Records that this run read have been restricted since. Return the report, and let "
                "it rest on a newer run."
            )
        )
    now = timezone.now()
    document = assembling.assemble(report, by=by, at=now)
    return {
        "published": now,
        "document": canonical(document).decode(),
        "fingerprint": fingerprint(document),
        "tlp": TLP(report.audience),
        "ahead": ahead if waiting else "",
    }


def _supersede(report: Report, reason: str, by: User) -> None:
    """The version before stays readable, and says that there is a newer one.

    One that the person may not see does not count: nobody learns of it by being refused.
    """
    if report.replaces_id is None:
        return
    old, new = SUPERSEDING
    before = Report.objects.select_for_update().get(pk=report.replaces_id)
    others = Report.objects.visible_to(by).out().filter(replaces=before).exclude(pk=report.pk)
    if others.exists():
        raise ChangedMeanwhile(_("Another version has superseded that report already."))
    if Report.objects.filter(pk=before.pk, status=old).update(status=new):
        _note_move(before, old, new, before.revision, reason, by)
