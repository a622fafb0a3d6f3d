"""Writing a need down page by page, following it, and deciding on it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from capabilities import actions
from capabilities.models import Need, NeedDraft, NeedOutcome
from capabilities.questions import QUESTIONS
from capabilities.workflow import Status
from portal.access import TLP, Role
from tests.capabilities.need_stories import ANSWERS, submitted_need, written_draft
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    DeskFactory,
    GroupFactory,
    IndicativeNeedFactory,
    NeedFactory,
    SubmittedNeedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STEPS = [question.name for question in QUESTIONS]


@pytest.fixture
def at_desk(client, officer):
    client.force_login(officer)
    return client


def given(step, area="FOR-02"):
    """What an officer fills in at one step."""
    fields = {question.name: question.base_fields for question in QUESTIONS}[step]
    return {name: value for name, value in {**ANSWERS, "area": area}.items() if name in fields}


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# ------------------------------------------------------------------ the wizard


def test_an_officer_writes_a_need_down_question_by_question_and_submits_it(at_desk, officer):
    AreaFactory(code="FOR-02", name="Mobile device forensics", default_tlp=TLP.AMBER)
    agency = AgencyFactory(owner=officer.organisation)
    began = at_desk.post("/needs/new", {"agency": agency.public_id, "token": "t1"})
    draft = NeedDraft.objects.get()
    assert began.url == f"/needs/drafts/{draft.public_id}/area"

    for step, following in zip(STEPS, [*STEPS[1:], "check"], strict=True):
        address = f"/needs/drafts/{draft.public_id}/{step}"
        assert at_desk.get(address).status_code == 200
        answered = at_desk.post(address, given(step))
        assert answered.url == f"/needs/drafts/{draft.public_id}/{following}"
    checked = at_desk.get(answered.url)
    for words in ("Mobile device forensics", "French", "12", "Any way of delivery", "TLP:AMBER"):
        assert words in text(checked)
    submitted = at_desk.post(f"/needs/drafts/{draft.public_id}/submit", {"token": "t2"})

    need = Need.objects.get()
    assert submitted.url == need.get_absolute_url() == f"/needs/{draft.public_id}"
    assert (need.status, need.quantity, need.agency) == (Status.SUBMITTED, 12, agency)
    page = text(at_desk.get(submitted.url))
    assert "Any reviewer" in page
    assert "Withdraw" in page


def test_the_start_sent_twice_begins_one_draft(at_desk, officer):
    agency = AgencyFactory(owner=officer.organisation)
    for _ in range(2):
        at_desk.post("/needs/new", {"agency": agency.public_id, "token": "same"})

    assert NeedDraft.objects.count() == 1


def test_the_last_form_sent_twice_goes_to_one_need(at_desk, officer):
    draft = written_draft(officer)
    sent = [
        at_desk.post(f"/needs/drafts/{draft.public_id}/submit", {"token": token}).url
        for token in ("a", "a", "b")
    ]

    assert len(set(sent)) == Need.objects.count() == 1


def test_a_draft_is_gone_on_with_by_a_colleague_on_another_machine(client, officer):
    draft = written_draft(officer)
    colleague = UserFactory(role=Role.OFFICER, organisation=officer.organisation)
    client.force_login(colleague)

    assert draft.get_absolute_url() in client.get("/needs").content.decode()
    page = client.get(f"/needs/drafts/{draft.public_id}/quantity").content.decode()

    assert 'value="12"' in page


@pytest.mark.parametrize("step", [step for step in STEPS if step != "evidence"])
def test_an_empty_answer_is_refused_with_a_summary_and_nothing_is_kept(at_desk, officer, step):
    draft = NeedDraft.objects.create(agency=AgencyFactory(owner=officer.organisation), by=officer)

    refused = at_desk.post(f"/needs/drafts/{draft.public_id}/{step}", {})

    assert refused.status_code == 422
    assert "There is a problem" in text(refused)
    draft.refresh_from_db()
    assert draft.answers == {}


def test_a_draft_that_is_not_complete_names_what_is_missing(at_desk, officer):
    draft = written_draft(officer)
    del draft.answers["quantity"]
    draft.save()

    assert "Not answered yet" in text(at_desk.get(draft.get_absolute_url()))
    refused = at_desk.post(f"/needs/drafts/{draft.public_id}/submit", {"token": "t"})

    assert refused.status_code == 422
    assert "Enter how many people, labs or cases need help." in text(refused)
    assert f"/needs/drafts/{draft.public_id}/quantity?return=check" in refused.content.decode()
    assert not Need.objects.exists()


def test_a_change_made_from_the_check_goes_back_to_it(at_desk, officer):
    draft = written_draft(officer)

    changed = at_desk.post(
        f"/needs/drafts/{draft.public_id}/quantity?return=check", {"quantity": 7}
    )

    assert changed.url.endswith("/check")
    draft.refresh_from_db()
    assert draft.answers["quantity"] == 7


def test_areas_are_found_by_words_of_name_definition_or_group(at_desk, officer):
    draft = NeedDraft.objects.create(agency=AgencyFactory(owner=officer.organisation), by=officer)
    AreaFactory(code="FOR-02", name="Mobile device forensics", definition="Reading phones")
    money = GroupFactory(code="FIN", name="Tracing money")
    AreaFactory(code="FIN-01", name="Virtual assets", parent=money)
    address = f"/needs/drafts/{draft.public_id}/area"

    def found(q):
        page = at_desk.get(address, {"q": q}).content.decode()
        return set(re.findall(r'name="area" value="([^"]+)"', page))

    assert found("phones") == {"FOR-02"}
    assert found("money assets") == {"FIN-01"}
    assert found("nothing like it") == set()
    assert "No area has these words" in text(at_desk.get(address, {"q": "xyz"}))
    assert found("") == {"FOR-02", "FIN-01"}


def test_the_usual_label_of_the_area_is_chosen_beforehand_and_a_lower_one_wants_a_reason(
    at_desk, officer
):
    area = AreaFactory(default_tlp=TLP.AMBER)
    draft = written_draft(officer, area=area.code)
    for name in ("tlp", "label_reason"):
        del draft.answers[name]
    draft.save()
    address = f"/needs/drafts/{draft.public_id}/label"

    assert re.search(r'value="AMBER"[^>]*checked', at_desk.get(address).content.decode())
    assert at_desk.post(address, {"tlp": "CLEAR"}).status_code == 422
    assert at_desk.post(address, {"tlp": "CLEAR", "label_reason": "Public."}).status_code == 302


def test_the_check_shows_what_the_agency_asked_for_before(at_desk, officer):
    draft = written_draft(officer)
    area = AreaFactory(code=draft.answers["area"])
    SubmittedNeedFactory(by=officer, agency=draft.agency, area=area, quantity=77)
    NeedFactory(area=area, quantity=88)  # another agency's

    page = text(at_desk.get(f"/needs/drafts/{draft.public_id}/check"))

    assert "for 77" in page
    assert "for 88" not in page


def test_a_draft_is_deleted_after_asking_once(at_desk, officer):
    draft = written_draft(officer)
    address = f"/needs/drafts/{draft.public_id}/delete"

    assert "All its answers are lost" in text(at_desk.get(address))
    at_desk.post(address)

    assert not NeedDraft.objects.exists()
    assert at_desk.get(draft.get_absolute_url()).status_code == 404


def test_an_officer_without_an_agency_is_told_what_to_do(at_desk):
    assert "Ask an administrator" in text(at_desk.get("/needs/new"))


# ------------------------------------------------------------------ following and deciding


def test_questions_are_answered_in_the_same_form(client, officer, reviewer):
    need = submitted_need(officer)
    client.force_login(reviewer)
    client.post(f"/needs/{need.public_id}/move/returned", {"reason": "How many phones?"})
    client.force_login(officer)

    page = text(client.get(need.get_absolute_url()))
    assert "How many phones?" in page
    assert str(need.agency) in page
    opened = client.post(f"/needs/{need.public_id}/revise")
    client.post(f"/needs/drafts/{need.public_id}/quantity", {"quantity": 40})
    assert "You were asked:" in text(client.get(opened.url))
    client.post(f"/needs/drafts/{need.public_id}/submit", {"token": "t", "note": "Forty."})

    need.refresh_from_db()
    assert (need.status, need.quantity) == (Status.SUBMITTED, 40)
    assert "Forty." in text(client.get(need.get_absolute_url()))


def test_a_reviewer_takes_a_need_from_the_queue_to_met(client, officer, reviewer):
    need = submitted_need(officer)
    client.force_login(reviewer)
    assert need.get_absolute_url() in client.get("/needs/queue").content.decode()

    for to, data in (
        ("accepted", {"reason": "Plain."}),
        ("being_met", {"reason": "INTERPOL trains them."}),
        ("met", {"reason": "Seen.", "helped": "fully", "helpers": "INTERPOL"}),
    ):
        address = f"/needs/{need.public_id}/move/{to}"
        assert client.get(address).status_code == 200
        assert client.post(address, {}).status_code == 422
        client.post(address, data)

    need.refresh_from_db()
    assert need.status == Status.MET
    assert NeedOutcome.objects.get().helpers == "INTERPOL"
    assert need.get_absolute_url() not in client.get("/needs/queue").content.decode()


def test_whoever_comes_second_is_told(client, officer, reviewer):
    need = submitted_need(officer)
    client.force_login(reviewer)
    form = f"/needs/{need.public_id}/move/accepted"
    client.get(form)
    actions.move(need=need, to=Status.DECLINED, by=reviewer, reason="Not ours.")

    told = client.post(form, {"reason": "Plain."}, follow=True)

    assert "cannot take that step now" in text(told)
    need.refresh_from_db()
    assert need.status == Status.DECLINED


def test_an_officer_withdraws_with_a_reason_and_says_how_it_ended(at_desk, officer):
    need = submitted_need(officer)
    at_desk.post(f"/needs/{need.public_id}/move/withdrawn", {"reason": "Bought by ourselves."})
    at_desk.post(f"/needs/{need.public_id}/outcome", {"helped": "nobody"})

    need.refresh_from_db()
    assert need.status == Status.WITHDRAWN
    assert "Nobody helped" in text(at_desk.get(need.get_absolute_url()))


def test_an_officer_cannot_decide_on_the_own_need(at_desk, officer):
    need = submitted_need(officer)

    for to in ("accepted", "returned", "declined", "met", "submitted", "nonsense"):
        at_desk.post(f"/needs/{need.public_id}/move/{to}", {"reason": "x", "helped": "nobody"})
    at_desk.post(f"/needs/{need.public_id}/pass-on", {"reason": "x"})

    need.refresh_from_db()
    assert need.status == Status.SUBMITTED
    assert need.moves.count() == 1


def test_the_queue_narrows_to_the_own_desks_oldest_first(client, officer, reviewer):
    mine = DeskFactory(organisation=reviewer.organisation)
    old, new, other = (
        SubmittedNeedFactory(by=officer, submission__desk=desk) for desk in (mine, mine, None)
    )
    old.submission.since = timezone.now() - timedelta(days=9)
    old.submission.save()
    client.force_login(reviewer)

    listed = client.get("/needs/queue", {"turn": "mine"}).content.decode()

    assert listed.index(old.public_id) < listed.index(new.public_id)
    assert other.public_id not in listed


# ------------------------------------------------------------------ who sees what

NOT_THEIRS = ["visitor", Role.ANALYST, Role.OFFICER, Role.PARTNER, Role.ADMINISTRATOR, "colleague"]


@pytest.mark.parametrize("kind", NOT_THEIRS)
def test_a_need_on_its_way_does_not_exist_for_others_whatever_its_label(client, officer, kind):
    need = submitted_need(officer, tlp="CLEAR", label_reason="x")
    draft = written_draft(officer)
    if kind == "colleague":
        client.force_login(UserFactory(organisation=officer.organisation))
    elif kind != "visitor":
        client.force_login(UserFactory(role=kind))

    for method in ("get", "post"):
        for part in ("", "/move/withdrawn", "/pass-on", "/outcome", "/revise"):
            asked, absent = (
                getattr(client, method)(f"/needs/{name}{part}", {"reason": "x"})
                for name in (need.public_id, "222222222222")
            )
            assert same(asked, absent, need.public_id)
        for part in ("", "/area", "/check", "/submit", "/delete"):
            asked, absent = (
                getattr(client, method)(f"/needs/drafts/{name}{part}", {})
                for name in (draft.public_id, "222222222222")
            )
            assert same(asked, absent, draft.public_id)
    assert need.moves.count() == 1
    for listed in ("/needs", "/needs/queue"):
        assert need.public_id not in client.get(listed).content.decode()


def same(asked, absent, public_id):
    """Whether both answers are alike but for the id that was asked for."""
    assert asked.status_code in (302, 404, 405)

    def shown(response):
        location = response.headers.get("Location", "")
        return response.status_code, location.replace(public_id, "222222222222")

    return shown(asked) == shown(absent)


def test_an_accepted_need_has_a_page_for_all_who_may_see_it_without_its_way(
    client, officer, reviewer
):
    need = submitted_need(officer, tlp="CLEAR", label_reason="Said in private")
    actions.move(need=need, to=Status.ACCEPTED, by=reviewer, reason="Between us")

    page = text(client.get(need.get_absolute_url()))

    assert "Phones of suspects wait a year." in page
    for inner in ("Between us", "Said in private", "Its way so far", "Who has it"):
        assert inner not in page
    assert client.get(IndicativeNeedFactory().get_absolute_url()).status_code == 200


def test_people_of_other_organisations_are_not_named_to_the_agency(client, officer, reviewer):
    need = submitted_need(officer)
    actions.move(need=need, to=Status.ACCEPTED, by=reviewer, reason="Plain.")
    client.force_login(officer)

    page = text(client.get(need.get_absolute_url()))

    assert reviewer.email not in page
    assert str(reviewer.organisation) in page


# ------------------------------------------------------------------ cost


@pytest.mark.parametrize(("address", "role"), [("/needs", "officer"), ("/needs/queue", "reviewer")])
def test_a_list_takes_as_many_queries_for_twenty_as_for_one(client, officer, address, role):
    reader = officer if role == "officer" else UserFactory(role=role)
    client.force_login(reader)
    counts = []
    for more in (1, 19):
        for _ in range(more):
            desk = DeskFactory()
            SubmittedNeedFactory(by=officer, submission__desk=desk)
            written_draft(officer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries) - session_queries(queries))

    assert counts[0] == counts[1] <= 8


def session_queries(queries):
    """Those that find out who is asking, on every page alike."""
    return sum("django_session" in q["sql"] or 'FROM "portal_user"' in q["sql"] for q in queries)
