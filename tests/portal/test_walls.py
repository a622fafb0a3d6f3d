"""The second wall: within a request PostgreSQL itself shows only what the reader may see.

The views of these tests forget every filter: `Model.objects.all()`.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from capabilities.models import Agency, Attachment, Need, NeedDraft, Upload, UploadRow
from gaps.models import Cell, Comment, DueDiligence, Finding, Review
from portal import walls
from portal.access import TLP, Audience, Role, claims, clearance
from portal.middleware import WallMiddleware
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    AttachmentFactory,
    CommentFactory,
    NeedFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.portal.walled import WALLED

pytestmark = pytest.mark.django_db
READERS = ["visitor", "outsider", *Role]


def reader_of(kind):
    if kind == "visitor":
        return AnonymousUser()
    if kind == "outsider":
        return UserFactory(organisation__verified=False)
    return UserFactory(role=kind)


def within_request(read, user=None):
    """What `read` gives inside a request of this reader; of nobody's, where none is set."""
    seen = []

    def view(request):
        if user is not None:
            request.user = user
        seen.append(read())
        return HttpResponse()

    WallMiddleware(view)(RequestFactory().get("/"))
    return seen[0]


@pytest.fixture
def needs():
    """One need for every way in which one can be hidden, under open and under hidden agencies."""

    def make(reader):
        own = reader.organisation if reader.is_authenticated else None
        key = (reader.pk or -1,)
        shares = {TLP.AMBER: {"shared_with": [own.pk if own else 0]}}
        names = {TLP.RED: {"named_persons": key}}
        for agency in (AgencyFactory(), AgencyFactory(tlp=TLP.AMBER), AgencyFactory(tlp=TLP.RED)):
            for label in TLP:
                NeedFactory(tlp=label, agency=agency)
                NeedFactory(tlp=label, agency=agency, owner=OrganisationFactory())
                NeedFactory(tlp=label, agency=agency, owner=own)
                extra = shares.get(label, {}) | names.get(label, {})
                NeedFactory(tlp=label, agency=agency, owner=OrganisationFactory(), **extra)
        Agency.objects.filter(tlp=TLP.AMBER).update(owner=own)

    return make


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_a_forgotten_filter_on_needs_shows_what_the_filter_would_have_shown(kind, needs):
    reader = reader_of(kind)
    needs(reader)
    allowed = set(Need.objects.readable_by(reader).values_list("pk", flat=True))
    assert 0 < len(allowed) < Need.objects.count()

    seen = within_request(lambda: set(Need.objects.values_list("pk", flat=True)), reader)

    assert seen == allowed


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_so_it_is_with_the_versions_of_needs(kind, needs):
    reader = reader_of(kind)
    needs(reader)
    versions = Need._meta.apps.get_model("capabilities", "NeedVersion").objects
    allowed = set(Need.objects.readable_by(reader).values_list("pk", flat=True))
    current = {need: pk for pk, need in versions.order_by("pgh_id").values_list("pk", "id")}

    seen = within_request(lambda: set(versions.values_list("pk", flat=True)), reader)

    assert {need for need, pk in current.items() if pk in seen} == allowed


def test_uploads_are_shown_to_their_own_organisation_alone(officer):
    mine, other = (
        Upload.objects.create(purpose="needs", language="en-gb", organisation=house, by=officer)
        for house in (officer.organisation, OrganisationFactory())
    )
    for upload in (mine, other):
        upload.rows.create(number=2)

    assert list(within_request(lambda: list(Upload.objects.all()), officer)) == [mine]
    rows = within_request(lambda: list(UploadRow.objects.values_list("upload", flat=True)), officer)
    assert rows == [mine.pk]
    assert within_request(lambda: list(Upload.objects.all()), AnonymousUser()) == []


@pytest.mark.parametrize("model", [Finding, Cell])
@pytest.mark.parametrize("kind", READERS, ids=str)
def test_what_runs_found_is_shown_up_to_the_readers_audience(kind, model, analysed):
    NeedFactory(area=AreaFactory())
    analysed()
    reader = reader_of(kind)

    seen = within_request(lambda: set(model.objects.values_list("audience", flat=True)), reader)

    assert seen == {audience for audience in Audience if audience <= clearance(reader)}


def test_with_no_reader_set_nothing_is_shown(analysed):
    NeedFactory(area=AreaFactory())
    analysed()

    for model in (Need, Finding, Cell):
        assert model.objects.exists()
        assert not within_request(model.objects.exists)


def test_after_the_request_everything_is_as_before():
    NeedFactory(tlp=TLP.RED)

    assert not within_request(Need.objects.exists, AnonymousUser())

    assert Need.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user, current_setting('portal.reader', true)")
        assert cursor.fetchone() == (True, "")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_on_the_connection_not_even_where_the_view_fails():
    NeedFactory(tlp=TLP.RED)

    def fail():
        assert not Need.objects.exists()
        raise PermissionDenied

    with pytest.raises(PermissionDenied):
        within_request(fail, AnonymousUser())

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user, current_setting('portal.reader', true)")
        assert cursor.fetchone()[0]
    assert Need.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_within_a_request_stays_behind_the_wall():
    NeedFactory(tlp=TLP.RED)

    def read():
        with transaction.atomic():
            with transaction.atomic():
                first = Need.objects.exists()
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            return first or Need.objects.exists()

    assert not within_request(read, AnonymousUser())


def test_raw_cursors_and_many_statements_at_once_stay_behind_it():
    need = NeedFactory(tlp=TLP.RED)

    def write():
        with connection.cursor() as cursor:
            sql = "UPDATE capabilities_need SET quantity = %s WHERE id = %s"
            cursor.executemany(sql, [(7, need.pk), (8, need.pk)])
            cursor.execute("DELETE FROM capabilities_need")
            cursor.execute("SELECT count(*) FROM capabilities_need")
            return cursor.fetchone()[0]

    assert within_request(write, AnonymousUser()) == 0

    need.refresh_from_db()
    assert need.quantity == 1


def test_a_change_of_all_rows_changes_only_those_that_the_reader_sees(analyst):
    shown, hidden = NeedFactory(), NeedFactory(tlp=TLP.AMBER)

    within_request(lambda: Need.objects.update(quantity=9), analyst)

    assert dict(Need.objects.values_list("pk", "quantity")) == {shown.pk: 9, hidden.pk: 1}


def test_what_is_made_while_it_is_sent_stays_behind_it():
    NeedFactory()
    NeedFactory(tlp=TLP.RED)

    def view(request):
        request.user = AnonymousUser()
        return StreamingHttpResponse(str(Need.objects.count()) for _ in range(2))

    response = WallMiddleware(view)(RequestFactory().get("/"))

    assert response.getvalue() == b"11"
    walls.leave(connection.connection)


def test_code_may_lift_it_on_purpose_and_it_stands_again_after(analyst):
    NeedFactory(tlp=TLP.RED)

    def read():
        with walls.lifted():
            all_there_are = Need.objects.count()
        return all_there_are, Need.objects.count()

    assert within_request(read, analyst) == (1, 0)


def test_a_worker_and_a_command_see_everything():
    NeedFactory(tlp=TLP.RED)

    with walls.lifted():  # no wall to lift
        assert Need.objects.count() == 1


def test_the_user_found_later_in_the_request_is_the_reader_from_then_on(reviewer):
    """As with an API client, whose token is read by the endpoint."""
    NeedFactory(tlp=TLP.AMBER)
    seen = []

    def view(request):
        request.user = AnonymousUser()
        seen.append(Need.objects.count())
        request.user = reviewer
        seen.append(Need.objects.count())
        return HttpResponse()

    WallMiddleware(view)(RequestFactory().get("/"))

    assert seen == [0, 1]


def test_it_costs_no_statement_that_is_counted(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/health")


def test_a_reader_of_a_page_acts_behind_it(client, officer, reviewer):
    """An officer raises an agency's label: needs that she may not see are noted all the same."""
    agency = AgencyFactory(owner=officer.organisation)
    NeedFactory(agency=agency, area=AreaFactory(), tlp=TLP.GREEN)
    hidden = NeedFactory(agency=agency, area=AreaFactory(), tlp=TLP.AMBER_STRICT)
    noted = hidden.area.__class__._meta.apps.get_model("gaps", "Change").objects
    noted.all().delete()
    client.force_login(officer)

    response = client.post(
        f"/records/agency/{agency.public_id}/label", {"to": TLP.AMBER_STRICT, "reason": "At risk"}
    )

    assert response.status_code == 302
    assert Agency.objects.get().tlp == TLP.AMBER_STRICT
    assert noted.filter(area=hidden.area).exists()


def test_what_readers_claim_is_numbers_and_nothing_else():
    person = UserFactory(role=Role.REVIEWER)

    assert claims(AnonymousUser()) == "0,,,"
    assert claims(person) == f"3,{person.organisation_id},{person.organisation_id},{person.pk}"
    loner = UserFactory(organisation=None)
    assert claims(loner) == f"0,,,{loner.pk}"
    outsider = reader_of("outsider")
    assert claims(outsider) == f"0,{outsider.organisation_id},,{outsider.pk}"


def test_whoever_makes_a_need_red_still_sees_it_so_the_database_lets_them(client, officer):
    need = NeedFactory(owner=officer.organisation, agency__owner=officer.organisation)
    client.force_login(officer)

    response = client.post(
        f"/records/need/{need.public_id}/label", {"to": TLP.RED, "reason": "A life is at risk"}
    )

    assert response.status_code == 302
    need.refresh_from_db()
    assert (need.tlp, need.named_persons) == (TLP.RED, [officer.pk])


def test_every_table_behind_the_wall_is_known_here():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY relname")
        found = [name for (name,) in cursor.fetchall()]

    assert found == WALLED


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_a_forgotten_filter_on_comments_shows_what_the_filter_would_have_shown(kind):
    reader = reader_of(kind)
    own = reader.organisation if reader.is_authenticated else None
    for label in TLP:
        for need in (NeedFactory(), NeedFactory(tlp=TLP.AMBER), NeedFactory(owner=own)):
            CommentFactory(tlp=label, need=need)
            CommentFactory(tlp=label, need=need, owner=own)

    shown = within_request(lambda: set(Comment.objects.values_list("pk", flat=True)), reader)

    assert shown == set(Comment.objects.readable_by(reader).values_list("pk", flat=True))


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_what_reviewers_write_of_a_finding_is_theirs_alone(kind):
    reader = reader_of(kind)
    review = Review.objects.create(need=NeedFactory(), step=2)
    DueDiligence.objects.create(need=review.need, text="Seen.", by=UserFactory())

    shown = within_request(lambda: (Review.objects.count(), DueDiligence.objects.count()), reader)

    assert shown == ((1, 1) if kind == Role.REVIEWER else (0, 0))


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_a_forgotten_filter_on_attachments_shows_those_of_needs_and_drafts_that_one_may_see(
    kind, needs
):
    reader = reader_of(kind)
    needs(reader)
    for need in Need.objects.all():
        AttachmentFactory(need=need)
    for owner in (reader.organisation if reader.is_authenticated else None, OrganisationFactory()):
        draft = NeedDraft.objects.create(agency=AgencyFactory(owner=owner), by=UserFactory())
        AttachmentFactory(need=None, draft=draft)

    def read():
        versions = Attachment.pgh_event_model.objects.values_list("id", flat=True)
        return set(Attachment.objects.values_list("pk", flat=True)), set(versions)

    shown, of_versions = within_request(read, reader)

    allowed = Need.objects.readable_by(reader).values("pk")
    own = reader.organisation_id if reader.is_authenticated else None
    expected = Attachment.objects.filter(need__in=allowed)
    if own:
        expected |= Attachment.objects.filter(draft__agency__owner=own)
    assert shown == of_versions == set(expected.values_list("pk", flat=True))
    assert set(Attachment.objects.readable_by(reader).values_list("pk", flat=True)) <= shown
