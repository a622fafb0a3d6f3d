"""Searches that were kept, and resources that came into view, some time ago."""

from datetime import timedelta

from django.utils import timezone

from capabilities import saving
from capabilities.models import SavedSearch
from capabilities.models.searching import SearchDebut

DAY = timedelta(days=1)


def long_ago(*resources, days=3):
    """As if these had come into view some days ago."""
    rows = SearchDebut.objects.filter(resource__in=resources)
    for column in ("since_0", "since_1", "since_2", "since_3"):
        seen = rows.exclude(**{column: None})
        seen.update(**{column: timezone.now() - days * DAY})


def kept(person, query="", **fields):
    """A search that was kept two days ago."""
    saved = saving.save(name="Mine", query=query, by=person)
    then = timezone.now() - 2 * DAY
    SavedSearch.objects.filter(pk=saved.pk).update(**{"looked": then, "told": then, **fields})
    saved.refresh_from_db()
    return saved
