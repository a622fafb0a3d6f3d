"""The columns of a table of offers: what the sections about an entry ask, and of which entry."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities.bulk.columns import Column
from capabilities.bulk.files import Template
from capabilities.entries import saying
from capabilities.entries.choices import Context
from capabilities.entries.sections import OFFER, LabelSection
from capabilities.imports.tables.table import LIMITS
from capabilities.models import Country, CountryGroup, Kind, Level, Mode, Provider, Resource
from capabilities.questions import LABELS, leaves
from portal.access import Permission, may
from portal.models import User

EXAMPLE = gettext_lazy("Example")
SHEET = gettext_lazy("Offers")
# What empties an answer; an empty cell leaves it as it is.
NOTHING = gettext_lazy("nothing")
SIGNS = frozenset({"-", "–", "—"})

Pairs = list[tuple[Any, Any]]


def kept_offers(user: User) -> Any:
    """The offers that this person may propose changes to: reviewers all that they see."""
    if may(user, Permission.TRIAGE):
        return Resource.objects.visible_to(user)
    return Resource.objects.kept_by(user)


def kept_providers(user: User) -> Any:
    if may(user, Permission.TRIAGE):
        return Provider.objects.visible_to(user)
    return Provider.objects.kept_by(user)


def _providers(user: User) -> Pairs:
    return list(kept_providers(user).order_by("name", "pk").values_list("public_id", "name"))


def _areas(_user: User) -> Pairs:
    return [(area.code, str(area)) for area in leaves().order_by("code")]


def _countries(_user: User) -> Pairs:
    return [(country.iso3, str(country)) for country in Country.objects.by_name()]


def _groups(_user: User) -> Pairs:
    return [(group.code, str(group)) for group in CountryGroup.objects.all()]


_LABELS = {name: field.label for part in OFFER for name, field in part.base_fields.items()}
_SEVERAL = gettext_lazy("Several: put a semicolon between them.")
_DAY = gettext_lazy("A day, as 2026-03-27.")


def _asked(name: str, help_text: Any = "", **more: Any) -> Column:
    return Column(name, _LABELS[name], help_text, needed=False, **more)


COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        gettext_lazy("Id of the offer"),
        gettext_lazy("Empty for a new offer. A row that says “Example” here is left out."),
        needed=False,
    ),
    Column(
        "provider",
        gettext_lazy("Provider"),
        gettext_lazy("Of a new offer: its name or id. Empty if there is only one."),
        needed=False,
        choices=_providers,
        shows_code=False,
    ),
    _asked("called"),
    _asked("aliases", _SEVERAL, is_names=True),
    _asked("description", gettext_lazy("What it is, for whom, and how long it takes.")),
    _asked("url", gettext_lazy("An address that begins with https://")),
    _asked("source_url", gettext_lazy("A page or a document that says so.")),
    _asked("areas", _SEVERAL, several=True, choices=_areas),
    _asked("kinds", _SEVERAL, several=True, choices=lambda _user: Kind.choices),
    _asked("modes", _SEVERAL, several=True, choices=lambda _user: Mode.choices),
    _asked("level_from", choices=lambda _user: Level.choices[:-1]),
    _asked("level_to", choices=lambda _user: Level.choices[1:]),
    _asked("eligibility", choices=lambda _user: Resource.Eligibility.choices),
    _asked("eligible_groups", _SEVERAL, several=True, choices=_groups),
    _asked("eligible_countries", _SEVERAL, several=True, choices=_countries),
    _asked("excluded_countries", _SEVERAL, several=True, choices=_countries),
    _asked("eligibility_basis"),
    Column(
        "language_rule",
        # On the page it is called “Languages”, which here is the name of the next column.
        gettext_lazy("Whether language matters"),
        needed=False,
        choices=lambda _user: Resource.LanguageRule.choices,
    ),
    _asked("languages", _SEVERAL, several=True, choices=lambda _user: Context().languages),
    _asked("capacity_rule", choices=lambda _user: Resource.CapacityRule.choices),
    _asked("capacity", gettext_lazy("A whole number.")),
    _asked("pool", choices=lambda _user: Resource.Pool.choices),
    _asked("cost", choices=lambda _user: Resource.Cost.choices),
    _asked("starts", _DAY, is_day=True),
    _asked("ends", _DAY, is_day=True),
    Column(
        "tlp",
        LabelSection.base_fields["tlp"].label,
        gettext_lazy("Of a new offer alone: the label of one that is there has a page of its own."),
        needed=False,
        choices=lambda _user: [(label.code, label.label) for label in LABELS],
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}


# ------------------------------------------------------------------ the template


def template_for(user: User) -> Template:
    """The template of a table of offers, with an example."""
    return _template([_example(user)])


def current_for(user: User) -> Template:
    """The offers that this person keeps, as they are: to be changed and uploaded again."""
    rows = kept_offers(user).select_related("provider").order_by("provider__name", "name", "pk")
    offers = rows.prefetch_related(
        "areas", "eligible_countries", "eligible_groups", "excluded_countries"
    )
    return _template([_row(offer) for offer in offers[: LIMITS.rows]])


def _template(rows: list[dict[str, str]]) -> Template:
    lines = [[row.get(column.name, "") for column in COLUMNS] for row in rows]
    return Template(
        sheet=str(SHEET),
        columns=COLUMNS,
        example=lines[0] if lines else [""] * len(COLUMNS),
        more=lines[1:],
        guidance=[
            _("Write one offer a row on the first sheet, below the headings."),
            _("An offer with its id is changed; one without an id is new."),
            _("An empty cell leaves what the directory says; “nothing” empties it."),
            _("You see every change before anything is proposed. A reviewer verifies it then."),
            _("At most %(n)d rows can be sent at once.") % {"n": LIMITS.rows},
        ],
    )


def _row(offer: Resource) -> dict[str, str]:
    said = saying.of_entry(offer)
    shown = {name: _cell(value) for name, value in said.items()}
    names = "; ".join(offer.aliases)
    return {**shown, "id": offer.public_id, "provider": offer.provider.name, "aliases": names}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _example(user: User) -> dict[str, str]:
    today = timezone.localdate()
    area, provider = leaves().order_by("code").first(), kept_providers(user).first()
    return {
        "id": str(EXAMPLE),
        "provider": provider.name if provider else "",
        "called": _("Seizing mobile devices"),
        "description": _("A course of five days for police officers who secure evidence."),
        "url": "https://www.example.org/course",
        "areas": area.code if area else "",
        "kinds": "training",
        "modes": "in_person; remote",
        "level_from": "1",
        "level_to": "3",
        "eligibility": Resource.Eligibility.ALL.value,
        "language_rule": Resource.LanguageRule.NAMED.value,
        "languages": "en; fr",
        "capacity_rule": Resource.CapacityRule.LIMITED.value,
        "capacity": "20",
        "pool": Resource.Pool.LINE.value,
        "cost": Resource.Cost.FREE.value,
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=365)).isoformat(),
        "tlp": "CLEAR",
    }
