"""All that a reviewer is shown of one finding besides what everybody is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from capabilities.models import Need, Resource
from gaps import planning, recommending, study_words, words
from gaps.classes import MEANINGS
from gaps.evidence import Blocker
from gaps.models import Action, Finding, Run, Study
from gaps.planning import Candidate, Narrowed
from gaps.study_words import Because
from portal.access import TLP, Reader


@dataclass(frozen=True)
class Source:
    """One record that a finding rests on: how good its evidence is, how old, under which label."""

    name: str
    url: str
    grade: str
    seen: date | None
    months: int | None
    tlp: TLP


@dataclass(frozen=True)
class Version:
    """What one run found, until another found something else."""

    finding: Finding
    run: Run
    before: Run | None
    moved_by: tuple[Because, ...]
    study: Study | None


@dataclass(frozen=True)
class Dossier:
    """A finding as a reviewer needs it to decide."""

    rule: str
    sources: tuple[Source, ...]
    rivals: tuple[Finding, ...]
    partners: tuple[Candidate, ...]
    versions: tuple[Version, ...]
    suggested: Action | None


def dossier(
    finding: Finding,
    run: Run,
    reader: Reader,
    found: words.Detail | None,
    blocked_by: tuple[Blocker, ...],
) -> Dossier:
    """`found` is the finding's whole explanation, None where its records have changed since."""
    resources = [miss.resource for miss in found.misses] + list(found.usable) if found else []
    return Dossier(
        rule=str(MEANINGS[finding.gap]),
        sources=tuple(_sources(finding, resources, run.as_of)),
        rivals=_rivals(finding, found, reader),
        partners=_partners(finding, run),
        versions=tuple(_versions(finding, run, reader)),
        suggested=recommending.suggested(
            finding.gap,
            words.failed(finding),
            is_blocked=bool(blocked_by),
            indicative=finding.indicative,
        ),
    )


def _sources(finding: Finding, resources: list[Resource], as_of: date) -> Iterable[Source]:
    yield _source(finding.need, "", as_of)
    for resource in resources:
        yield _source(resource, resource.get_absolute_url(), as_of)


def _source(row: Need | Resource, url: str, as_of: date) -> Source:
    seen = row.last_verified
    months = (as_of.year - seen.year) * 12 + as_of.month - seen.month if seen else None
    return Source(str(row), url, row.grade, seen, months, TLP(row.tlp))


def _rivals(finding: Finding, found: words.Detail | None, reader: Reader) -> tuple[Finding, ...]:
    """The other findings that want the same slots, as far as the reader may see them."""
    wanted = Q(pk=None)
    for need, step in found.competing if found else ():
        wanted |= Q(need__public_id=need, step=step)
    rows = Finding.objects.visible_to(reader).filter(wanted).exclude(pk=finding.pk)
    return tuple(rows.for_display().worst_first())


def _partners(finding: Finding, run: Run) -> tuple[Candidate, ...]:
    """Groups of countries with the same gap, of which this one's is a member."""
    if not finding.gap.is_gap:
        return ()
    return tuple(
        candidate
        for candidate in planning.candidates(run, Narrowed(area=finding.area))
        if finding.country in candidate.countries
        and candidate.pool.first_step <= finding.step <= candidate.pool.last_step
    )


def _versions(finding: Finding, run: Run, reader: Reader) -> Iterable[Version]:
    """What runs found of this need-step, latest first, with what moved it where that is known."""
    rows = Finding.objects.for_audience(run.audience).filter(
        need=finding.need_id, step=finding.step, since__lte=run
    )
    listed = list(rows.select_related("since").order_by("-since"))
    studies = _comparisons([row.since for row in listed], reader)
    for number, row in enumerate(listed):
        study = studies.get(row.since_id)
        is_first = number == len(listed) - 1
        yield Version(
            finding=row,
            run=row.since,
            before=None if is_first else Run.objects.visible_to(reader).before(row.since),
            moved_by=_moved_by(study, finding, reader),
            study=study,
        )


def _comparisons(runs: list[Run], reader: Reader) -> dict[int, Study]:
    """Comparisons, worked out or under way, of these runs with the one before each."""
    asked = Study.objects.visible_to(reader).filter(kind=Study.Kind.COMPARISON, run__in=runs)
    latest = asked.select_related("earlier").order_by("earlier")  # the nearest one comes last
    return {study.run_id: study for study in latest}


def _moved_by(study: Study | None, finding: Finding, reader: Reader) -> tuple[Because, ...]:
    if study is None or study.outcome is None:
        return ()
    here = (finding.country.iso3, finding.area.code)
    cells = [cell for cell in study.outcome["cells"] if (cell["country"], cell["area"]) == here]
    return tuple(why for cell in study_words.turned(cells, reader) for why in cell.because)
