"""What other frameworks are called, and what their codes mean, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capabilities.models import FrameworkReference

Words = str | Promise

FRAMEWORKS: Mapping[str, Words] = {
    "cmm-2021": _("Cybersecurity Capacity Maturity Model (CMM), 2021 edition"),
    "gfce-theme": _("Themes of the Global Forum on Cyber Expertise (GFCE)"),
    "ncsi-v2": _("National Cyber Security Index (NCSI), version 2"),
    "ncsi-v3-capacity": _("National Cyber Security Index (NCSI), version 3, capacities"),
    "gci-v5": _("Global Cybersecurity Index (GCI), 5th edition, 2024"),
    "budapest-article": _("Convention on Cybercrime (Budapest), articles"),
}
# Elements that a capability is made of (DOTMLPFI), of which an area usually lacks some.
SHORTFALLS: Mapping[str, Words] = {
    "D": _("law and procedure"),
    "O": _("organisation"),
    "T": _("training"),
    "M": _("tools"),
    "L": _("leadership"),
    "P": _("people"),
    "F": _("premises and laboratories"),
    "I": _("channels to others"),
}
# Roles of the Cybercrime Training Competency Framework.
ROLES: Mapping[str, Words] = {
    "HCU": _("head of a cybercrime unit"),
    "OI": _("online investigator"),
    "DFE": _("digital forensic examiner"),
    "JUD": _("judge"),
    "PRO": _("prosecutor"),
    "MGR": _("manager or policy maker"),
    "FR": _("first responder"),
    "GCI": _("general criminal investigator"),
    "ANL": _("cybercrime analyst"),
    "EXP": _("technical expert"),
    "CSE": _("investigator of child exploitation"),
    "FIN": _("financial investigator"),
}
RISKS: Mapping[str, Words] = {
    "low": _("Help with this can hardly be misused."),
    "medium": _("Help with this could be misused: ask what safeguards there are."),
    "high": _(
        "Help with this could be misused against people’s rights: a due-diligence note is written "
        "before a match is brokered."
    ),
}


@dataclass(frozen=True)
class Heading:
    """A heading of another framework that an area maps to, and the offers that carry it."""

    reference: FrameworkReference
    offers: str  # the search for resources under that heading


@dataclass(frozen=True)
class Mapped:
    """The headings of one framework that an area maps to."""

    name: Words
    headings: list[Heading]


def crosswalk(references: Iterable[FrameworkReference]) -> list[Mapped]:
    """References of an area by framework, in the order in which these are named above."""
    found: dict[str, list[Heading]] = {}
    for reference in references:
        named = f"{reference.framework}|{reference.code}"
        address = f"{reverse('capabilities:resource_list')}?{urlencode({'framework': named})}"
        found.setdefault(reference.framework, []).append(Heading(reference, address))
    place = {code: number for number, code in enumerate(FRAMEWORKS)}
    ordered = sorted(found, key=lambda code: (place.get(code, len(place)), code))
    return [Mapped(FRAMEWORKS.get(code, code), found[code]) for code in ordered]
