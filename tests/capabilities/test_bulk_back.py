"""What came out of a table is taken back in one act, as far as nothing else has happened to it."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from capabilities import actions
from capabilities.bulk import acts
from capabilities.entries import acts as entries
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Need, NeedMove, Proposal, Resource, Upload
from capabilities.workflow import Status
from portal import outbox
from portal.access import Role
from portal.models import OutboxEntry
from tests.capabilities import test_bulk_offers as offers
from tests.capabilities.entry_stories import bring, house_of, offer_of
from tests.capabilities.tables import checked, own_agency, row
from tests.factories import AreaFactory, UserFactory

pytestmark = pytest.mark.django_db
WHY = {"reason": "Sent by mistake."}


@pytest.fixture
def agency(officer):
    return own_agency(officer)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def deliver(kind):
    for entry in OutboxEntry.objects.filter(kind=kind, finished=None):
        outbox._handlers[kind](entry)


def submitted(by, *rows):
    upload = checked(by, *rows)
    acts.confirm(upload=upload, by=by)
    deliver("submit-upload")
    upload.refresh_from_db()
    return upload


def proposed(by, *names):
    """A table of new offers, taken in."""
    AreaFactory(code="FOR-90", name="Phones")
    upload = offers.checked(by, *({**offers.NEW, "called": name} for name in names))
    offers.taken_in(upload, by)
    return upload


def taken_back(client, upload):
    answer = client.post(f"{upload.get_absolute_url()}/take-back", WHY)
    assert "All that nothing else has happened to is being" in text(client.get(answer.url))
    deliver("take-upload-back")
    upload.refresh_from_db()
    assert upload.status == Upload.Status.UNDONE
    return text(client.get(upload.get_absolute_url()))


def test_needs_are_withdrawn_by_a_worker_and_the_desk_is_told_once(client, officer, agency):
    upload = submitted(officer, row(), row(quantity="3"))
    client.force_login(officer)
    assert "Take all of it back" in text(client.get(upload.get_absolute_url()))

    page = taken_back(client, upload)

    assert set(Need.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}
    assert NeedMove.objects.filter(reason="Sent by mistake.").count() == 2
    assert "All of it was taken back." in page
    assert "Sent by mistake." in page


def test_needs_that_somebody_has_taken_up_are_left_and_stand_first_with_the_reason(
    client, officer, agency, reviewer
):
    upload = submitted(officer, row(), row(quantity="3"))
    taken = Need.objects.order_by("pk").last()
    actions.move(need=taken, to=Status.ACCEPTED, by=reviewer, reason="Yes.")
    client.force_login(officer)
    assert "Take back the one that" in text(client.get(upload.get_absolute_url()))

    page = taken_back(client, upload)

    assert dict(Need.objects.values_list("quantity", "status")) == {
        12: Status.WITHDRAWN, 3: Status.ACCEPTED,
    }  # fmt: skip
    assert "All but 1 was taken back." in page
    assert page.index("Accepted (left, since it has been taken up)") < page.index("Withdrawn")


def test_changes_to_offers_are_thrown_away_as_far_as_nobody_has_touched_them(
    client, partner, reviewer
):
    house_of(partner)
    upload = proposed(partner, "One", "Two", "Three", "Four", "Five")
    one, two, three, four, five = Proposal.objects.order_by("pk")
    bring(one, ChangeStatus.VERIFIED, reviewer)
    bring(two, ChangeStatus.RETURNED, reviewer)
    bring(three, ChangeStatus.DRAFT, partner)
    bring(four, ChangeStatus.DRAFT, partner)
    entries.submit(proposal=Proposal.objects.get(pk=four.pk), by=partner)
    client.force_login(partner)

    page = taken_back(client, upload)

    stands = dict(Proposal.objects.values_list("pk", "status"))
    assert stands == {
        one.pk: "verified", two.pk: "returned", three.pk: "draft", four.pk: "submitted",
        five.pk: "dropped",
    }  # fmt: skip
    assert Resource.objects.get().name == "One"
    for why in ("verified", "a reviewer has asked about it", "changed after the upload"):
        assert why in page, page
    assert "All but 4 were taken back." in page


def test_a_reviewer_takes_back_what_they_uploaded_themselves_and_no_colleague(
    client, reviewer, partner
):
    offer = offer_of(partner)
    AreaFactory(code="FOR-90")
    upload = offers.checked(reviewer, {"id": offer.public_id, "called": "New course"})
    offers.taken_in(upload, reviewer)
    other = UserFactory(role=Role.REVIEWER, organisation=reviewer.organisation)
    with pytest.raises(PermissionDenied):
        acts.take_back(upload=upload, by=other, **WHY)
    client.force_login(reviewer)

    taken_back(client, upload)

    assert Proposal.objects.get().status == ChangeStatus.DROPPED


def test_nothing_is_taken_back_where_something_has_happened_to_all(officer, agency, reviewer):
    upload = submitted(officer, row())
    actions.move(need=Need.objects.get(), to=Status.ACCEPTED, by=reviewer, reason="Yes.")

    with pytest.raises(acts.UploadRefused, match="happened to all"):
        acts.take_back(upload=upload, by=officer, **WHY)
    with pytest.raises(acts.UploadRefused, match="Give a reason"):
        acts.take_back(upload=upload, by=officer, reason=" ")


def test_whoever_may_do_so_no_longer_when_its_turn_comes_takes_nothing_back(officer, agency):
    upload = submitted(officer, row())
    acts.take_back(upload=upload, by=officer, **WHY)
    type(officer).objects.filter(pk=officer.pk).update(role=Role.ANALYST)

    deliver("take-upload-back")

    upload.refresh_from_db()
    assert upload.status == Upload.Status.DONE
    assert "no longer" in upload.notes[-1]
    assert Need.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("rows", [2, 5])
def test_the_page_of_what_was_taken_back_takes_few_queries(
    client, officer, agency, django_assert_max_num_queries, rows
):
    upload = submitted(officer, *(row(quantity=str(n + 1)) for n in range(rows)))
    client.force_login(officer)
    taken_back(client, upload)

    with django_assert_max_num_queries(10):
        client.get(upload.get_absolute_url())


def test_without_a_reason_the_form_comes_back_open_with_what_is_missing(client, officer, agency):
    upload = submitted(officer, row())
    client.force_login(officer)

    answer = client.post(f"{upload.get_absolute_url()}/take-back", {"reason": " "})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_reason"' in page
    assert '<details class="govuk-details" open>' in page
    assert "Error:" in page.split("</title>")[0]
