"""Questions are understood in each language that the portal speaks, and in English beside it."""

import re
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from capabilities import asking
from capabilities.facets import CHOICES, Criteria
from capabilities.phrases import BOOKS, books, cldr
from capabilities.phrases.writing import folded, forms, words
from tests.capabilities.questions import (
    ARABIC,
    FRENCH,
    MOBILE_FOR_MALAWI,
    QUESTIONS,
    SPANISH,
    names_in,
)
from tests.factories import AreaFactory, CountryFactory

TODAY = date(2026, 11, 29)
KNOWN = {code: asking.lexicon(names_in(code), books(code)) for code in BOOKS}
LANGUAGES = list(QUESTIONS)


def read(question, language):
    return asking.read(question, KNOWN[language], today=TODAY)


@pytest.mark.parametrize(
    ("language", "question", "chosen", "by", "q"),
    [(language, *row) for language, rows in QUESTIONS.items() for row in rows],
)
def test_a_question_names_filters_and_the_rest_is_searched_for(language, question, chosen, by, q):
    assert read(question, language) == Criteria(q, chosen, by)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facet", CHOICES)
def test_every_value_of_a_closed_list_can_be_said(language, facet):
    values = set(map(str, CHOICES[facet]))
    assert set(BOOKS[language].closed[facet]) == values
    for value in values:
        assert read(KNOWN[language].spoken[(facet, value)], language).chosen == {facet: (value,)}


@pytest.mark.parametrize("language", BOOKS)
def test_every_area_country_and_language_is_understood_by_its_name(language):
    names, known = names_in(language), KNOWN[language]
    unheard = [
        name
        for facet, called in (
            ("area", names.areas),
            ("country", cldr.countries(language)),
            ("language", {code: cldr.languages(language)[code] for code in ("en", "ar", "zh")}),
        )
        for code, name in called.items()
        if (facet, code) in known.spoken and read(name, language).chosen != {facet: (code,)}
    ]

    assert unheard == []


@pytest.mark.parametrize("language", BOOKS)
def test_books_name_areas_and_countries_that_there_are(language):
    names, book = names_in(language), BOOKS[language]

    assert set(book.areas) <= set(names.areas)
    assert {*book.countries, *book.demonyms} <= set(names.country_names)


@pytest.mark.parametrize("language", BOOKS)
def test_every_month_of_a_language_is_read_in_any_width(language):
    book = BOOKS[language]
    for month, number in book.names_of_months().items():
        found = read(f"{book.by} {month} 2027", language)
        assert (found.by, found.q) == (f"2027-{number:02d}", ""), month


# Words that ask for something else in most questions: « je recherche », the investigation of cases.
OF_ANOTHER_MEANING = {"Recherche", "Investigación"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_pages_are_understood(language):
    with translation.override(language):
        labels = {str(code): str(label) for code, label in CHOICES["kind"].items()}
    unheard = {
        label for code, label in labels.items() if read(label, language).chosen != {"kind": (code,)}
    }

    assert unheard <= OF_ANOTHER_MEANING


def pieces(language):
    known, book = KNOWN[language], BOOKS[language]
    said = [*known.spoken.values(), *book.filling, *book.before, *book.leading]
    return st.sampled_from([*said, "2027", "06", "بال", "لل", "و", ";", "—", "İ", "\0", "٣"])


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.data())
def test_any_text_is_read_and_what_its_chips_say_is_read_alike(language, data):
    some = st.lists(pieces(language), max_size=12).map(" ".join)
    found = read(data.draw(st.one_of(st.text(max_size=400), some)), language)

    assert read(asking.said(found, KNOWN[language]), language) == found


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.data())
def test_case_and_commas_change_nothing(language, data):
    plain = " ".join(data.draw(st.lists(pieces(language), max_size=8)))[: asking.LONGEST // 3]

    assert read(plain.replace(" ", " , "), language) == read(plain, language)
    if re.fullmatch(r"[\x00-\x7f]*", plain):
        assert read(plain.upper(), language) == read(plain, language)


# ------------------------------------------------------------------ how Arabic is written


@pytest.mark.parametrize(
    ("written", "ways"),
    [
        ("التدريب", ("تدريب",)),
        ("والتدريب", ("والتدريب", "تدريب")),
        ("بالإنجليزية", ("بالانجليزيه", "انجليزيه")),
        ("وللأمن", ("وللامن", "للامن", "امن", "لامن")),
        ("مِنَحٌ", ("منح",)),
        ("مصر", ("مصر",)),
        ("online", ("online",)),
    ],
)
def test_a_word_is_looked_up_without_what_arabic_writes_as_one_with_it(written, ways):
    assert forms(words(written)[0]) == ways


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text):
    for word in words(text):
        assert words(word) == [word]
        assert folded(folded(word)) == folded(word)


# ------------------------------------------------------------------ on the page


@pytest.mark.parametrize("language", BOOKS)
def test_the_example_beside_the_box_is_understood_as_it_is_in_english(language):
    example = "For example: who can help Malawi with mobile forensics in English by June"
    with translation.override(language):
        found = read(translation.gettext(example), language)

    assert (found.chosen, found.by) == (MOBILE_FOR_MALAWI, "2027-06")


@pytest.mark.django_db
@pytest.mark.parametrize("language", BOOKS)
def test_a_page_reads_a_question_in_the_language_of_its_reader_or_in_english(client, language):
    CountryFactory(iso3="MWI", name="Malawi", names={"ar": "ملاوي"})
    AreaFactory(code="FOR-02", name="Mobile device forensics")
    english = "who can help Malawi with mobile forensics in English by June"
    asked = {"fr": FRENCH, "es": SPANISH, "ar": ARABIC}.get(language, [(english,)])[0][0]
    answers = [
        client.get("/resources", {"ask": question}, headers={"Accept-Language": language})
        for question in (asked, english)
    ]

    for answer in answers:
        criteria = answer.context["search"].criteria
        assert (criteria.q, dict(criteria.chosen)) == ("", MOBILE_FOR_MALAWI)
        assert re.fullmatch(r"20\d\d-06", criteria.by)


@pytest.mark.django_db
def test_machines_ask_in_english_as_they_are_answered(client):
    AreaFactory(code="FOR-02", name="Mobile device forensics")
    CountryFactory(iso3="MWI", name="Malawi")
    found = [
        client.get(
            "/api/v1/resources/facets",
            {"ask": "Malawi d’ici juin"},
            headers={"Accept-Language": accepted},
        ).json()
        for accepted in ("en", "fr")
    ]

    assert found[0] == found[1]
