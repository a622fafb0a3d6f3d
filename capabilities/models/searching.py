"""What the directory is searched by: one row a resource, counts of facets as bits, and words.

Triggers of the database keep the rows, in the transaction of whatever is written and by whatever
way. Each label stands in a partition of its own, so what a reader may not see is in none of the
tables and indexes that answer them. TLP:RED is in none at all. See ADR 33.
"""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from capabilities.models.catalogue import Resource
from portal.access import Reader, clearance


class SearchRowQuerySet(models.QuerySet["SearchRow"]):
    def visible_to(self, user: Reader) -> Self:
        """The rows of the resources that the reader may see, search, count and export."""
        cleared = Q(label__lte=clearance(user))
        if not user.is_authenticated or user.organisation_id is None:
            return self.filter(cleared)
        known = Resource.objects.visible_to(user).values("pk")
        return self.filter(
            cleared | Q(organisations__contains=[user.organisation_id], resource__in=known)
        )


class SearchRow(models.Model):
    """A resource as it is searched: its words, and what it is filtered by as short tokens.

    Tokens are a letter, a colon and a code; `capabilities.facets` says which. The label is the
    higher one of the resource's and its provider's.
    """

    resource = models.OneToOneField(
        Resource,
        on_delete=models.DO_NOTHING,  # a trigger removes it
        primary_key=True,
        related_name="search_row",
        db_constraint=False,
    )
    label = models.PositiveSmallIntegerField()
    organisations = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text="Those who own the resource or its provider, or whom one is shared with.",
    )
    sort_key = models.CharField(max_length=200, help_text="The name, accents and case folded.")
    also = models.TextField(
        default="", help_text="Its other names, folded as the name is, each after a bar."
    )
    public_id = models.CharField(max_length=12)
    tokens = ArrayField(models.CharField(max_length=64), default=list)
    title = SearchVectorField()
    words = SearchVectorField()

    objects: ClassVar[Any] = SearchRowQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id


class SearchPlace(models.Model):
    """Where a row stands in the bits of its label: apart, since rows are dear to write."""

    resource = models.OneToOneField(
        Resource,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    label = models.PositiveSmallIntegerField()
    slot = models.IntegerField(null=True, help_text="None until the row is folded in.")

    def __str__(self) -> str:
        return f"{self.label} {self.slot}"


class SearchDebut(models.Model):
    """Since when a resource has been found as it is found now, by those cleared for each label.

    It comes into view when it is entered or its label is lowered, and anew when what it is
    filtered by changes; not when it is merely confirmed again. Empty: it is out of their view.
    """

    resource = models.OneToOneField(
        Resource,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    what = models.BigIntegerField(help_text="A digest of what it is filtered by.")
    since_0 = models.DateTimeField(null=True, db_index=True)
    since_1 = models.DateTimeField(null=True, db_index=True)
    since_2 = models.DateTimeField(null=True, db_index=True)
    since_3 = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.resource_id}"


class FacetBits(models.Model):
    """Which of the rows of one label and block have a value: a bit for each slot of the block."""

    pk = models.CompositePrimaryKey("label", "block", "token")
    label = models.PositiveSmallIntegerField()
    block = models.IntegerField()
    token = models.CharField(max_length=64)
    number = models.IntegerField(help_text="How many of the bits are set.")

    def __str__(self) -> str:
        return f"{self.label} {self.block} {self.token}"


class SearchGap(models.Model):
    """A slot whose row has gone or changed since the bits were written: its bit counts nothing."""

    label = models.SmallIntegerField(help_text="-1: memberships of groups have changed.")
    slot = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.label} {self.slot}"


class SearchWord(models.Model):
    """A word of TLP:CLEAR rows, to guess from what somebody meant to write."""

    word = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.word
