"""Files that cost more than a page are given out sparingly: to each reader so many in a while."""

import pytest

from portal import limits

pytestmark = pytest.mark.django_db
FILES = ["/map.png", "/map.svg", "/resources.csv", "/resources.xlsx", "/quality.csv"]


@pytest.fixture
def sparing(settings, monkeypatch):
    """Two files a minute for each, counted anew."""
    settings.FILE_LIMITS = {"visitor": "2/minute", "person": "2/minute"}
    fresh = limits.Limiter(limits.OwnBuckets())
    monkeypatch.setattr("portal.sparing.limiter", lambda: fresh)


@pytest.mark.usefixtures("sparing")
def test_whoever_takes_too_many_files_is_asked_to_wait_and_still_reads_pages(client):
    taken = [client.get(file) for file in FILES]

    assert [answer.status_code for answer in taken] == [200, 200, 429, 429, 429]
    assert 1 <= int(taken[-1].headers["Retry-After"]) <= 30
    assert "Too many files at once" in taken[-1].content.decode()
    assert client.get("/map").status_code == 200


@pytest.mark.usefixtures("sparing")
def test_each_person_and_each_network_is_counted_by_itself(client, analyst, reviewer):
    for person in (analyst, reviewer):
        client.force_login(person)
        assert [client.get("/map.svg").status_code for _ in range(3)] == [200, 200, 429]
    client.logout()

    for network in ("192.0.2.7", "2001:db8:77::1"):
        got = [client.get("/map.svg", REMOTE_ADDR=network).status_code for _ in range(3)]
        assert got == [200, 200, 429]
