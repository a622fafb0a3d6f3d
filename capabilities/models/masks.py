"""Sets of codes as bit masks, kept by the database beside the sets themselves.

The analyser reads needs and resources as columns of fixed width, a hundred thousand at a time, and
compares sets by AND. A trigger writes the masks whenever a row is written, by whatever way, so no
code of ours can forget. Bit 8 b + i of a mask is bit i (the lowest first) of its byte b.
"""

from collections.abc import Collection

from django.db import models


class Code(models.Model):
    """The bit of one code: given at its first use, never changed and never reused."""

    vocabulary = models.CharField(max_length=12)
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["vocabulary", "position"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="code_once"),
            models.UniqueConstraint(fields=["vocabulary", "position"], name="code_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"


class Masked(models.Model):
    """A row with kinds, languages and modes, and their masks (8, 32 and 8 bytes)."""

    kinds_mask = models.BinaryField(editable=False, default=bytes)
    languages_mask = models.BinaryField(editable=False, default=bytes)
    modes_mask = models.BinaryField(editable=False, default=bytes)

    class Meta:
        abstract = True


def mask(vocabulary: str, codes: Collection[str], size: int) -> bytes:
    """The mask of some codes as the trigger would write it, for a row that is not stored.

    A code that no row has used has no bit yet, and here gets none. The last one of the mask stands
    in for it, so that what asks for such a code asks for something.
    """
    known = dict(
        Code.objects.filter(vocabulary=vocabulary, code__in=codes).values_list("code", "position")
    )
    bits = {known.get(code, 8 * size - 1) for code in codes}
    return sum(1 << bit for bit in bits).to_bytes(size, "little")
