"""What people do with searches that they keep: save, rename, look, have letters, give a feed."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capabilities import hits, news
from capabilities.models import SavedSearch
from capabilities.models.saved import LONGEST_ASKED, LONGEST_NAME
from capabilities.resource_filters import ResourceFilter
from capabilities.search import Search
from portal.access import Permission, require
from portal.models import User

MOST = 30  # searches of one person
FEED, LETTERS = "capabilities.saving.feed", "capabilities.saving.letters"


class NotSaved(Exception):
    """Why a search cannot be saved or named so; fit to be shown."""


def asked_of(query: str, by: User) -> str:
    """A query of the directory in the one form in which it is kept; raises NotSaved."""
    asked = ResourceFilter(QueryDict(query[: 2 * LONGEST_ASKED]))
    if not asked.form.is_valid():
        raise NotSaved(_("This search holds a filter that the directory does not have."))
    search = Search(by, asked.criteria(), asked.names, today=asked.today)
    kept = urlencode(hits.query_of(search))
    if len(kept) > LONGEST_ASKED:
        raise NotSaved(_("This search is too long to be saved. Take off some of its filters."))
    return kept


@transaction.atomic
def save(*, name: str, query: str, by: User) -> SavedSearch:
    """Keep a search. What is in view at this moment is not new to its owner."""
    require(by, Permission.SAVE_SEARCHES)
    asked = asked_of(query, by)
    User.objects.select_for_update().get(pk=by.pk)  # of many at once, no more than may be
    mine = SavedSearch.objects.visible_to(by)
    if known := mine.filter(asked=asked).first():
        raise NotSaved(_("You keep this search already, as “%(name)s”.") % {"name": known})
    if mine.count() >= MOST:
        raise NotSaved(
            ngettext(
                "You keep %(n)d search, which is the most. Delete one first.",
                "You keep %(n)d searches, which is the most. Delete one first.",
                MOST,
            )
            % {"n": MOST}
        )
    now = news.settled()
    saved: SavedSearch = SavedSearch.objects.create(
        user=by, name=_named(name), asked=asked, looked=now, told=now
    )
    return saved


def _named(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise NotSaved(_("Give the search a name."))
    if len(kept) > LONGEST_NAME:
        words = _("A name has at most %(n)d characters.") % {"n": LONGEST_NAME}
        raise NotSaved(words)
    return kept


def change(*, saved: SavedSearch, name: str, digest: str, by: User) -> None:
    """Another name, and how often letters come. Letters tell of what comes from now on."""
    _require_own(saved, by)
    fresh = {"told": news.settled()} if saved.digest == SavedSearch.Digest.NONE else {}
    _update(saved, name=_named(name), digest=SavedSearch.Digest(digest), **fresh)


def look(*, saved: SavedSearch, until: datetime, by: User) -> None:
    """What was in view by then has been seen. A page opened long ago takes nothing back."""
    _require_own(saved, by)
    seen = SavedSearch.objects.visible_to(by).filter(pk=saved.pk, looked__lt=until)
    seen.update(looked=min(until, news.settled()))


def delete(*, saved: SavedSearch, by: User) -> None:
    _require_own(saved, by)
    saved.delete()


def open_feed(*, saved: SavedSearch, by: User) -> None:
    """A secret address of the feed, a new one each time; the one before answers no more."""
    _require_own(saved, by)
    _update(saved, has_feed=True, feed_number=F("feed_number") + 1)


def close_feed(*, saved: SavedSearch, by: User) -> None:
    _require_own(saved, by)
    _update(saved, has_feed=False)


def stop_letters(token: str) -> bool:
    """No more digests for the person whom a letter went to, whoever follows its link."""
    person = person_of(token)
    if person is None:
        return False
    SavedSearch.objects.filter(user=person).update(digest=SavedSearch.Digest.NONE)
    return True


def letters_token(person: User) -> str:
    return signing.dumps(str(person.public_id), salt=LETTERS)


def person_of(token: str) -> User | None:
    try:
        public_id = signing.loads(token, salt=LETTERS)
    except signing.BadSignature:
        return None
    return User.objects.filter(public_id=public_id).first()


def feed_token(saved: SavedSearch) -> str:
    """Worked out from a secret of the portal, so that the database holds nothing that opens it."""
    said = f"{saved.public_id}:{saved.feed_number}"
    return salted_hmac(FEED, said, algorithm="sha256").hexdigest()[:40]


def of_feed(public_id: str, token: str) -> SavedSearch | None:
    """The search whose feed this is, while its owner may keep searches."""
    rows = SavedSearch.objects.filter(public_id=public_id, has_feed=True, user__is_active=True)
    saved = rows.select_related("user__organisation").first()
    known = feed_token(saved or SavedSearch())
    if saved is None or not constant_time_compare(known, token):
        return None
    mine: SavedSearch | None = (
        SavedSearch.objects.visible_to(saved.user).filter(pk=saved.pk).first()
    )
    return mine and saved


def _require_own(saved: SavedSearch, by: User) -> None:
    require(by, Permission.SAVE_SEARCHES)
    if saved.user_id != by.pk:
        raise SavedSearch.DoesNotExist


def _update(saved: SavedSearch, **values: object) -> None:
    SavedSearch.objects.filter(pk=saved.pk).update(**values)
    saved.refresh_from_db()
