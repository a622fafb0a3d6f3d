"""The columns of a table of needs: what the questions ask, and for which agency."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities.bulk.columns import Column
from capabilities.bulk.files import Template
from capabilities.imports.tables.table import LIMITS
from capabilities.models import Agency, Country, Kind, Level, Mode, Urgency
from capabilities.questions import LABELS, QUESTIONS, leaves, offered_languages
from capabilities.steps import ANY
from portal.models import User

EXAMPLE = gettext_lazy("Example")
SHEET = gettext_lazy("Needs")

Pairs = list[tuple[Any, Any]]


def _own(user: User) -> Any:
    return Agency.objects.of(user).select_related("country").order_by("name", "pk")


def _agencies(user: User) -> Pairs:
    return [(agency.public_id, agency.name) for agency in _own(user)]


def _countries(user: User) -> Pairs:
    known: Pairs = []
    for country in dict.fromkeys(agency.country for agency in _own(user)):
        known += [(country.iso3, str(country))]
    return known


def _areas(_user: User) -> Pairs:
    return [(area.code, str(area)) for area in leaves()]


def _languages(user: User) -> Pairs:
    countries = [agency.country for agency in _own(user)[:1]]
    return offered_languages(countries[0] if countries else Country())


_TITLES = {
    name: field.label for question in QUESTIONS for name, field in question.base_fields.items()
}
_SEVERAL = gettext_lazy("Several: put a semicolon between them. Or write: any.")
_DAY = gettext_lazy("A day, as 2026-03-27.")


def _asked(name: str, help_text: Any, **more: Any) -> Column:
    return Column(name, _TITLES[name], help_text, **more)


COLUMNS: tuple[Column, ...] = (
    Column(
        "reference",
        gettext_lazy("Your reference"),
        gettext_lazy("For your own use. A row that says “Example” here is left out."),
        needed=False,
    ),
    Column(
        "agency",
        gettext_lazy("Agency"),
        gettext_lazy("The name of an agency of your organisation. Empty if it has only one."),
        needed=False,
        choices=_agencies,
        shows_code=False,
    ),
    Column(
        "country",
        gettext_lazy("Country"),
        gettext_lazy("The country of the agency, or empty."),
        needed=False,
        choices=_countries,
    ),
    _asked("area", gettext_lazy("The code of a capability area."), choices=_areas),
    _asked("kinds", _SEVERAL, several=True, choices=lambda _user: [(ANY, _("Any")), *Kind.choices]),
    _asked(
        "current_level",
        gettext_lazy("A level from 1 to 4."),
        choices=lambda _user: Level.choices[:-1],
    ),
    _asked(
        "target_level",
        gettext_lazy("A level from 2 to 5, higher than the one you have."),
        choices=lambda _user: Level.choices[1:],
    ),
    _asked("quantity", gettext_lazy("A whole number.")),
    _asked("languages", _SEVERAL, several=True, choices=_languages),
    _asked("modes", _SEVERAL, several=True, choices=lambda _user: [(ANY, _("Any")), *Mode.choices]),
    _asked("starts", _DAY, is_day=True),
    _asked("ends", _DAY, is_day=True),
    _asked(
        "urgency",
        gettext_lazy("A number from 1 to 5; 5 means at once."),
        choices=lambda _user: Urgency.choices,
    ),
    _asked("reason", gettext_lazy("Why it is that urgent. No names, please.")),
    _asked("evidence", gettext_lazy("Figures, reports or reviews."), needed=False),
    _asked(
        "tlp",
        gettext_lazy("Empty: the label that is usual for the area."),
        needed=False,
        choices=lambda _user: [(label.code, label.label) for label in LABELS],
    ),
    _asked(
        "label_reason",
        gettext_lazy("Only where the label is below the one that is usual for the area."),
        needed=False,
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}


# ------------------------------------------------------------------ the template


def template_for(user: User) -> Template:
    """The template of a table of needs, with an example that this officer could send."""
    return Template(
        sheet=str(SHEET),
        columns=COLUMNS,
        example=[_example(user).get(column.name, "") for column in COLUMNS],
        guidance=[
            _("Write one need a row on the first sheet, below the headings."),
            _("Keep the headings; the order of the columns does not matter."),
            _("The example is left out. You can write over it."),
            _("At most %(n)d rows can be sent at once.") % {"n": LIMITS.rows},
        ],
    )


def _example(user: User) -> dict[str, str]:
    today = timezone.localdate()
    area, agency = leaves().order_by("code").first(), _own(user).first()
    spoken = agency.country.official_languages[:1] if agency else []
    return {
        "reference": str(EXAMPLE),
        "agency": agency.name if agency else "",
        "country": agency.country.iso3 if agency else "",
        "area": BY_NAME["area"].shown(area.code, area) if area else "",
        "kinds": "training; mentoring",
        "current_level": BY_NAME["current_level"].shown(2, Level(2).label),
        "target_level": BY_NAME["target_level"].shown(3, Level(3).label),
        "quantity": "12",
        "languages": "; ".join(spoken) or ANY,
        "modes": ANY,
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=365)).isoformat(),
        "urgency": "4",
        "reason": _("Phones of suspects wait a year for their turn."),
        "evidence": _("Annual report of the unit, page 12"),
    }
