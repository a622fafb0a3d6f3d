"""Countries as files: JSON of all that a page tells, CSV of its table."""

import json
from typing import Any

from django.utils.translation import gettext as _

from capabilities import exports, wording
from gaps.countries.comparing import Comparison
from gaps.countries.profile import Profile
from gaps.countries.telling import side_by_side, told
from gaps.reading import Explained
from portal.access import TLP

FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


def written(profile: Profile, form: str) -> bytes:
    """One country: its findings as CSV, or all of its page as JSON."""
    return as_json(told(profile)) if form == "json" else exports.as_csv(_table(profile))


def as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def facts(day: str, label: int, filters: str) -> dict[str, str]:
    """What every row of a CSV file carries."""
    return {
        _("Label of this file"): str(TLP(label).label),
        _("As of"): day,
        _("Filters"): filters,
        _("Licence"): str(wording.LICENCE),
    }


def _table(profile: Profile) -> exports.File:
    day = profile.run.as_of.isoformat() if profile.run else ""
    filters = _("Country: %(country)s") % {"country": profile.country}
    rows = [_row(entry) for entry in (*profile.gaps, *profile.served)]
    return exports.File(facts(day, profile.label, filters), _names(), rows)


def _names() -> list[str]:
    return [
        _("Country"),
        _("Area"),
        _("Name of the area"),
        _("From level"),
        _("To level"),
        _("Class"),
        _("Indicative need"),
        _("Places asked for"),
        _("Places served"),
        _("Weighted gap"),
        _("Confidence"),
        _("Why"),
        _("Smallest fix"),
        _("Served by"),
        _("Nearest offer"),
    ]


def _row(entry: Explained) -> list[str]:
    finding, reason = entry.finding, entry.reason
    return [
        finding.country.iso3,
        finding.area.code,
        str(finding.area),
        str(finding.step),
        str(finding.next_level),
        str(finding.gap.label),
        _("yes") if finding.indicative else _("no"),
        str(finding.demand),
        str(finding.allocated),
        f"{finding.weighted_gap:.6g}",
        str(entry.trust.label),
        reason.sentence,
        reason.fix,
        "; ".join(resource.name for resource in reason.usable),
        reason.nearest.name if reason.nearest else "",
    ]


def compared(comparison: Comparison, form: str) -> bytes:
    """Several countries: a line for each fact as CSV, or the facts of each as JSON."""
    if form == "json":
        return as_json(side_by_side(comparison))
    countries = comparison.countries
    names = [_("Section"), _("Fact"), *(c.iso3 for c in countries), _("Differs")]
    rows = [
        [section.name, line.name, *(value.text for value in line.values), _differs(line.differs)]
        for section in comparison.sections
        for line in section.lines
    ]
    day = comparison.run.as_of.isoformat() if comparison.run else ""
    listed = ", ".join(map(str, countries))
    filters = _("Countries: %(countries)s") % {"countries": listed}
    return exports.as_csv(exports.File(facts(day, comparison.label, filters), names, rows))


def _differs(differs: bool) -> str:
    return _("yes") if differs else _("no")
