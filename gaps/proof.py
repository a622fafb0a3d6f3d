"""The certificate of a division, checked on what was really found before any of it is kept."""

from django.utils.translation import gettext as _

from gaps.engine import Result
from gaps.engine.certificate import check, sample

SAMPLE, WHOLE = 200, None  # need-steps of a run, or of a shard; those that compete come first


class ProofFails(Exception):
    """A division that is not the fair one: nothing of it may be kept."""


def checked(result: Result, sample_size: int | None = SAMPLE) -> int:
    """How many need-steps were checked. Raises ProofFails where the certificate does not hold."""
    steps = None if sample_size is None else sample(result, sample_size)
    if faults := check(result, steps):
        raise ProofFails(
            _("The proof of the division does not hold: %(fault)s.") % {"fault": faults[0]}
        )
    return int(result.assessed[result.need].sum()) if steps is None else len(steps)
