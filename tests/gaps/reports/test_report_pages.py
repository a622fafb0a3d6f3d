"""Reports through their pages and endpoints: who reads what, what is shown, what is refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaps.models import Decision, Finding, Report, Review
from gaps.reports import acts, writing
from gaps.reports.differences import lines
from gaps.workflow import ReportStatus as S
from portal.access import TLP, Audience, Role
from portal.labels import relabel
from tests.factories import ReportFactory, UserFactory
from tests.gaps.reports.stories import another_reviewer, begun, brought, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def checker(db):
    return another_reviewer()


@pytest.fixture
def published(finding, reviewer, checker):
    return brought(begun(reviewer), S.PUBLISHED, author=reviewer, checker=checker)


@pytest.fixture
def desk(client, reviewer):
    """The pages of the desk, asked for by the reviewer."""
    client.force_login(reviewer)
    return client


# ------------------------------------------------------------------ reading


def test_everybody_reads_a_clear_report_with_its_figures_and_fingerprint(client, published):
    listed = client.get("/reports").content.decode()
    page = client.get(f"/reports/{published.public_id}").content.decode()

    assert published.title in listed
    assert "1 gaps are open in 1 countries." in page
    assert "Only 4 of the 10 slots" in page or "Mobile forensics" in page
    assert published.fingerprint in page
    assert "TLP:CLEAR" in page


def test_the_list_says_why_it_is_empty(client):
    assert "None has been published that you may read" in client.get("/reports").content.decode()


@pytest.mark.parametrize("audience", Audience, ids=lambda audience: audience.name)
def test_a_report_is_read_by_its_audience_alone(
    client, finding, reviewer, checker, outsider, audience
):
    report = brought(
        begun(reviewer, audience=audience), S.PUBLISHED, author=reviewer, checker=checker
    )
    members = [UserFactory(role=role) for role in Role if role != Role.REVIEWER]
    readers = {None: 0, outsider: 0, reviewer: 3, **dict.fromkeys(members, 1)}

    for reader, clearance in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        shown = audience <= clearance
        assert (client.get(f"/reports/{report.public_id}").status_code == 200) == shown
        assert (report.title in client.get("/reports").content.decode()) == shown
        endpoint = client.get(f"/api/v1/reports/{report.public_id}")
        assert (endpoint.status_code == 200) == shown


def test_a_draft_does_not_exist_for_anybody_but_reviewers(client, finding, reviewer):
    report = begun(reviewer)
    places = ("", "/write", "/findings", "/review")
    for reader in (None, *(UserFactory(role=role) for role in Role if role != Role.REVIEWER)):
        client.logout()
        if reader:
            client.force_login(reader)
        for place in places:
            here = client.get(f"/reports/{report.public_id}{place}")
            nowhere = client.get(f"/reports/absent22222{place}")
            assert here.status_code == nowhere.status_code != 200
        assert report.public_id not in client.get("/api/v1/reports").content.decode()

    client.force_login(reviewer)
    assert client.get(f"/reports/{report.public_id}", follow=True).status_code == 200


def test_the_old_version_stays_readable_and_says_that_it_is_superseded(
    client, published, reviewer, checker
):
    following = acts.begin_next(report=published, by=reviewer)
    brought(following, S.PUBLISHED, author=reviewer, checker=checker)

    old = client.get(f"/reports/{published.public_id}").content.decode()
    new = client.get(f"/reports/{following.public_id}").content.decode()

    assert "There is a newer version of this report" in old
    assert f"/reports/{following.public_id}" in old
    assert f"/reports/{published.public_id}" in new
    assert published.get_absolute_url() not in client.get("/reports").content.decode()
    everything = client.get("/reports", {"versions": "all"}).content.decode()
    assert published.get_absolute_url() in everything
    assert "Superseded" in everything


def test_a_newer_version_that_the_reader_may_not_see_supersedes_nothing_for_them(
    client, published, reviewer, checker
):
    before = client.get(f"/reports/{published.public_id}").content
    listed = client.get("/reports").content
    following = acts.begin_next(report=published, by=reviewer)
    newer = brought(following, S.PUBLISHED, author=reviewer, checker=checker)

    relabel(row=newer, to=TLP.AMBER_STRICT, by=reviewer, reason="A mistake in it.")

    assert client.get(f"/reports/{published.public_id}").content == before
    assert client.get("/reports").content == listed


def test_the_history_of_a_report_tells_the_public_nothing_of_its_writers(client, published):
    page = client.get(f"/records/report/{published.public_id}/history").content.decode()

    assert "@" not in page.split("<main")[1].split("</main>")[0]


def test_the_endpoint_gives_the_very_bytes_that_the_fingerprint_is_of(client, published):
    answer = client.get(f"/api/v1/reports/{published.public_id}")

    assert answer["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == published.fingerprint
    [row] = client.get("/api/v1/reports").json()["results"]
    assert (row["id"], row["superseded"]) == (published.public_id, False)


def test_lists_cost_the_same_however_long_they_are(client, desk, django_assert_max_num_queries, db):
    ReportFactory.create_batch(15)
    hidden = {"published": None, "document": "", "fingerprint": "", "tlp": TLP.AMBER_STRICT}
    ReportFactory.create_batch(15, status=S.DRAFT, **hidden)

    for address in ("/reports", "/reports/desk", "/country-pages", "/api/v1/reports"):
        with django_assert_max_num_queries(8):
            assert desk.get(address).status_code == 200


def test_decisions_are_listed_for_reviewers_alone(client, finding, reviewer, analyst):
    review = Review.objects.create(need=finding.need, step=finding.step)
    facts = {"old": "undecided", "new": "accepted", "reason": "Seen.", "weighted_gap": 1}
    Decision.objects.create(
        review=review, by=reviewer, run=finding.since, gap_class=finding.gap_class, **facts
    )
    client.force_login(analyst)
    assert client.get("/api/v1/decisions").status_code == 403

    client.force_login(reviewer)
    [row] = client.get("/api/v1/decisions", {"country": "SEN"}).json()["results"]

    assert (row["finding"], row["new"], row["reason"]) == (finding.key, "accepted", "Seen.")
    assert client.get("/api/v1/decisions", {"new": "disputed"}).json()["results"] == []


# ------------------------------------------------------------------ writing


def test_a_report_is_begun_on_the_latest_run_of_its_readers(desk, finding):
    answer = desk.post("/reports/new", {"scope": "country", "country": "SEN", "audience": "0"})

    report = Report.objects.get()
    assert answer.url == f"/reports/{report.public_id}/write"
    assert (report.scope, report.place) == ("country", "SEN")
    assert report.title == "Capability gaps: Senegal"


def test_a_place_that_is_not_chosen_is_asked_for(desk, finding):
    answer = desk.post("/reports/new", {"scope": "region", "audience": "0"})

    assert answer.status_code == 422
    assert "Choose which one the report is about." in answer.content.decode()


def written(report, **changed):
    return {"title": report.title, "text": report.text, "revision": report.revision, **changed}


def test_an_unknown_placeholder_is_named_and_nothing_is_saved(desk, finding, reviewer):
    report = begun(reviewer)

    answer = desk.post(
        f"/reports/{report.public_id}/write", written(report, text="So {many_gaps} {needs}")
    )

    assert answer.status_code == 422
    assert "There is no figure by the name of {many_gaps}." in answer.content.decode()
    assert Report.objects.get().revision == 1


def test_the_preview_shows_the_figures_and_saves_nothing(desk, finding, reviewer):
    report = begun(reviewer)
    given = written(report, text="# Now\n\nExactly {open_gaps} of {needs}.")

    whole = desk.post(f"/reports/{report.public_id}/write", given | {"preview": "1"})
    part = desk.post(f"/reports/{report.public_id}/preview", given)

    for answer in (whole, part):
        assert answer.status_code == 200
        page = answer.content.decode()
        assert 'Exactly <span class="figure" title="open_gaps">1</span>' in page
    assert Report.objects.get().text == report.text


def test_whoever_saves_last_is_told_and_sees_both_texts(desk, finding, reviewer, checker):
    report = begun(reviewer)
    mine = written(report, text="My words.")
    acts.write(report=report, title=report.title, text="Their words.", revision=1, by=checker)

    answer = desk.post(f"/reports/{report.public_id}/write", mine)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{checker} has changed this report meanwhile." in page
    assert "<del>Their words.</del>" in page
    assert "<ins>My words.</ins>" in page
    assert Report.objects.get().text == "Their words."
    again = desk.post(f"/reports/{report.public_id}/write", mine | {"revision": "2"})
    assert again.status_code == 302
    assert Report.objects.get().text == "My words."


def test_a_finding_is_taken_out_on_its_page_with_a_reason(desk, finding, reviewer):
    report = begun(reviewer)
    key = Finding.objects.get(audience=Audience.CLEAR).key
    form = {"revision": "1", "finding": key, "included": "no"}
    address = f"/reports/{report.public_id}/findings"

    refused = desk.post(address, form | {"reason": ""})
    done = desk.post(address, form | {"reason": "Met in May."}, follow=True)

    assert refused.status_code == 422
    assert "Met in May." in done.content.decode()
    assert key in desk.get(address, {"show": "rest"}).content.decode()
    assert desk.post(address, form | {"finding": "absent-1", "reason": "x"}).status_code == 404


def test_the_review_page_shows_what_has_changed_since_it_was_returned(
    desk, finding, reviewer, checker
):
    report = brought(begun(reviewer), S.RETURNED, author=reviewer, checker=checker)
    changed = report.text.replace("# Where it lacks most", "# Where it hurts")
    acts.write(
        report=report, title=report.title, text=changed, revision=report.revision, by=reviewer
    )

    page = desk.get(f"/reports/{report.public_id}/review").content.decode()

    assert "<del># Where it lacks most</del>" in page
    assert "<ins># Where it hurts</ins>" in page
    assert "It is time." in page


def test_the_writer_is_told_on_the_page_that_somebody_else_approves(desk, finding, reviewer):
    report = begun(reviewer)
    step(report, S.IN_REVIEW, reviewer)
    form = {
        "approved-to": "approved",
        "approved-seen": "in_review",
        "approved-revision": "1",
        "approved-reason": "Fine.",
    }

    page = desk.get(f"/reports/{report.public_id}/review").content.decode()
    answer = desk.post(f"/reports/{report.public_id}/move", form)

    assert "You had a hand in this report" in page
    assert answer.status_code == 422
    assert Report.objects.get().status == S.IN_REVIEW


def test_a_second_reviewer_whose_page_is_old_is_told(desk, finding, reviewer, checker):
    report = begun(reviewer)
    form = {
        "in_review-to": "in_review",
        "in_review-seen": "draft",
        "in_review-revision": "1",
        "in_review-reason": "Please.",
    }
    step(report, S.IN_REVIEW, checker)

    answer = desk.post(f"/reports/{report.public_id}/move", form, follow=True)

    assert "Somebody else has just changed this report." in answer.content.decode()


# ------------------------------------------------------------------ the text

VALUES = {"needs": "12", "open_gaps": "3"}
texts = st.text(alphabet="ab {}#\nneds_opgm", max_size=80)


@given(texts)
def test_the_pieces_of_a_text_are_the_text_with_its_figures(text):
    shown = "".join(piece.text for piece in writing.pieces(text, VALUES))

    expected = text
    for name, value in VALUES.items():
        expected = expected.replace(f"{{{name}}}", value)
    assert shown == expected


@given(texts, texts)
def test_both_texts_can_be_read_off_their_differences(before, after):
    found = lines(before, after)

    assert [line.text for line in found if not line.is_added] == before.splitlines()
    assert [line.text for line in found if not line.is_removed] == after.splitlines()


@given(texts)
def test_no_placeholder_of_a_figure_is_left_in_the_sections(text):
    said = [part for section in writing.sections(text, VALUES) for part in section.paragraphs]

    assert not any(f"{{{name}}}" in part for name in VALUES for part in said)


def test_a_draft_that_is_not_needed_is_discarded_and_taken_up_again(desk, finding, reviewer):
    report = begun(reviewer)
    place = f"/reports/{report.public_id}"

    said = moved(desk, report, S.DISCARDED)

    assert "You can take it up again." in said
    assert report.title not in desk.get("/reports/desk").content.decode()
    assert report.title in desk.get("/reports/desk?discarded=1").content.decode()
    assert desk.get(f"{place}/write").status_code == 302
    assert "The report is a draft again." in moved(desk, report, S.DRAFT)
    assert report.title in desk.get("/reports/desk").content.decode()
    assert desk.get(f"{place}/write").status_code == 200


def moved(desk, report, to):
    """What the page says after a step with its form sent as it was shown."""
    report.refresh_from_db()
    seen = {"to": to, "seen": report.state, "revision": report.revision, "reason": "It is time."}
    form = {f"{to.value}-{name}": value for name, value in seen.items()}
    return desk.post(f"/reports/{report.public_id}/move", form, follow=True).content.decode()
