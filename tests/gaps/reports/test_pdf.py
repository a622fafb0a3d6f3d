"""A report on paper: marked on every page, tagged for screen readers, the same bytes each time."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples

from gaps.models import GapClass
from gaps.reports import drawings
from gaps.reports.document import CountryComment, CountryRow, Scope, Section, fingerprint
from gaps.reports.paper import OWN_PAGES, PRINTED, parts
from gaps.reports.pdf import pdf
from tests.gaps.reports.documents import a_document, texts
from tests.gaps.reports.pages import farthest_right, page_texts

ADDRESS = "https://portal.example/verify"


def printed(document, label="TLP:GREEN"):
    return pdf(document, label=label, address=ADDRESS)


def long_document(findings):
    """One country with that many findings, all alike."""
    whole = a_document()
    row = replace(whole.findings[0], country="KEN", country_name="Kenya")
    return replace(whole, findings=(row,) * findings)


def drawn(document, kind):
    found = parts(document, label="TLP:GREEN", address=ADDRESS)
    return [part for part in found if part["kind"] == kind]


def test_every_page_says_what_it_is_from_and_how_it_may_be_shared():
    pages = page_texts(printed(long_document(40)))

    assert len(pages) > 4
    for number, text in enumerate(pages, start=1):
        assert text.startswith("TLP:GREEN\nGaps in Eastern Africa")
        assert text.endswith("TLP:GREEN")
        for said in (
            "rep234567ghj, version 2",
            "run run234567ghj",
            "method 1.4",
            "1 November 2026",
        ):
            assert said in text
        assert f"Page {number} of {len(pages)}" in text


def test_the_label_on_the_pages_is_the_one_that_the_report_has_now():
    pages = page_texts(printed(a_document(), label="TLP:AMBER+STRICT"))

    assert all(text.startswith("TLP:AMBER+STRICT") for text in pages)


def test_it_is_tagged_and_says_its_language_and_title():
    made = printed(a_document(title="Gaps (in Africa)", language="en-gb"))

    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/Lang(en)" in made
    assert b"/StructTreeRoot" in made
    assert b"/DisplayDocTitle true" in made
    assert b"Gaps (in Africa)" in made  # in the metadata, where it is plain text


def test_the_map_and_the_charts_are_told_in_words():
    pictures = drawn(a_document(), "picture")

    assert [part["alt"].partition(" ")[0] for part in pictures] == ["Map", "Bar", "Line"]
    assert "2 countries" in pictures[0]["alt"]
    assert "Nothing offered: 2; Covered: 1" in pictures[1]["alt"]
    assert "3 on 1 October 2026, 2 on 1 November 2026" in pictures[2]["alt"]
    assert printed(a_document()).count(b"/Alt(") == 3


def test_the_same_document_gives_the_same_bytes():
    assert printed(a_document()) == printed(a_document())


def test_the_last_page_says_how_to_verify_it():
    document = a_document()

    last = page_texts(printed(document))[-1]

    assert fingerprint(document) in last
    assert ADDRESS in last
    assert "sha256sum report-rep234567ghj-v2-TLP-GREEN.json" in last


def test_a_long_table_goes_on_over_pages_with_its_names_on_each():
    pages = page_texts(printed(long_document(40)))

    with_rows = [text for text in pages if "need234567gh-1" in text]
    assert sum(text.count("need234567gh-1") for text in pages) == 40
    assert len(with_rows) > 2
    assert all("Why, and the smallest fix" in text for text in with_rows)


def test_a_very_long_report_prints_the_worst_findings_and_says_so():
    document = long_document(PRINTED + 1)

    rows = [row for part in drawn(document, "table")[-1:] for row in part["rows"]]
    said = " ".join(part["text"] for part in drawn(document, "paragraph"))

    assert len(rows) == PRINTED
    assert f"All {PRINTED + 1} are in the workbook" in said


def test_each_country_has_a_page_with_its_findings_and_what_it_says():
    pages = page_texts(printed(a_document()))

    kenya = next(text for text in pages if "Findings in Kenya" in text)
    assert "We agree." in kenya
    assert "Ministry of the Interior, 19 November 2026" in kenya
    assert "need765432gh-2" in kenya
    assert not any("Findings in Mauritius" in t and "Findings in Kenya" in t for t in pages)


def test_many_countries_do_not_begin_a_page_each():
    whole = a_document()
    many = [replace(whole.by_country[0], code=f"C{n}", name=f"C{n}") for n in range(OWN_PAGES + 1)]
    told = [replace(whole.findings[0], country=row.code) for row in many]

    document = replace(whole, by_country=tuple(many), findings=tuple(told))

    assert len(drawn(document, "page")) == 1


def test_text_is_never_markup():
    sly = "#panic() *bold* $x^2$ @ref <label> \\ `raw` = heading [content] // comment"
    document = a_document(title=sly, sections=(Section(sly, (sly,)),), notes=(sly,))

    text = "".join(page_texts(printed(document))).replace("\n", "")

    assert text.count(sly[:40]) >= 3
    assert "panicked" not in text


@pytest.mark.parametrize("text", ["中国", "😀", "a\u202eb", "\x07", "\ufeff", "ก" * 60, "\ue000"])
def test_letters_that_cannot_be_printed_do_not_keep_a_report_from_being_made(text):
    comment = CountryComment("KEN", "Kenya", text, f"{text}, thanks", "2026-11-19T08:00:00Z")

    pages = page_texts(printed(a_document(comments=(comment,))))

    assert any("thanks" in page for page in pages)


def test_a_letter_that_cannot_be_printed_is_told_of():
    comment = CountryComment("KEN", "Kenya", "Office", "中", "2026-11-19T08:00:00Z")

    last = page_texts(printed(a_document(comments=(comment,))))[-1]
    assert "▯ stands for a letter" in last.replace("\n", "")
    assert "▯" not in "".join(page_texts(printed(a_document())))


@examples(max_examples=10)
@given(texts, texts)
def test_any_text_can_be_printed(one, other):
    comment = CountryComment("KEN", "Kenya", one, other, "2026-11-19T08:00:00Z")
    document = a_document(title=other, sections=(Section(one, (other,)),), comments=(comment,))

    assert printed(document).startswith(b"%PDF-")


def test_a_long_word_stays_on_its_page():
    word = "x" * 400
    made = printed(a_document(sections=(Section("L" * 90, (word,)),)))

    text = page_texts(made)[1]
    assert text.replace("\n", "").count(word) == 1
    assert "\u200b" not in text
    assert farthest_right(made) < 540  # where the margin of A4 begins


def test_a_long_word_leaves_nothing_in_the_words_around_it():
    document = a_document(sections=(Section("Cases", ("c" * 30 + " accurate",)),))

    assert "accurate" in page_texts(printed(document))[1].replace("\n", "")


def test_a_report_of_nothing_is_a_report():
    lists = ("sections", "figures", "by_class", "by_country", "by_area", "trend", "findings")
    nothing = dict.fromkeys((*lists, "comments", "notes"), ())

    assert len(page_texts(printed(a_document(**nothing)))) >= 1


# ------------------------------------------------------------------ drawings


def test_the_colours_are_those_of_the_pages():
    css = (Path(settings.BASE_DIR) / "static" / "portal.css").read_text()
    on_pages = dict(re.findall(r"\.gap--([a-z-]+) \{ --gap: (#[0-9a-f]{6})", css))

    assert on_pages.pop("no-known-need") == drawings.NOT_ASKED
    assert on_pages == {
        each.name.lower().replace("_", "-"): drawings.COLOURS[each] for each in GapClass
    }


def viewed(svg):
    left, top, width, height = re.search(r'viewBox="([^"]+)"', svg)[1].split()
    return float(left), float(top), float(width), float(height)


def test_a_map_of_the_world_is_whole_and_one_of_a_region_is_zoomed():
    world = drawings.world_map({"KEN": "COVERED"}, zoomed=False)
    region = drawings.world_map({"KEN": "COVERED", "MUS": "UNCOVERED"}, zoomed=True)

    assert viewed(world) == (0, 0, 2000, 869)
    left, top, width, height = viewed(region)
    assert width < 600
    for x, y in [(1150, 480), (1279, 594)]:  # in Kenya, and where the dot of Mauritius is
        assert left < x < left + width
        assert top < y < top + height


@pytest.mark.parametrize("code", ["FJI", "NZL", "USA", "ATF", "TUV", "RUS", "XXX"])
def test_a_map_around_any_country_lies_within_the_world(code):
    left, top, width, height = viewed(drawings.world_map({code: "COVERED"}, zoomed=True))

    assert left >= 0
    assert top >= 0
    assert left + width <= 2000.01
    assert top + height <= 869.01


def test_a_small_state_is_a_dot_in_its_colour():
    svg = drawings.world_map({"MUS": "UNCOVERED"}, zoomed=False)

    assert svg.count("<circle") == 1
    assert f'fill="{drawings.COLOURS[GapClass.UNCOVERED]}"' in svg


def test_a_report_on_one_country_shows_it_in_its_surroundings():
    whole = a_document(scope=Scope("country", "KEN", "Kenya"))
    document = replace(
        whole, by_country=(CountryRow("KEN", "Kenya", 1, 1, "STALE", {"STALE": 1}, "2"),)
    )

    assert viewed(drawn(document, "picture")[0]["svg"])[2] < 700


def test_the_bar_of_classes_is_as_long_as_all_of_them():
    svg = drawings.class_bar([("UNCOVERED", 1), ("COVERED", 3)])

    widths = [float(width) for width in re.findall(r'<rect x="[\d.]+" y="0" width="([\d.]+)"', svg)]
    assert widths == [250, 750]
