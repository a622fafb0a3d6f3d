"""Forms, tables and searches speak of areas and places as their reader does."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import translation

from capabilities import wording
from capabilities.bulk import need_columns, offer_columns
from capabilities.bulk.columns import in_every_language
from capabilities.bulk.files import as_csv, template_csv
from capabilities.bulk.need_columns import COLUMNS, template_for
from capabilities.entries.choices import Context
from capabilities.models import CapabilityArea, Country, CountryGroup, NeedDraft
from capabilities.phrases.writing import alike
from tests.capabilities.entry_stories import house_of
from tests.capabilities.need_stories import submitted_need
from tests.capabilities.tables import ROW, checked, own_agency, said
from tests.capabilities.test_bulk_offers import checked as offers_checked
from tests.capabilities.test_bulk_offers import said as said_of_offers
from tests.factories import TODAY, AgencyFactory, AreaFactory, CountryFactory, GroupFactory

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PHONES = {"fr": "Criminalistique des appareils mobiles", "ar": "فحص الأجهزة المحمولة"}


@pytest.fixture(autouse=True)
def names(db):
    """A few that ship with the portal, and a country that every language calls otherwise."""
    law = GroupFactory(code="LEG", name="Legal framework & safeguards")
    AreaFactory(code="LEG-01", name="Substantive offences", parent=law)
    AreaFactory(code="FOR-02", name="Mobile device forensics", default_tlp=2)
    CountryGroup.objects.create(code="AU", name="African Union", kind="body")
    called = {"fr": "Allemagne", "es": "Alemania", "ar": "ألمانيا"}
    CountryFactory(iso3="DEU", iso2="DE", name="Germany", names=called, official_languages=["de"])


@pytest.fixture
def agency(officer):
    return own_agency(officer, name="Cyber division", country=Country.objects.get(iso3="DEU"))


def table_of_words(officer, **cells):
    """A row in the words of the language that is spoken, below the headings of its template."""
    codes = {**ROW, "area": "FOR-02", "country": "DEU", "languages": "de", "tlp": "AMBER", **cells}
    row = []
    for column in COLUMNS:
        known = {str(code): column.shown(code, words) for code, words in column._choices(officer)}
        row.append(known.get(codes.get(column.name, ""), codes.get(column.name, "")))
    return as_csv([[str(column.title) for column in COLUMNS], row])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_of_needs_is_taken_in_any_language_whoever_sends_it(officer, agency, language):
    with translation.override(language):
        content = table_of_words(officer)
    with translation.override("es" if language != "es" else "fr"):
        upload = checked(officer, content=content)

    assert (upload.problems, said(upload)) == ([], {})
    answers = upload.rows.get().answers
    assert (answers["area"], answers["kinds"], answers["languages"], answers["urgency"]) == (
        "FOR-02",
        ["training"],
        ["de"],
        4,
    )


def test_accents_apostrophes_and_arabic_marks_may_be_typed_otherwise(officer, agency):
    with translation.override("fr"):
        plain = table_of_words(officer).decode("utf-8-sig").replace("’", "'").replace("É", "E")
    with translation.override("ar"):
        east = {"kinds": "تدريب؛ مشورة، توجيه", "starts": TODAY.isoformat()}
        arabic = table_of_words(officer, **east).decode("utf-8-sig")
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    ends = (TODAY + timedelta(days=300)).isoformat()
    arabic = arabic.replace(ends, ends.translate(digits))

    for content in (plain.replace("é", "e"), arabic):
        upload = checked(officer, content=content.encode())
        assert (upload.problems, said(upload)) == ([], {})
    assert upload.rows.get().answers["kinds"] == ["training", "advisory", "mentoring"]
    assert upload.rows.get().answers["ends"] == ends


@pytest.mark.parametrize("columns", [need_columns.COLUMNS, offer_columns.COLUMNS])
def test_no_heading_means_two_columns_in_two_languages(columns):
    owner = {}
    for column in columns:
        for heading in {alike(column.name), *in_every_language(column.title)}:
            assert owner.setdefault(heading, column.name) == column.name, heading


def test_a_template_lists_areas_and_countries_as_its_reader_calls_them(officer, agency):
    columns = {column.name: column for column in COLUMNS}
    with translation.override("fr"):
        assert f"FOR-02 – {PHONES['fr']}" in columns["area"].listed(officer)
        assert columns["country"].listed(officer) == ["DEU – Allemagne"]
        headings = template_csv(template_for(officer)).decode("utf-8-sig").splitlines()[0]
    with translation.override("ar"):
        assert f"FOR-02 – {PHONES['ar']}" in columns["area"].listed(officer)

    assert "Domaine de capacité" in headings


def test_offers_name_areas_countries_and_groups_in_any_language(partner):
    provider = house_of(partner)
    cells = {"called": "A course", "description": "Five days.", "kinds": "Formation"}
    for area, group, country in (
        (PHONES["fr"], "Union africaine", "Allemagne"),
        ("Mobile device forensics", "African Union", "Germany"),
        (PHONES["ar"], "AU", "ألمانيا"),
    ):
        where = {"areas": area, "eligible_groups": group, "eligible_countries": country}
        upload = offers_checked(partner, {**cells, **where, "provider": provider.public_id})

        assert (upload.problems, said_of_offers(upload)) == ([], {})
        answers = upload.rows.get().answers
        assert (answers["areas"], answers["eligible_groups"]) == (["FOR-02"], ["AU"])
        assert answers["eligible_countries"] == ["DEU"]


def test_forms_of_entries_offer_names_in_the_language_of_their_reader():
    CountryFactory(iso3="ZMB", iso2="ZM", name="Zambia", names={"fr": "Zambie"}, sort_key="zambia")
    with translation.override("fr"):
        context = Context()
        assert ("FOR-02", PHONES["fr"]) in context.areas
        assert [code for code, _name in context.countries] == ["DEU", "ZMB"]
        assert ("DEU", "Allemagne") in context.countries
        assert ("AU", "Union africaine") in context.groups


@pytest.mark.parametrize(
    ("language", "q", "codes"),
    [
        ("fr", "appareils", {"FOR-02"}),
        ("fr", "infractions juridique", {"LEG-01"}),
        ("fr", "mobile device", {"FOR-02"}),
        ("ar", "أجهزة محمولة", {"FOR-02"}),
        ("en", "appareils", set()),
    ],
)
def test_areas_are_found_by_words_of_the_reader_s_language_and_of_english(
    client, officer, language, q, codes
):
    draft = NeedDraft.objects.create(agency=AgencyFactory(owner=officer.organisation), by=officer)
    client.force_login(officer)
    said = {"Accept-Language": language}

    page = client.get(f"/needs/drafts/{draft.public_id}/area", {"q": q}, headers=said)

    assert set(re.findall(r'name="area" value="([^"]+)"', page.content.decode())) == codes


@pytest.mark.parametrize(
    ("language", "q", "number"),
    [("fr", "appareils", 1), ("fr", "allemagne", 1), ("fr", "device", 1), ("en", "appareils", 0)],
)
def test_needs_are_found_by_area_and_country_in_the_language_of_the_reader(
    client, officer, agency, language, q, number
):
    need = submitted_need(officer)
    need.country = Country.objects.get(iso3="DEU")
    need.area = CapabilityArea.objects.get(code="FOR-02")
    need.save()
    client.force_login(officer)

    page = client.get("/needs", {"q": q}, headers={"Accept-Language": language})

    assert (need.get_absolute_url() in page.content.decode()) == bool(number)


def test_an_upload_is_checked_in_the_language_of_whoever_sent_it(officer, agency):
    with translation.override("fr"):
        upload = checked(officer, content=table_of_words(officer, area="FOR-99"))

    assert "ne fait pas partie" in " ".join(said(upload).values())


@pytest.mark.parametrize("code", ["hif", "wni", "zdj"])
@pytest.mark.parametrize("language", ["en-gb", "fr", "es", "ar"])
def test_a_language_that_the_cldr_lacks_has_a_name_all_the_same(code, language):
    with translation.override(language):
        assert wording.language(code) != code
    assert code in wording.known_languages()
