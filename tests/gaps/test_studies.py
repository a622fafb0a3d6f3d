"""Questions to the analyser: what if, what changed, what next."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from capabilities.models import Resource
from gaps import actions, studies, tasks
from gaps.models import Finding, Study
from portal.access import TLP, Audience
from tests.factories import (
    TODAY,
    CountryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(monkeypatch):
    """Work studies out where they are asked for, as a worker would."""
    monkeypatch.setattr(tasks.answer_study, "delay", studies.answer)


def page(response):
    return " ".join(response.content.decode().split())


def draft(client, name="More places"):
    response = client.post("/studies/draft", {"name": name})
    return Study.objects.get(public_id=response.headers["Location"].rpartition("/")[2])


def test_a_scenario_is_put_together_worked_out_and_shows_its_exact_gain(
    client, analyst, course, analysed, at_once
):
    analysed()
    client.force_login(analyst)
    study = draft(client)

    client.post(
        f"/studies/{study.public_id}/add/change-offer",
        {"change-offer-resource": "lab course", "change-offer-capacity": "9"},
    )
    client.post(f"/studies/{study.public_id}/ask")

    shown = page(client.get(f"/studies/{study.public_id}"))
    assert "It would close this much of the gap: <strong>15</strong>" in shown
    assert "Lab course changed: capacity 4 → 9" in shown
    study.refresh_from_db()
    assert study.outcome["gain"] == 15
    assert Resource.objects.get().capacity == 4


def test_every_kind_of_change_can_be_added_and_taken_out_again(
    client, analyst, course, analysed, at_once
):
    CountryFactory(iso3="KEN", iso2="KE", name="Kenya")
    analysed()
    client.force_login(analyst)
    study = draft(client)
    forms = {
        "new-offer": {"area": "FOR-02", "capacity": "3", "languages": [], "kinds": ["training"]},
        "remove-offer": {"resource": course.public_id},
        "new-need": {
            "country": "KEN", "area": "FOR-02", "current": "1", "target": "2", "quantity": "5",
            "urgency": "2",
        },
        "remove-need": {"country": "SEN", "area": "FOR-02"},
    }  # fmt: skip
    for act, fields in forms.items():
        data = {f"{act}-{name}": value for name, value in fields.items()}
        response = client.post(f"/studies/{study.public_id}/add/{act}", data)
        assert response.status_code == 302, page(response)

    client.post(f"/studies/{study.public_id}/ask")

    study.refresh_from_db()
    assert study.error == ""
    assert study.outcome["summary"] == {
        "opened": 1, "closed": 1, "worsened": 0, "improved": 0, "reclassified": 0
    }  # fmt: skip
    for line in client.get(f"/studies/{study.public_id}").context["lines"]:
        entry = {"act": line.entry.act, "table": line.entry.table, "id": line.entry.id}
        client.post(f"/studies/{study.public_id}/drop", entry)
    study.refresh_from_db()
    assert not any(rows for tables in study.changes.values() for rows in tables.values())
    assert (study.status, study.outcome) == (Study.Status.DRAFT, None)


@pytest.mark.parametrize(
    ("act", "fields", "message"),
    [
        ("change-offer", {"resource": "Nothing"}, "No offer that you may see has this name"),
        ("change-offer", {"resource": "Lab course"}, "Say what changes"),
        (
            "change-offer",
            {"resource": "Lab course", "capacity": "4", "is_unlimited": "on"},
            "not both",
        ),
        ("new-offer", {"area": "XX"}, "Select a valid choice"),
        ("new-need", {"current": "3", "target": "2"}, "Choose a level above"),
        ("remove-need", {"country": "SEN", "area": "FOR-09"}, "Select a valid choice"),
    ],
)
def test_a_change_filled_in_wrongly_comes_back_with_the_reason(
    client, analyst, course, analysed, act, fields, message
):
    analysed()
    client.force_login(analyst)
    study = draft(client)

    data = {f"{act}-{name}": value for name, value in fields.items()}
    response = client.post(f"/studies/{study.public_id}/add/{act}", data)

    assert response.status_code == 422
    assert message in page(response)
    study.refresh_from_db()
    assert study.changes == {}


def test_an_empty_scenario_is_not_worked_out(client, analyst, course, analysed):
    analysed()
    client.force_login(analyst)
    study = draft(client)

    response = client.post(f"/studies/{study.public_id}/ask", follow=True)

    assert "Add at least one change first." in page(response)


def test_the_smallest_fix_of_a_gap_is_tried_with_one_click(
    client, analyst, course, analysed, at_once
):
    Resource.objects.update(last_verified=TODAY - timedelta(days=1000))
    analysed()
    client.force_login(analyst)
    finding = Finding.objects.visible_to(analyst).select_related("need").get()
    assert "Try this fix" in page(client.get(finding.get_absolute_url()))

    shown = page(client.post(f"{finding.get_absolute_url()}/try", follow=True))

    assert "Smallest fix for Senegal: Mobile forensics, level 3" in shown
    assert Study.objects.get().outcome["gain"] == 12


def test_a_gap_that_nothing_is_offered_for_is_tried_with_a_new_offer(
    client, analyst, course, analysed, at_once
):
    Resource.objects.all().delete()
    analysed()
    client.force_login(analyst)
    finding = Finding.objects.visible_to(analyst).select_related("need").get()

    client.post(f"{finding.get_absolute_url()}/try")

    assert Study.objects.get().outcome["gain"] == 30


def test_a_scenario_is_seen_by_those_who_made_it_and_nobody_else(
    client, analyst, reviewer, course, analysed
):
    analysed()
    client.force_login(analyst)
    study = draft(client, "Secret plan")
    colleague = UserFactory(organisation=analyst.organisation)
    addresses = [study.get_absolute_url(), f"/api/v1/what-if/{study.public_id}"]

    for reader, status in ((colleague, 200), (reviewer, 404), (UserFactory(), 404), (None, 404)):
        client.logout()
        if reader:
            client.force_login(reader)
            assert ("Secret plan" in page(client.get("/studies"))) == (status == 200)
        assert {client.get(address).status_code for address in addresses} == {status}
        if status == 404:
            for act in ("ask", "drop", "delete", "add/new-need"):
                assert client.post(f"{study.get_absolute_url()}/{act}").status_code == 404


def test_two_runs_are_compared_with_the_record_and_the_day_that_opened_a_gap(
    client, analyst, course, analysed, at_once
):
    Resource.objects.update(capacity_rule="unlimited", capacity=None, ends=TODAY + timedelta(30))
    first, second = (
        analysed(Audience.GREEN, as_of=day) for day in (TODAY, TODAY + timedelta(days=60))
    )
    client.force_login(analyst)

    response = client.post(
        "/studies/compare", {"earlier": first.public_id, "later": second.public_id}, follow=True
    )

    day = TODAY + timedelta(days=30)
    assert f"Lab course ended on {day.day} {day:%B %Y}" in page(response)
    assert Study.objects.get().outcome["summary"]["opened"] == 1


def test_a_record_that_was_removed_is_still_named_to_those_who_could_see_it(
    client, analyst, course, analysed, at_once
):
    first = analysed(Audience.GREEN)
    Resource.objects.all().delete()
    second = analysed(Audience.GREEN)
    client.force_login(analyst)

    response = client.post(
        "/studies/compare", {"earlier": first.public_id, "later": second.public_id}, follow=True
    )

    assert "Lab course was removed" in page(response)


def test_a_record_restricted_since_is_named_no_more(client, analyst, course, analysed, at_once):
    first = analysed(Audience.GREEN)
    Resource.objects.update(tlp=TLP.AMBER)
    second = analysed(Audience.GREEN)
    client.force_login(analyst)

    response = client.post(
        "/studies/compare", {"earlier": first.public_id, "later": second.public_id}, follow=True
    )

    assert "A resource was removed" in page(response)
    assert "Lab course" not in page(response)


def test_runs_for_different_readers_are_not_compared(client, reviewer, course, analysed):
    first, second = analysed(Audience.CLEAR), analysed(Audience.GREEN)
    client.force_login(reviewer)

    response = client.post(
        "/studies/compare", {"earlier": first.public_id, "later": second.public_id}
    )

    assert response.status_code == 422
    assert "for the same readers" in page(response)
    with pytest.raises(actions.StudyRefused):
        actions.compare_runs(earlier=first, later=second, by=reviewer)


def test_the_next_best_steps_are_worked_out_once_for_whoever_asks(
    client, analyst, partner, course, analysed, at_once
):
    analysed()
    for person in (analyst, partner):
        client.force_login(person)
        shown = page(client.post("/studies/plan", follow=True))
        assert "Add 20 places to Lab course" in shown

    assert Study.objects.get().outcome["gain"] == 18


@pytest.mark.parametrize("person", ["administrator", None])
def test_those_who_may_not_ask_are_refused(client, course, analysed, person, request):
    run = analysed()
    if person:
        client.force_login(request.getfixturevalue(person))

    posted = [
        client.post("/studies/draft", {"name": "x"}),
        client.post("/studies/plan"),
        client.post("/api/v1/what-if", {"name": "x", "changes": {}}, "application/json"),
    ]

    assert {response.status_code for response in posted} == {403}
    assert not Study.objects.exists()
    assert "What changed since the run before" not in page(client.get(run.get_absolute_url()))


def test_the_api_asks_and_answers_with_exact_numbers(client, partner, course, analysed, at_once):
    analysed()
    client.force_login(partner)
    changes = {"change": {"resources": [{"id": course.public_id, "capacity": 5}]}}

    asked = client.post(
        "/api/v1/what-if", {"name": "One more", "changes": changes}, "application/json"
    )

    assert asked.status_code == 202
    answer = client.get(f"/api/v1/what-if/{asked.json()['id']}").json()
    assert (answer["status"], answer["outcome"]["gain"]) == ("done", 3)
    assert answer["outcome"]["cells"][0]["moved_by"][0]["id"] == course.public_id
    assert client.delete(f"/api/v1/what-if/{answer['id']}").status_code == 204
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": "x", "changes": {"drop": {}}}, "changes: drop: give add, change or remove"),
        (
            {"name": "x", "changes": {"add": {"needs": [{"id": "n", "country": "SEN"}]}}},
            "need n: area",
        ),
        ({"name": "x", "changes": []}, "Expected a dictionary"),
        ({"name": "x", "changes": {}}, "Add at least one change"),
        ({"changes": {}}, "required"),
        ({"name": "x", "run": "nope", "changes": {}}, "run"),
    ],
)
def test_the_api_names_what_is_wrong_with_a_scenario(
    client, partner, course, analysed, body, message
):
    analysed()
    client.force_login(partner)

    response = client.post("/api/v1/what-if", body, "application/json")

    assert response.status_code == 400
    assert message in json.dumps(response.json())


def test_a_change_of_a_record_that_the_run_does_not_know_fails_with_the_reason(
    client, partner, course, analysed, at_once
):
    analysed()
    client.force_login(partner)
    body = {"name": "x", "changes": {"remove": {"resources": ["2345678abcde"]}}}

    asked = client.post("/api/v1/what-if", body, "application/json").json()

    answer = client.get(f"/api/v1/what-if/{asked['id']}").json()
    assert answer["status"] == "failed"
    assert answer["error"] == "resource 2345678abcde: id: is not a resource of this run"


def test_a_study_whose_doorbell_was_lost_is_found_again(client, analyst, course, analysed):
    analysed()
    client.force_login(analyst)
    client.post("/studies/plan")
    study = Study.objects.get()
    assert studies.stuck() == []

    Study.objects.update(asked=study.asked - timedelta(minutes=1))

    assert studies.stuck() == [study.pk]
    assert studies.answer(study.pk)
    assert not studies.answer(study.pk)
    assert studies.stuck() == []


def test_an_administrator_may_not_change_a_scenario(administrator, analyst, course, analysed):
    run = analysed(Audience.CLEAR)
    study = actions.draft_scenario(run=run, name="x", by=analyst)

    with pytest.raises(PermissionDenied):
        actions.edit_scenario(study=study, changes={}, by=administrator)
