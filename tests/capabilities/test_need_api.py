"""Needs under `/api/v1/needs`: the same acts as on the pages, by the same rules."""

import pytest
from django.urls import reverse

from capabilities.models import Need, NeedDraft
from capabilities.workflow import Status
from portal.access import Role
from tests.capabilities.need_stories import ANSWERS, submitted_need, written_draft
from tests.factories import AgencyFactory, AreaFactory, DeskFactory, NeedFactory, UserFactory

pytestmark = pytest.mark.django_db
NEEDS = "/api/v1/needs"


@pytest.fixture
def call(client):
    """Send JSON as somebody."""

    def send(by, method, path="", body=None, **headers):
        client.logout()
        if by:
            client.force_login(by)
        return getattr(client, method)(
            f"{NEEDS}{path}", body, content_type="application/json", headers=headers
        )

    return send


def whole(officer, **more):
    area = AreaFactory(default_tlp=2)
    agency = AgencyFactory(owner=officer.organisation)
    return {**ANSWERS, "area": area.code, "agency": agency.public_id, **more}


def test_a_need_is_submitted_in_one_request(call, officer):
    body = whole(officer)
    made = call(officer, "post", body=body)

    assert made.status_code == 201, made.json()
    need = Need.objects.get()
    assert made.json()["id"] == need.public_id
    assert (need.quantity, need.status, need.owner) == (12, "submitted", officer.organisation)
    assert call(officer, "get", f"/{need.public_id}").json()["status"] == "submitted"
    assert need.public_id not in str(call(officer, "get").json()), "the list holds live needs"
    assert need.public_id in str(call(officer, "get", "/followed").json())


def test_the_same_key_gives_the_same_need_and_another_body_is_refused(call, officer):
    body = whole(officer)
    key = {"Idempotency-Key": "0815"}

    first, second = (call(officer, "post", body=body, **key) for _ in range(2))
    other = call(officer, "post", body={**body, "quantity": 13}, **key)

    assert first.json() == second.json()
    assert other.status_code == 422
    assert Need.objects.count() == 1


@pytest.mark.parametrize(
    "read_only",
    ["status", "owner", "country", "id", "basis", "provenance", "verification", "submission"],
)
def test_a_field_that_cannot_be_set_is_refused_by_name(call, officer, read_only):
    body = whole(officer, **{read_only: "accepted"})
    draft = written_draft(officer)

    made = call(officer, "post", body=body)
    changed = call(officer, "patch", f"/drafts/{draft.public_id}", {read_only: "accepted"})

    for refused in (made, changed):
        assert refused.status_code == 400
        assert set(refused.json()["errors"]) == {read_only}
    assert not Need.objects.exists()


def test_what_is_wrong_is_said_by_field(call, officer):
    refused = call(officer, "post", body=whole(officer, target_level=1, ends="2001-01-01"))

    assert refused.status_code == 400
    assert set(refused.json()["errors"]) == {"target_level", "ends"}
    assert not NeedDraft.objects.exists()


@pytest.mark.parametrize("junk", [[], "x", 7, None, {"agency": {}}, {"area": ["x"]}])
def test_what_is_no_need_at_all_is_refused_without_a_fault(call, officer, junk):
    assert call(officer, "post", body=junk).status_code == 400


def test_agencies_of_others_and_agencies_that_do_not_exist_are_refused_alike(call, officer):
    foreign = AgencyFactory(owner=UserFactory().organisation).public_id
    answers = [
        call(officer, "post", body=whole(officer, agency=agency)).json()
        for agency in (foreign, "222222222222")
    ]

    assert answers[0] == answers[1]


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.PARTNER, Role.REVIEWER])
def test_only_officers_submit(call, officer, role):
    by = UserFactory(role=role, organisation=officer.organisation) if role else None

    assert call(by, "post", body=whole(officer)).status_code == 403
    assert call(by, "post", "/drafts", {"agency": "2"}).status_code == 403
    assert not NeedDraft.objects.exists()


def test_a_draft_is_answered_bit_by_bit_submitted_and_answered_again(call, officer, reviewer):
    body = whole(officer)
    draft = call(officer, "post", "/drafts", {"agency": body.pop("agency")}).json()
    path = f"/drafts/{draft['id']}"
    assert call(officer, "post", f"{path}/submit", {}).status_code == 400

    call(officer, "patch", path, {"quantity": 12, "area": body["area"]})
    wrong = call(officer, "patch", path, {"urgency": 5, "reason": "x", "quantity": 0})
    assert wrong.status_code == 400
    assert "urgency" not in NeedDraft.objects.get().answers, "nothing is half-saved"
    assert call(officer, "patch", path, body).status_code == 200
    sent, again = (call(officer, "post", f"{path}/submit", {}) for _ in range(2))

    assert sent.status_code == again.status_code == 201
    need = Need.objects.get()
    assert need.public_id == draft["id"]
    moved = call(
        reviewer, "post", f"/{need.public_id}/moves", {"to": "returned", "reason": "Why twelve?"}
    )
    assert moved.status_code == 201
    assert call(officer, "post", f"/{need.public_id}/revise", {}).status_code == 201
    call(officer, "patch", path, {"quantity": 40})
    call(officer, "post", f"{path}/submit", {"note": "Forty."})
    way = call(officer, "get", f"/{need.public_id}/moves").json()
    assert [(step["new"], step["reason"]) for step in way][1:] == [
        ("returned", "Why twelve?"),
        ("submitted", "Forty."),
    ]
    need.refresh_from_db()
    assert need.quantity == 40


def test_a_reviewer_brings_a_need_to_its_end(call, officer, reviewer):
    DeskFactory(name="FCO desk", organisation=reviewer.organisation)
    need = submitted_need(officer)
    moves = f"/{need.public_id}/moves"
    assert call(officer, "get", f"/{need.public_id}/way").json()["holder"] == "FCO desk"

    assert call(reviewer, "post", moves, {"to": "accepted"}).status_code == 400
    for to in ("accepted", "being_met"):
        assert call(reviewer, "post", moves, {"to": to, "reason": "Plain."}).status_code == 201
    assert call(reviewer, "post", moves, {"to": "met", "reason": "x"}).status_code == 400
    end = {"to": "met", "reason": "Seen.", "outcome": {"helped": "fully", "helpers": "A course"}}
    assert call(reviewer, "post", moves, end).status_code == 201
    stale = call(reviewer, "post", moves, {"to": "declined", "reason": "x"})

    assert stale.status_code == 409
    assert "cannot become" in stale.json()["detail"]
    better = {"helped": "partly", "helpers": "A course"}
    assert call(officer, "put", f"/{need.public_id}/outcome", better).json()["helped"] == "partly"
    need.refresh_from_db()
    assert need.status == Status.MET


def test_who_may_not_is_told_so_only_if_they_may_see_the_need(call, officer, reviewer):
    need = submitted_need(officer, tlp="CLEAR", label_reason="x")
    accept = {"to": "accepted", "reason": "x"}

    assert call(officer, "post", f"/{need.public_id}/moves", accept).status_code == 403
    for by in (None, UserFactory(), UserFactory(role=Role.OFFICER), UserFactory(role="partner")):
        for method, part in (
            ("get", ""),
            ("get", "/moves"),
            ("post", "/moves"),
            ("get", "/way"),
            ("put", "/outcome"),
            ("post", "/revise"),
            ("post", "/pass-on"),
        ):
            hidden, absent = (
                call(by, method, f"/{name}{part}", accept if method != "get" else None)
                for name in (need.public_id, "222222222222")
            )
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
            assert hidden.status_code == 404
    assert need.moves.count() == 1


def test_a_need_that_nobody_follows_has_no_way_to_show(call, reviewer, analyst):
    need = NeedFactory()

    assert call(analyst, "get", f"/{need.public_id}").status_code == 200
    assert call(analyst, "get", f"/{need.public_id}/moves").status_code == 404
    assert call(reviewer, "get", f"/{need.public_id}/way").status_code == 404


def test_a_draft_is_thrown_away(call, officer):
    draft = written_draft(officer)

    assert (
        call(UserFactory(role=Role.OFFICER), "delete", f"/drafts/{draft.public_id}").status_code
        == 404
    )
    assert call(officer, "delete", f"/drafts/{draft.public_id}").status_code == 204
    assert not NeedDraft.objects.exists()


def test_the_schema_knows_the_endpoints(client):
    schema = client.get(reverse("api:schema"), headers={"Accept": "application/json"}).content

    for path in ("/api/v1/needs/drafts/{public_id}/submit", "/api/v1/needs/{public_id}/moves"):
        assert path in schema.decode()
