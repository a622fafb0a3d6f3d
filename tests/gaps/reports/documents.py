"""Documents of reports for tests: one to read, and any that Hypothesis thinks of."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from gaps.reports import document as d

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-(10**12), 10**12)


def _of(kind: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **given)


st.register_type_strategy(str, texts)
counts = st.dictionaries(texts, numbers, max_size=3)


def _several(kind: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(_of(kind, **given), max_size=3).map(tuple)


documents = st.builds(
    d.Document,
    version=numbers,
    sections=_several(d.Section, paragraphs=st.lists(texts, max_size=3).map(tuple)),
    figures=_several(d.Figure),
    by_class=_several(d.ClassRow, count=numbers),
    by_country=_several(d.CountryRow, needs=numbers, gaps=numbers, counts=counts),
    by_area=_several(d.AreaRow, needs=numbers, gaps=numbers, counts=counts),
    trend=_several(d.TrendPoint, open=numbers),
    findings=_several(d.FindingRow, step=numbers, slots=numbers),
    comments=_several(d.CountryComment),
    notes=st.lists(texts, max_size=3).map(tuple),
    format=st.just(d.FORMAT),
)


def a_document(**changed: Any) -> d.Document:
    """A small report on two countries."""
    return replace(_SMALL, **changed)


_SMALL = d.Document(
    id="rep234567ghj",
    version=2,
    title="Gaps in Eastern Africa",
    label="TLP:GREEN",
    language="en",
    audience=d.Named("GREEN", "Members (up to TLP:GREEN)"),
    scope=d.Scope("region", "eastern-africa", "Eastern Africa"),
    run=d.RunFacts("run234567ghj", "ab" * 32, "1.4", "2026-11-01", "2026-11-02T03:04:05Z"),
    published="2026-11-20T09:30:00Z",
    sections=(
        d.Section("What stands out", ("Two countries lack phone labs.", "Nobody offers them.")),
    ),
    figures=(
        d.Figure("needs", "Needs", "3"),
        d.Figure("gaps", "Gaps", "2"),
        d.Figure("weighted_gap", "Gap: missing places × urgency", "37.5"),
    ),
    by_class=(
        d.ClassRow("UNCOVERED", "Nothing offered", True, 2, "37.5"),
        d.ClassRow("COVERED", "Covered", False, 1, "0"),
    ),
    by_country=(
        d.CountryRow("MUS", "Mauritius", 1, 1, "UNCOVERED", {"UNCOVERED": 1}, "25"),
        d.CountryRow("KEN", "Kenya", 2, 1, "UNCOVERED", {"UNCOVERED": 1, "COVERED": 1}, "12.5"),
    ),
    by_area=(
        d.AreaRow("FOR-02", "Phones", 3, 2, "UNCOVERED", {"UNCOVERED": 2, "COVERED": 1}, "37.5"),
    ),
    trend=(
        d.TrendPoint("2026-10-01", "run0old4567g", 3, "41"),
        d.TrendPoint("2026-11-01", "run234567ghj", 2, "37.5"),
    ),
    findings=(
        d.FindingRow(
            need="need234567gh",
            step=1,
            country="MUS",
            country_name="Mauritius",
            area="FOR-02",
            area_name="Phones",
            gap_class="UNCOVERED",
            class_name="Nothing offered",
            sentence="Nobody in the directory offers help with “Phones”.",
            fix="Find or commission an offer in “Phones”.",
            slots=5,
            missing="5",
            weighted_gap="25",
            grade="B2",
            evidence="2026-09-01",
            label="TLP:GREEN",
            action="commission",
            action_name="Commission a new offer",
        ),
        d.FindingRow(
            need="need765432gh",
            step=2,
            country="KEN",
            country_name="Kenya",
            area="FOR-02",
            area_name="Phones",
            gap_class="UNCOVERED",
            class_name="Nothing offered",
            sentence="Nobody in the directory offers help with “Phones”.",
            fix="",
            slots=10,
            missing="2.5",
            weighted_gap="12.5",
            grade="F6",
            evidence="",
            label="TLP:CLEAR",
            action="",
            action_name="",
        ),
    ),
    comments=(
        d.CountryComment(
            "KEN", "Kenya", "Ministry of the Interior", "We agree.", "2026-11-19T08:00:00Z"
        ),
    ),
    notes=("Two cells were left out: fewer than three organisations stand behind them.",),
    licence="CC BY 4.0",
    source="Cyber Capability Portal, run run234567ghj",
    borders="The map endorses no border and no name.",
)
