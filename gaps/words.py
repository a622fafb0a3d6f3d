"""Findings in plain words: what is missing, why, who comes nearest, and what would fix it.

Every sentence is built from the numbers and constraint names that the engine gave; nothing is
computed or judged here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from capabilities import wording
from capabilities.models import Kind, Mode, Need, Resource
from gaps.engine.robustness import Robustness
from gaps.models import Finding, GapClass

CONSTRAINTS: Mapping[str, str | Promise] = {
    "KIND": gettext_lazy("kind of help"),
    "LEVEL": gettext_lazy("level"),
    "ELIGIBILITY": gettext_lazy("who may use it"),
    "LANGUAGE": gettext_lazy("language"),
    "MODE": gettext_lazy("way of delivery"),
    "TIME": gettext_lazy("time"),
    "FRESHNESS": gettext_lazy("recent confirmation"),
}


@dataclass(frozen=True)
class Miss:
    """A resource that nearly serves a need-step, and what would have to change."""

    resource: Resource
    constraints: tuple[str, ...]
    changes: str

    @property
    def failing(self) -> str:
        return _failing(self.constraints)


def _failing(constraints: Iterable[str]) -> str:
    return wording.listing(CONSTRAINTS[name] for name in constraints)


@dataclass(frozen=True)
class Reason:
    """Why a finding is what it is."""

    sentence: str
    fix: str
    usable: tuple[Resource, ...]
    nearest: Resource | None
    failing: str  # what the nearest one fails on


@dataclass(frozen=True)
class Detail:
    """What one finding's own page adds: made anew from the records, see `reading.detail`."""

    misses: tuple[Miss, ...]
    usable: tuple[Resource, ...]
    obstacles: tuple[tuple[str, int], ...]
    competition: str
    competing: tuple[tuple[str, int], ...]  # need and step of all who want the same slots
    robustness: Robustness

    @property
    def reruns(self) -> list[tuple[int, GapClass]]:
        """Months that a confirmation may be old, and the class that the finding has then."""
        return [(rerun.months, GapClass(rerun.gap_class)) for rerun in self.robustness.reruns]


def reason(finding: Finding, resources: Mapping[int, Resource], offers: int) -> Reason:
    """The reason for a finding.

    `resources` holds, by primary key, those that the reader may see; `offers` is how many were
    compared in its area.
    """
    usable = tuple(resources[key] for key in finding.served_by if key in resources)
    return Reason(
        sentence=_sentence(finding, offers),
        fix=_smallest_fix(finding, resources),
        usable=usable,
        nearest=resources.get(finding.fix_resource),
        failing=_failing(failed(finding)),
    )


def detail(
    finding: Finding,
    explanation: Mapping[str, Any],
    resources: Mapping[str, Resource],
    robustness: Robustness,
) -> Detail:
    """The engine's whole explanation; `resources` by public id, those that the reader may see."""
    misses = tuple(
        Miss(
            resource=resources[near["resource"]],
            constraints=tuple(near["constraints"]),
            changes=_changes(near["constraints"], resources[near["resource"]], finding),
        )
        for near in explanation["nearest"]
        if near["resource"] in resources
    )
    return Detail(
        misses=misses,
        usable=tuple(resources[key] for key in explanation["usable"] if key in resources),
        obstacles=_obstacles(explanation["histogram"]),
        competition=_competition(explanation.get("bottleneck")),
        competing=_competing(explanation.get("bottleneck")),
        robustness=robustness,
    )


def failed(finding: Finding) -> tuple[str, ...]:
    """Names of the constraints that the nearest miss fails on."""
    return constraints_of(finding.fix_failed)


def failing_on(bits: int) -> str:
    """Constraints of that set of bits in words, as a list."""
    return _failing(constraints_of(bits))


def constraints_of(bits: int) -> tuple[str, ...]:
    """Names of the constraints in that set of bits."""
    return tuple(name for bit, name in enumerate(CONSTRAINTS) if bits >> bit & 1)


def _obstacles(histogram: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """How many offers fail on what, most first; those that serve are not listed."""
    failing = [(name, number) for name, number in histogram.items() if name != "USABLE"]
    return tuple(
        (_failing(name.split("+")), number)
        for name, number in sorted(failing, key=lambda entry: (-entry[1], entry[0]))
    )


def resources_named(findings: Iterable[Finding]) -> set[int]:
    """Primary keys of all resources that the reasons of these findings mention."""
    return {key for row in findings for key in (*row.served_by, row.fix_resource) if key}


def _sentence(finding: Finding, offers: int) -> str:
    words: dict[str, Any] = {
        "country": finding.country,
        "area": finding.area,
        "lead": _lead(finding, offers),
        "failing": _failing(failed(finding)),
        "demand": finding.demand,
        "reachable": finding.optimistic,
        "missing": _number(finding.missing),
        "languages": _need_languages(finding.need),
        "kinds": _kinds(finding.need),
        "modes": _modes(finding.need),
        "step": _step(finding),
    }
    return _TEMPLATES[GapClass(finding.gap_class)]() % words


def _lead(finding: Finding, offers: int) -> str:
    """That nothing serves it, and the subject of what follows: the one offer, or the nearest."""
    text = ngettext(
        "The only offer in “%(area)s” does not serve %(country)s: it",
        "None of the %(n)d offers in “%(area)s” serves %(country)s: the nearest",
        offers,
    )
    return text % {"n": offers, "area": finding.area, "country": finding.country}


# What keeps the nearest offer away. Only of that one is it said, for others may fail otherwise.
_TEMPLATES: Mapping[GapClass, Callable[[], str]] = {
    GapClass.UNCOVERED: lambda: _("Nobody in the directory offers help with “%(area)s”."),
    GapClass.MULTI_BLOCKED: lambda: _("%(lead)s fails on %(failing)s."),
    GapClass.KIND_MISMATCH: lambda: _("%(lead)s gives no %(kinds)s, as was asked for."),
    GapClass.UNDER_LEVELLED: lambda: _("%(lead)s does not help %(step)s."),
    GapClass.INELIGIBLE: lambda: _("%(lead)s is not open to that country."),
    GapClass.LANGUAGE_BLOCKED: lambda: _("%(lead)s is not given in %(languages)s."),
    GapClass.MODE_BLOCKED: lambda: _("%(lead)s is not delivered %(modes)s."),
    GapClass.OUT_OF_WINDOW: lambda: _("%(lead)s does not run when it is needed."),
    GapClass.STALE: lambda: _(
        "%(lead)s would fit, but nobody has confirmed lately that it still runs."
    ),
    GapClass.CAPACITY_SHORT: lambda: _(
        "Offers in “%(area)s” could give %(country)s at most %(reachable)d of the %(demand)d slots "
        "asked for; %(missing)s remain open."
    ),
    GapClass.CAPACITY_CONTENDED: lambda: _(
        "There is enough in “%(area)s” for %(country)s alone, but others need it too: %(missing)s "
        "of %(demand)d slots remain open."
    ),
    GapClass.SINGLE_PROVIDER: lambda: _(
        "One provider alone serves %(country)s in “%(area)s”; if it stopped, this would be a gap."
    ),
    GapClass.COVERED: lambda: _("Several providers serve %(country)s in “%(area)s”."),
}


def _competition(bottleneck: Mapping[str, Any] | None) -> str:
    """Who competes for which slots, where slots are short."""
    if not bottleneck:
        return ""
    others = len(bottleneck["need_steps"]) - 1
    text = ngettext(
        "%(capacity)s slots for %(demand)s asked, shared with %(others)d other need.",
        "%(capacity)s slots for %(demand)s asked, shared with %(others)d other needs.",
        others,
    )
    return text % {
        "others": others,
        "capacity": bottleneck["capacity"],
        "demand": bottleneck["demand"],
    }


def _competing(bottleneck: Mapping[str, Any] | None) -> tuple[tuple[str, int], ...]:
    keys = (key.rpartition("#") for key in (bottleneck or {}).get("need_steps", ()))
    return tuple((need, int(step)) for need, _hash, step in keys)


def _smallest_fix(finding: Finding, resources: Mapping[int, Resource]) -> str:
    resource = resources.get(finding.fix_resource)
    if resource is None:
        return _fix_without_relaxation(finding)
    return _("%(resource)s: %(changes)s.") % {
        "resource": resource,
        "changes": _changes(failed(finding), resource, finding),
    }


def _fix_without_relaxation(finding: Finding) -> str:
    gap_class = GapClass(finding.gap_class)
    if gap_class == GapClass.UNCOVERED:
        return _("Find or commission an offer in “%(area)s”.") % {"area": finding.area}
    if gap_class in (GapClass.CAPACITY_SHORT, GapClass.CAPACITY_CONTENDED):
        missing = _number(finding.missing)
        return _("Add %(missing)s slots to an offer that serves it.") % {"missing": missing}
    return ""


def changes(finding: Finding, resource: Resource) -> str:
    """What would have to change in its nearest miss, which is `resource`."""
    return _changes(failed(finding), resource, finding)


def _changes(constraints: Iterable[str], resource: Resource, finding: Finding) -> str:
    """What would have to change, as a list of demands: `open it to Togo and offer it in French`."""
    return wording.listing(_CHANGES[name](resource, finding) for name in constraints)


def _confirm(resource: Resource, finding: Finding) -> str:
    if resource.last_verified is None:
        return _("confirm that it runs (never confirmed so far)")
    seen = _day(resource.last_verified)
    return _("confirm that it still runs (last seen %(day)s)") % {"day": seen}


def _reschedule(resource: Resource, finding: Finding) -> str:
    if resource.ends and resource.ends < finding.need.ends:
        return _("run it again (its last day was set for %(day)s)") % {"day": _day(resource.ends)}
    return _("run it between %(start)s and %(end)s") % {
        "start": _day(finding.need.starts),
        "end": _day(finding.need.ends),
    }


_CHANGES: Mapping[str, Callable[[Resource, Finding], str]] = {
    "KIND": lambda resource, finding: _("add %(kinds)s to it") % {"kinds": _kinds(finding.need)},
    "LEVEL": lambda resource, finding: (
        _("extend it so that it helps %(step)s") % {"step": _step(finding)}
    ),
    "ELIGIBILITY": lambda resource, finding: (
        _("open it to %(country)s") % {"country": finding.country}
    ),
    "LANGUAGE": lambda resource, finding: (
        _("offer it in %(languages)s") % {"languages": _need_languages(finding.need)}
    ),
    "MODE": lambda resource, finding: _("deliver it %(modes)s") % {"modes": _modes(finding.need)},
    "TIME": _reschedule,
    "FRESHNESS": _confirm,
}


def _step(finding: Finding) -> str:
    return _("from level %(start)d to %(end)d") % {"start": finding.step, "end": finding.step + 1}


def _need_languages(need: Need) -> str:
    return wording.languages(need.languages, joined_by="or") or _("any language")


def _kinds(need: Need) -> str:
    return wording.listing((Kind(kind).label.lower() for kind in need.kinds), joined_by="or")


def _modes(need: Need) -> str:
    return wording.listing((Mode(mode).label.lower() for mode in need.modes), joined_by="or")


def _number(value: Any) -> str:
    """A whole number as it is; a fraction to one decimal, marked as about."""
    return str(value) if value == int(value) else _("about %(n).1f") % {"n": float(value)}


def _day(value: date) -> str:
    return date_format(value)
