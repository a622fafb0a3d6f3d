"""The engine on the command line."""

import io
import json
from pathlib import Path

import pytest

from gaps.engine.__main__ import main

CASES = Path(__file__).parent.parent / "cases"
ONE, TWO = CASES / "01_urgency_shares.json", CASES / "02_urgent_full_then_rest.json"


def printed(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_comparison_names_what_changed_and_why(capsys):
    assert main(["compare", str(ONE), str(TWO)]) == 0

    told = printed(capsys)
    assert told["summary"] == {
        "opened": 0, "closed": 1, "worsened": 0, "improved": 1, "reclassified": 0
    }  # fmt: skip
    moved = told["cells"][0]["moved_by"][0]
    assert (moved["id"], moved["what"]) == ("r", "capacity 6 → 12")


def test_interventions_close_the_gap_they_say(capsys):
    assert main(["interventions", str(ONE), "-n", "1"]) == 0

    plan = printed(capsys)
    assert (plan["before"], plan["after"], plan["gain"]) == (34, 0, 34)
    assert plan["interventions"][0]["gain"] == 34


def test_no_intervention_is_listed_that_closes_nothing(capsys):
    assert main(["interventions", str(CASES / "04_fractional_fairness.json"), "-n", "5"]) == 0

    assert [act["gain"] for act in printed(capsys)["interventions"]] == [60]


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_of_interventions_starts_at_one(number):
    with pytest.raises(SystemExit) as refusal:
        main(["interventions", str(ONE), "-n", number])

    assert refusal.value.code == 2


def test_lines_give_a_result_or_an_error_each_and_go_on(tmp_path, capsys):
    good = json.dumps(json.loads(ONE.read_text()))
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join([good, '{"as_of": "soon"}', "not json", good]) + "\n")

    assert main(["--lines", str(cases)]) == 0

    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [set(r) == {"error"} for r in results] == [False, True, True, False]
    assert results[1]["error"].startswith("case: ")
    assert results[0] == results[3]


def test_a_line_that_is_no_text_spoils_no_other(tmp_path, capsys):
    good = json.dumps(json.loads(ONE.read_text())).encode()
    cases = tmp_path / "cases.jsonl"
    cases.write_bytes(b"\xff\xfe\xff\n" + good + b"\n")

    assert main(["--lines", str(cases)]) == 0

    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [set(r) == {"error"} for r in results] == [True, False]


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_cases_come_from_standard_input_too(monkeypatch, capsys, arguments):
    monkeypatch.setattr("sys.stdin", io.StringIO(ONE.read_text()))

    assert main(arguments) == 0
    assert printed(capsys)["cells"]["GH|IR"]["allocated"] == 1


def test_a_bad_case_leaves_no_file_behind(tmp_path, capsys):
    bad, out = tmp_path / "bad.json", tmp_path / "out.json"
    bad.write_text("{}")

    assert main([str(bad), "-o", str(out)]) == 2
    assert not out.exists()
    assert capsys.readouterr().err.count("\n") == 1


def test_a_comparison_with_a_bad_case_names_that_file(tmp_path, capsys):
    bad = tmp_path / "bad.json"
    bad.write_text('{"as_of": 3}')

    assert main(["compare", str(ONE), str(bad)]) == 2
    assert capsys.readouterr().err.startswith(f"{bad}: case: as_of: ")


@pytest.mark.parametrize("command", ["compare", "what-if"])
def test_a_forgotten_file_is_asked_for(command, capsys):
    with pytest.raises(SystemExit) as refusal:
        main([command, str(ONE)])

    assert refusal.value.code == 2
    assert "required: " in capsys.readouterr().err


def test_a_file_that_cannot_be_had_is_named(tmp_path, capsys):
    assert main([str(ONE), "-o", str(tmp_path / "no" / "folder.json")]) == 2
    assert main([str(tmp_path / "none.json")]) == 2

    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"{tmp_path / 'no' / 'folder.json'}: No such file or directory",
        f"{tmp_path / 'none.json'}: No such file or directory",
    ]


def test_a_deeply_nested_file_is_refused_in_one_line(tmp_path, capsys):
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 100_000)

    assert main([str(deep)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_if_says_what_some_changes_would_gain(tmp_path, capsys):
    changes = tmp_path / "changes.json"
    changes.write_text(json.dumps({"change": {"resources": [{"id": "r", "capacity": 12}]}}))

    assert main(["what-if", str(ONE), str(changes)]) == 0

    told = printed(capsys)
    assert told["gain"] == told["before"]["weighted_gap"] - told["after"]["weighted_gap"] > 0


def test_a_check_proves_the_division_of_a_case(capsys):
    assert main(["check", str(ONE)]) == 0

    said = printed(capsys)
    assert said["faults"] == []
    assert said["need_steps"] > 0
