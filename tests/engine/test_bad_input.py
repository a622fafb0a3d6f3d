"""A record that cannot be used is named, with its field and the remedy, in one line."""

import json

import pytest

from gaps.engine import Case, CaseError
from gaps.engine.__main__ import main

NEED = {
    "id": "a", "country": "SN", "area": "IR", "current": 1, "target": 2, "quantity": 10,
    "urgency": 3, "modes": ["remote"],
}  # fmt: skip
RESOURCE = {"id": "r", "provider": "p", "areas": ["IR"], "from": 1, "to": 3}


def world(need=(), resource=(), **settings):
    return {
        "as_of": "2026-07-01",
        "areas": {"root": None, "IR": "root"},
        "groups": {"ECOWAS": ["SN"]},
        "needs": [NEED | dict(need)],
        "resources": [RESOURCE | dict(resource)],
        **settings,
    }


def test_the_world_of_these_tests_is_sound():
    assert Case.from_json(world()).needs[0].country == "SN"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", ""), ("area", "root"), ("area", "XX"), ("current", 0), ("current", True),
        ("target", 1), ("target", 6), ("quantity", 0), ("quantity", 2.5), ("quantity", None),
        ("urgency", 6), ("kinds", "training"), ("languages", [1]), ("start", "soon"),
        ("start", 20260701), ("end", "2026-13-01"), ("tlp", "SECRET"), ("tlp", None),
    ],
)  # fmt: skip
def test_a_bad_need_is_named_with_its_field(field, value):
    with pytest.raises(CaseError) as refusal:
        Case.from_json(world(need={field: value}))

    assert str(refusal.value).startswith(f"need a: {field}: ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("provider", None), ("areas", ["XX"]), ("areas", "IR"), ("from", 9), ("to", 1),
        ("capacity", -1), ("capacity", "many"), ("pool", "deep"), ("verified", "yesterday"),
        ("eligible", "all"), ("tlp", 1), ("unstated", ["colour"]),
    ],
)  # fmt: skip
def test_a_bad_resource_is_named_with_its_field(field, value):
    with pytest.raises(CaseError) as refusal:
        Case.from_json(world(resource={field: value}))

    assert str(refusal.value).startswith(f"resource r: {field}: ")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("as_of", None), ("horizon_months", 0), ("max_age_days", -1), ("audience", "RED"),
        ("urgency_weight", {"9": 1}), ("urgency_weight", {"3": 0}), ("relax_cost", {"PRICE": 1}),
        ("oversupply_ratio", "lots"), ("areas", {"IR": "gone"}), ("areas", {"A": "B", "B": "A"}),
        ("groups", {"ECOWAS": "SN"}), ("prerequisites", {"IR": ["gone"]}), ("needs", None),
        ("needs", [1]), ("needs", [NEED, NEED]), ("resources", [{"provider": "p"}]),
    ],
)  # fmt: skip
def test_a_bad_setting_is_refused(setting, value):
    with pytest.raises(CaseError):
        Case.from_json(world(**{setting: value}))


def test_a_window_must_not_end_before_it_starts():
    with pytest.raises(CaseError, match="need a: end: give a date that is not before the start"):
        Case.from_json(world(need={"start": "2026-08-02", "end": "2026-08-01"}))


def test_an_unknown_group_is_named():
    with pytest.raises(CaseError, match=r"resource r: eligible\.groups: 'SADC' is not known"):
        Case.from_json(world(resource={"eligible": {"groups": ["SADC"]}}))


@pytest.mark.parametrize("text", ["", "[1]", '{"as_of": "2026-07-01"}', "{", "NaN", '"\\ud800"'])
def test_the_command_ends_with_status_2_and_one_line(tmp_path, capsys, text):
    bad = tmp_path / "bad.json"
    bad.write_text(text)

    status = main([str(bad)])

    printed = capsys.readouterr()
    assert (status, printed.out, printed.err.count("\n")) == (2, "", 1)


def test_the_command_names_a_missing_file(tmp_path, capsys):
    assert main([str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_the_command_names_record_and_field(tmp_path, capsys):
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(world(need={"quantity": -3})))

    main([str(bad)])

    assert "need a: quantity: give a whole number from 1" in capsys.readouterr().err
