"""Studies in plain words: what moved a cell, what a scenario changes, what a plan does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities import wording
from capabilities.models import CapabilityArea, Country, Kind, Mode
from gaps.engine.acts import Kind as Act
from gaps.models import GapClass, Study
from gaps.naming import Name, Names, countries
from gaps.scenarios import Entry, entries
from portal.access import Reader

FIELDS: Mapping[str, Any] = {
    "areas": gettext_lazy("areas"),
    "capacity": gettext_lazy("places"),
    "country": gettext_lazy("country"),
    "area": gettext_lazy("area"),
    "current": gettext_lazy("from level"),
    "target": gettext_lazy("to level"),
    "from": gettext_lazy("from level"),
    "to": gettext_lazy("to level"),
    "quantity": gettext_lazy("places asked for"),
    "urgency": gettext_lazy("urgency"),
    "kinds": gettext_lazy("kinds of help"),
    "languages": gettext_lazy("languages"),
    "modes": gettext_lazy("ways of delivery"),
    "eligible": gettext_lazy("open to"),
    "start": gettext_lazy("begins"),
    "end": gettext_lazy("ends"),
    "verified": gettext_lazy("confirmed"),
}
TURNS: Mapping[str, Any] = {
    "opened": gettext_lazy("Opened"),
    "closed": gettext_lazy("Closed"),
    "worsened": gettext_lazy("Worsened"),
    "improved": gettext_lazy("Improved"),
    "reclassified": gettext_lazy("Of another class"),
}
MOVES: Mapping[str, Any] = {
    "added": gettext_lazy("%(name)s was added"),
    "removed": gettext_lazy("%(name)s was removed"),
    "ended": gettext_lazy("%(name)s ended on %(day)s"),
    "lapsed": gettext_lazy("%(name)s counts as unconfirmed since %(day)s"),
}
OTHER_MOVE = gettext_lazy("%(name)s changed: %(what)s")
MOST_MOVES = 3  # shown of a cell


@dataclass(frozen=True)
class Because:
    """One record that moved a cell, as a sentence."""

    text: str
    url: str


@dataclass(frozen=True)
class Turned:
    """One cell that differs, ready to show. A class of None: no known need."""

    country: Country
    area: CapabilityArea
    turn: str
    old_class: GapClass | None
    new_class: GapClass | None
    old_gap: Fraction
    new_gap: Fraction
    because: tuple[Because, ...]
    more: int  # further records that moved it, not shown
    alone: bool  # whether each of these moved it by itself

    @property
    def said(self) -> str:
        return str(TURNS[self.turn])


def weight(row: Mapping[str, Any]) -> tuple[bool, Fraction]:
    """To sort cells by: those whose gap moved most come first, mere changes of class last."""
    moved = abs(Fraction(row["new_gap"]) - Fraction(row["old_gap"]))
    return not moved, -moved


def turned(cells: Iterable[Mapping[str, Any]], reader: Reader) -> list[Turned]:
    """Cells of an outcome, with every record named that this reader may see."""
    rows = list(cells)
    moves = [move for row in rows for move in row["moved_by"]]
    names = Names(reader, {(move["kind"], move["id"]) for move in moves})
    where = countries(row["country"] for row in rows)
    areas = {area.code: area for area in CapabilityArea.objects.all()}
    return [
        _turned(row, where[row["country"]], areas[row["area"]], names)
        for row in rows
        if row["country"] in where and row["area"] in areas
    ]


def _turned(row: Mapping[str, Any], country: Country, area: CapabilityArea, names: Names) -> Turned:
    moves = row["moved_by"]
    return Turned(
        country=country,
        area=area,
        turn=row["turn"],
        old_class=_class(row["old_class"]),
        new_class=_class(row["new_class"]),
        old_gap=Fraction(row["old_gap"]),
        new_gap=Fraction(row["new_gap"]),
        because=tuple(because(move, names) for move in moves[:MOST_MOVES]),
        more=max(0, len(moves) - MOST_MOVES),
        alone=all(move["alone"] for move in moves),
    )


def _class(name: str | None) -> GapClass | None:
    return None if name is None else GapClass[name]


def because(move: Mapping[str, Any], names: Names) -> Because:
    name = _new(move["id"]) or names.of(move["kind"], move["id"])
    day = date.fromisoformat(move["on"]) if move["on"] else None
    sentence = MOVES.get(move["what"], OTHER_MOVE) % {
        "name": name.text,
        "what": move["what"],
        "day": date_format(day) if day else "",
    }
    return Because(sentence[:1].upper() + sentence[1:], name.url)


def _new(record: str) -> Name | None:
    """The name of a record that only a scenario or a plan knows."""
    if record.startswith("new-"):
        return Name(_("new record %(number)s") % {"number": record.removeprefix("new-")})
    return None


@dataclass(frozen=True)
class Totals:
    """A world before and after, in sums."""

    demand: tuple[int, int]
    allocated: tuple[Fraction, Fraction]
    weighted_gap: tuple[Fraction, Fraction]

    @property
    def gain(self) -> Fraction:
        return self.weighted_gap[0] - self.weighted_gap[1]

    @property
    def loss(self) -> Fraction:
        return -self.gain


def totals(outcome: Mapping[str, Any]) -> Totals:
    before, after = outcome["before"], outcome["after"]
    return Totals(
        demand=(before["demand"], after["demand"]),
        allocated=(Fraction(before["allocated"]), Fraction(after["allocated"])),
        weighted_gap=(Fraction(before["weighted_gap"]), Fraction(after["weighted_gap"])),
    )


# ------------------------------------------------------------------ what a scenario changes


@dataclass(frozen=True)
class Line:
    """One change of a scenario as a sentence, and how to address it."""

    entry: Entry
    text: str
    url: str


def _areas() -> dict[str, str]:
    """What the reader's language calls each area, by its code."""
    return {area.code: str(area) for area in CapabilityArea.objects.only("code", "name")}


def lines(study: Study, reader: Reader) -> list[Line]:
    found = list(entries(study.changes))
    names = Names(reader, {(entry.kind, entry.id) for entry in found if entry.act != "add"})
    areas = _areas()
    return [_line(entry, names, areas) for entry in found]


def _line(entry: Entry, names: Names, areas: Mapping[str, str]) -> Line:
    name = _new(entry.id) or names.of(entry.kind, entry.id)
    said = {"name": name.text, "what": _fields(entry, areas)}
    if entry.act == "remove":
        text = _("Without %(name)s") % said
    elif entry.act == "change":
        text = _("%(name)s with %(what)s") % said
    elif entry.table == "needs":
        text = _("A new need: %(what)s") % said
    else:
        text = _("A new offer: %(what)s") % said
    return Line(entry, text[:1].upper() + text[1:], name.url)


def _fields(entry: Entry, areas: Mapping[str, str]) -> str:
    shown = (
        f"{FIELDS[field]}: {_value(field, value, areas)}"
        for field, value in entry.fields.items()
        if field in FIELDS and not (entry.act == "add" and value in (None, [], ""))
    )
    return "; ".join(shown)


def _value(field: str, value: Any, areas: Mapping[str, str]) -> str:
    if field == "languages":
        return wording.languages(value) if value else _("whatever is asked for")
    if field in ("area", "areas"):
        return wording.listing(areas.get(code, code) for code in _list(value))
    if field == "eligible":
        return _open_to(value or {"all": True})
    if field in ("kinds", "modes"):
        labels = dict(Kind.choices) | dict(Mode.choices)
        return wording.listing(labels.get(code, code) for code in value or []) or _("not stated")
    if value is None:
        return _("without limit")
    return str(value)


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _open_to(terms: Mapping[str, Any]) -> str:
    if terms.get("all"):
        return _("all countries")
    named = [*terms.get("groups", []), *terms.get("countries", [])]
    return wording.listing(named) or _("no country")


# ------------------------------------------------------------------ what a plan does


@dataclass(frozen=True)
class Step:
    """One act of a plan as a sentence, with its exact gain on top of those before it."""

    text: str
    url: str
    gain: Fraction


ACTS: Mapping[str, Any] = {
    "KIND": gettext_lazy("Let %(name)s also give %(value)s"),
    "LEVEL": gettext_lazy("Let %(name)s also help from level %(value)s"),
    "ELIGIBILITY": gettext_lazy("Open %(name)s to %(value)s"),
    "LANGUAGE": gettext_lazy("Offer %(name)s in %(value)s"),
    "MODE": gettext_lazy("Give %(name)s also this way: %(value)s"),
    "TIME": gettext_lazy("Keep %(name)s running"),
    "FRESHNESS": gettext_lazy("Confirm that %(name)s still runs"),
}


def steps(outcome: Mapping[str, Any], reader: Reader) -> list[Step]:
    rows = outcome["interventions"]
    names = Names(reader, {("resource", row["resource"]) for row in rows})
    areas = _areas()
    where = countries(row["value"] for row in rows if row.get("constraint") == "ELIGIBILITY")
    return [_step(row, names, areas, where) for row in rows]


def _step(
    row: Mapping[str, Any], names: Names, areas: Mapping[str, str], where: Mapping[str, Country]
) -> Step:
    name, gain = names.of("resource", row["resource"]), Fraction(row["gain"])
    if row["act"] == Act.ADD:
        said = {"area": areas.get(row["area"], row["area"]), "slots": row["slots"]}
        if row["language"]:
            said["language"] = wording.language(row["language"])
            text = _("Add an offer for %(area)s in %(language)s, open to all: %(slots)s places")
        else:
            text = _("Add an offer for %(area)s, open to all: %(slots)s places")
        return Step(text % said, "", gain)
    if row["act"] == Act.EXTEND:
        text = _("Add %(slots)s places to %(name)s")
        return Step(text % {"slots": row["slots"], "name": name.text}, name.url, gain)
    value = _act_value(row, where)
    text = str(ACTS[row["constraint"]]) % {"name": name.text, "value": value}
    return Step(text, name.url, gain)


def _act_value(row: Mapping[str, Any], where: Mapping[str, Country]) -> str:
    value = row["value"]
    if row["constraint"] == "LANGUAGE":
        return wording.language(value)
    if row["constraint"] in ("KIND", "MODE"):
        return str((dict(Kind.choices) | dict(Mode.choices)).get(value, value))
    return str(where.get(value, value))


@dataclass(frozen=True)
class PlanTotals:
    before: Fraction
    after: Fraction
    gain: Fraction


def plan_totals(outcome: Mapping[str, Any]) -> PlanTotals:
    return PlanTotals(*(Fraction(outcome[name]) for name in ("before", "after", "gain")))
