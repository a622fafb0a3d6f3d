"""The proof of a run: made again from the records it read, in here and from outside."""

import pytest

from capabilities.models import Resource
from gaps import actions, snapshot, tasks
from gaps.engine import Case, assess
from gaps.models import Run
from portal.access import TLP, Audience

pytestmark = pytest.mark.django_db(transaction=True)


def page(response):
    return " ".join(response.content.decode().split())


def test_a_reviewer_makes_a_run_again_and_everything_is_equal(
    client, reviewer, course, analysed, monkeypatch
):
    run = analysed()
    Resource.objects.all().delete()
    client.force_login(reviewer)
    monkeypatch.setattr(tasks.analyse, "delay", tasks.analyse)

    client.post(f"/runs/{run.public_id}/check/start")

    check = Run.objects.get(checks=run)
    assert (check.status, check.error) == (Run.Status.DONE, "")
    assert "equal, and the proof holds on all 1 steps" in page(
        client.get(f"/runs/{run.public_id}/check")
    )


def test_a_reviewer_downloads_the_exact_case_and_it_gives_the_fingerprint(
    client, reviewer, course, analysed
):
    run = analysed()
    Resource.objects.update(capacity=1)
    client.force_login(reviewer)

    response = client.get(f"/runs/{run.public_id}/case.json")

    assert f'filename="run-{run.public_id}-TLP-CLEAR.json"' in response["Content-Disposition"]
    assert assess(Case.from_json(response.json())).fingerprint == run.fingerprint


def test_a_case_with_a_record_restricted_since_is_not_handed_out(
    client, reviewer, course, analysed
):
    run = analysed()
    Resource.objects.update(tlp=TLP.RED)
    client.force_login(reviewer)

    response = client.get(f"/runs/{run.public_id}/case.json", follow=True)

    assert "have been restricted since" in page(response)


@pytest.mark.parametrize("person", ["analyst", "officer", "partner", "administrator"])
def test_only_reviewers_get_the_case_or_start_a_check(client, course, analysed, person, request):
    run = analysed(Audience.CLEAR)
    client.force_login(request.getfixturevalue(person))

    assert client.get(f"/runs/{run.public_id}/case.json").status_code == 403
    assert client.post(f"/runs/{run.public_id}/check/start").status_code == 403
    assert "Make it again" not in page(client.get(f"/runs/{run.public_id}/check"))


def test_a_run_that_noted_no_moment_says_that_it_cannot_be_made_again(reviewer, course, analysed):
    run = analysed()
    Run.objects.update(moment="")
    run.refresh_from_db()

    with pytest.raises(actions.StudyRefused, match="were not kept"):
        actions.check_run(run=run, by=reviewer)
    with pytest.raises(snapshot.CaseNotKept):
        snapshot.case_of(run)
