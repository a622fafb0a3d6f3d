"""Atom feeds of what is new to a search: for everybody, or under a secret address for one person.

Everybody's feed is of TLP:CLEAR records, whoever fetches it. A secret feed shows what its owner
may see up to TLP:GREEN: a secret in an address is less than signing in, and readers of feeds pass
on what they fetch, so what is meant for fewer people never goes this way.
"""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from capabilities import hits, news, wording
from capabilities.models import Resource
from capabilities.search import Search
from portal.access import TLP

MOST = 50
MOST_LABEL = TLP.GREEN
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


def feed(search: Search, *, title: str, address: str, own: str) -> bytes:
    """The newest of what is found, each with its label. `address`: its page; `own`: the feed's."""
    found = news.newest(search, MOST)
    rows = Resource.objects.visible_to(search.reader).select_related("provider")
    resources = rows.in_bulk([new.row.resource for new in found])
    label = TLP(max((new.row.label for new in found), default=TLP.CLEAR))
    made = _Feed(
        title=f"[{label.label}] {title}",
        link=settings.PORTAL_URL + address,
        feed_url=settings.PORTAL_URL + own,
        description=_("Filters: %(filters)s.") % {"filters": hits.in_words(search)},
        feed_copyright=str(wording.LICENCE),
        updated=max((new.at for new in found), default=datetime(2000, 1, 1, tzinfo=UTC)),
    )
    for new in found:
        if (resource := resources.get(new.row.resource)) is not None:
            where = settings.PORTAL_URL + resource.get_absolute_url()
            made.add_item(
                title=_plain(resource.name),
                link=where,
                description=escape(_plain(resource.description)),  # a summary is read as HTML
                author_name=_plain(str(resource.provider)),
                unique_id=where,
                updateddate=new.at,
                categories=(str(TLP(new.row.label).label),),
            )
    return made.writeString("utf-8").encode()


class _Feed(Atom1Feed):
    """As Django writes it, but its moment is that of its newest entry, or of the beginning."""

    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["updated"]
        return moment


def _plain(text: str) -> str:
    """Without what XML has no sign for."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
