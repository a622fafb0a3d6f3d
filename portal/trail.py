"""The trail: one append-only table of what was changed and what was done, newest first.

Row changes come from triggers on the tables of versions (`portal.history`), everything else from
`portal.audit.note`. Each entry stands for itself: it can be read when what it tells of is gone.
"""

from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from portal.history import never_emptied


class Kind(models.TextChoices):
    """What an entry of the trail tells of."""

    ADDED = "insert", _("Record added")
    CHANGED = "update", _("Record changed")
    REMOVED = "delete", _("Record removed")
    LABEL = "label", _("Label changed")
    SIGN_IN = "sign-in", _("Signed in")
    SIGN_IN_FAILED = "sign-in-failed", _("Sign-in failed")
    SIGN_OUT = "sign-out", _("Signed out")
    SECOND_FACTOR = "second-factor", _("Second factor set or removed")
    PASSWORD = "password", _("Password changed")
    EXPORT = "export", _("Exported or downloaded")
    TOKEN = "token", _("API client used its token")
    TOKEN_FETCHED = "token-fetched", _("API client fetched a token")
    REFUSED = "refused", _("Refused")


class EntryQuerySet(models.QuerySet["Entry"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def before(self, at: Any, pk: int) -> Self:
        """What comes after the entry `pk` of that time, newest first."""
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)


class Entry(models.Model):
    """One thing that was done: a change of rows, or an event that left no row."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    # Neither this nor a record is a constraint: an entry outlives what it tells of.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
    )
    address = models.GenericIPAddressField(null=True)
    act = models.CharField(max_length=120, blank=True, help_text=_("Method and route, or command."))
    circumstances = models.UUIDField(
        null=True, help_text=_("The same for all that was done at once.")
    )
    why = models.TextField(blank=True)
    model = models.CharField(max_length=80, blank=True)
    record = models.BigIntegerField(null=True)
    rows = models.PositiveIntegerField(default=1)
    fields = ArrayField(models.CharField(max_length=80), default=list)
    details = models.JSONField(default=dict)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        # Each list of the trail is one of these, read from its end.
        indexes = [
            models.Index(fields=["at", "id"], name="entry_by_time"),
            models.Index(fields=["user", "at", "id"], name="entry_by_user"),
            models.Index(fields=["kind", "at", "id"], name="entry_by_kind"),
            models.Index(fields=["address", "at", "id"], name="entry_by_address"),
            models.Index(fields=["model", "record", "at", "id"], name="entry_by_record"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Circumstances(Context):
    """What pghistory keeps of each request, task and command; it may gain facts and lose none."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            never_emptied(),
            pgtrigger.Trigger(
                name="only_gains",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
                        OR NOT jsonb_strip_nulls(NEW.metadata) @> jsonb_strip_nulls(OLD.metadata)
                    THEN RAISE EXCEPTION 'Circumstances of a change are append-only';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
