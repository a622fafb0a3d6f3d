"""What tests of reports share."""

import pytest

from portal.walls import Wall


@pytest.fixture(params=["both walls", "the first wall alone"])
def walls(request, monkeypatch):
    """Behind PostgreSQL's own wall a missing filter would not show."""
    if request.param == "the first wall alone":
        monkeypatch.setattr(Wall, "before", lambda wall: "SET LOCAL ROLE NONE; ")
    return request.param
