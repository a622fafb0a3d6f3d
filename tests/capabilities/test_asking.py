"""A plain question is read into filters: the same each time, whatever is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capabilities import asking
from capabilities.facets import CHOICES, Criteria
from capabilities.lookup import Names
from capabilities.phrases import BOOKS, books

TODAY = date(2026, 11, 29)
AREAS = {
    "FOR": "Digital forensics",
    "FOR-01": "Computer & storage forensics",
    "FOR-02": "Mobile device forensics",
    "FOR-08": "Laboratory set-up & accreditation",
    "INV-07": "Ransomware & extortion cases",
    "JUS-01": "Prosecutor training",
    "JUS-03": "Judicial training",
    "INT-01": "24/7 contact point",
}
COUNTRIES = {
    "MWI": ("Malawi", "مالاوي"),
    "CIV": ("Côte d’Ivoire", "Costa de Marfil"),
    "FRA": ("France", "Francia"),
    "KEN": ("Kenya",),
    "COD": ("Congo, Democratic Republic of the",),
    "GBR": ("United Kingdom of Great Britain and Northern Ireland", "Royaume-Uni"),
    "TGO": ("Togo",),
    "GIN": ("Guinea",),
    "GNB": ("Guinea-Bissau",),
}
NAMES = Names(
    countries={code: called[0] for code, called in COUNTRIES.items()},
    country_names=COUNTRIES,
    areas=AREAS,
    english=AREAS,
    headings={
        "cmm-2021|D4.4": "Formal and informal cooperation",
        "gci-v5|P3": "Organisational",
        "budapest-article|35": "24/7 Network",
    },
)
KNOWN = asking.lexicon(NAMES, books("en"))


def read(question):
    return asking.read(question, KNOWN, today=TODAY)


@pytest.mark.parametrize(
    ("question", "chosen", "by", "q"),
    [
        ("who can help Malawi with mobile forensics in English by June",
         {"country": ("MWI",), "area": ("FOR-02",), "language": ("en",)}, "2027-06", ""),
        ("Who can help Malawian police by the end of December?",
         {"country": ("MWI",)}, "2026-12", "police"),
        ("cote d'ivoire", {"country": ("CIV",)}, "", ""),
        ("Ivory Coast", {"country": ("CIV",)}, "", ""),
        ("KÉNYA", {"country": ("KEN",)}, "", ""),
        ("Kenyan prosecutors: training", {"country": ("KEN",), "area": ("JUS-01",)}, "", ""),
        ("prosecutor training for Togo", {"country": ("TGO",), "area": ("JUS-01",)}, "", ""),
        ("Guinea-Bissau", {"country": ("GNB",)}, "", ""),
        ("Guinea", {"country": ("GIN",)}, "", ""),
        ("DRC or Congo, Democratic Republic of the", {"country": ("COD",)}, "", ""),
        ("the UK", {"country": ("GBR",)}, "", ""),
        ("aide en Royaume-Uni", {"country": ("GBR",)}, "", "aide en"),
        ("مالاوي", {"country": ("MWI",)}, "", ""),
        ("French courses for France", {"country": ("FRA",), "kind": ("training",),
         "language": ("fr",)}, "", ""),
        ("courses in Swahili or Portuguese", {"kind": ("training",), "language": ("pt", "sw")},
         "", ""),
        ("phone forensics online", {"area": ("FOR-02",), "mode": ("remote",)}, "", ""),
        ("storage forensics", {"area": ("FOR-01",)}, "", ""),
        ("forensics", {}, "", "forensics"),
        ("digital forensics", {"area": ("FOR",)}, "", ""),
        ("FOR-02", {"area": ("FOR-02",)}, "", ""),
        ("ransomware", {"area": ("INV-07",)}, "", ""),
        ("24/7 network", {"area": ("INT-01",)}, "", ""),
        ("cmm-2021 D4.4", {"framework": ("cmm-2021|D4.4",)}, "", ""),
        ("CMM D4.4 for Kenya", {"country": ("KEN",), "framework": ("cmm-2021|D4.4",)}, "", ""),
        ("Who helps with article 35 of the Budapest Convention?",
         {"framework": ("budapest-article|35",)}, "", ""),
        ("Budapest Convention, article 35", {"framework": ("budapest-article|35",)}, "", ""),
        ("training for judges", {"area": ("JUS-03",)}, "", ""),
        ("free e-learning", {"cost": ("free",), "mode": ("self_paced",)}, "", ""),
        ("face-to-face mentoring by an NGO", {"kind": ("mentoring",), "mode": ("in_person",),
         "provider_type": ("NGO",)}, "", ""),
        ("companies from the private sector", {"provider_type": ("company",),
         "sector": ("private",)}, "", ""),
        ("verified grants before 2028", {"kind": ("funding",), "verification": ("verified",)},
         "2028-12", ""),
        ("equipment until March 2027", {"kind": ("equipment",)}, "2027-03", ""),
        ("advice by 2027-02", {"kind": ("advisory",)}, "2027-02", ""),
        ("advice by nobody", {"kind": ("advisory",)}, "", "nobody"),
        ("mobile Malawi forensics", {"country": ("MWI",), "area": ("FOR-02",)}, "", ""),
        ("", {}, "", ""),
        ("who can help?", {}, "", ""),
        ("ENFSI handbook", {"kind": ("toolkit",)}, "", "enfsi"),
    ],
)  # fmt: skip
def test_a_question_names_filters_and_the_rest_is_searched_for(question, chosen, by, q):
    assert read(question) == Criteria(q, chosen, by)


@pytest.mark.parametrize(
    ("today", "by"),
    [(date(2026, 6, 30), "2026-06"), (date(2026, 7, 1), "2027-06"), (date(2026, 1, 1), "2026-06")],
)
def test_a_month_without_a_year_is_the_next_one(today, by):
    assert asking.read("by June", KNOWN, today=today).by == by


@pytest.mark.parametrize("facet", BOOKS["en"].closed)
def test_every_value_of_a_closed_list_can_be_said(facet):
    assert set(BOOKS["en"].closed[facet]) == set(map(str, CHOICES[facet]))
    for value in CHOICES[facet]:
        assert read(KNOWN.spoken[(facet, str(value))]).chosen == {facet: (str(value),)}


PIECES = st.sampled_from(
    [*KNOWN.spoken.values(), *BOOKS["en"].filling, "by", "June", "2027", "06", "end of", "mobile",
     "forensics", "training", "nobody", ";", "—", "ß", "İ", "\0", "²", "٣"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=12).map(" ".join)))
def test_any_text_is_read_and_what_its_chips_say_is_read_alike(question):
    found = read(question)

    assert read(asking.said(found, KNOWN)) == found


@given(st.lists(PIECES, max_size=8))
def test_case_and_commas_change_nothing(pieces):
    plain = " ".join(pieces)

    assert read(plain.replace(" ", " , ")) == read(plain)
    if plain.isascii():
        assert read(plain.upper()) == read(plain)
