"""The worked cases that ship with the project: a case in, the agreed result out."""

import json
from pathlib import Path

import pytest

from gaps.engine import Case, assess
from gaps.engine.__main__ import main

CASES = Path(__file__).parent.parent / "cases"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in CASES.glob("*.expected.json"))


def load(name):
    return json.loads((CASES / name).read_text(encoding="utf-8"))


def published(result):
    """The result without the keys that are beyond the contract."""
    return {key: value for key, value in result.items() if not key.startswith("_")}


def test_there_are_worked_cases():
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_worked_case_gives_its_agreed_result(name):
    result = assess(Case.from_json(load(f"{name}.json")))

    assert published(result.to_json()) == load(f"{name}.expected.json")


@pytest.mark.parametrize("name", NAMES)
def test_a_case_reads_back_as_it_was_written(name):
    case = Case.from_json(load(f"{name}.json"))

    assert Case.from_json(case.to_json()) == case


def test_the_command_writes_the_result_to_a_file(tmp_path):
    written = tmp_path / "result.json"

    status = main([str(CASES / "01_urgency_shares.json"), "-o", str(written)])

    assert status == 0
    assert published(json.loads(written.read_text())) == load("01_urgency_shares.expected.json")
