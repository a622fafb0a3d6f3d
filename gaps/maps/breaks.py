"""Where the classes of a map begin and end. Pure: numbers in, numbers out."""

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10

CLASSES = 5


def upper_bounds(values: Iterable[float], classes: int = CLASSES) -> list[float]:
    """The last value of each class, so that classes hold about as many values and bounds are round.

    Each is rounded up to two digits, so every value is within a class; classes that would fall
    together are one. Of no values above nought there are no classes.
    """
    ordered = sorted(value for value in values if value > 0)
    if not ordered:
        return []
    places = (ceil(len(ordered) * number / classes) - 1 for number in range(1, classes + 1))
    return sorted({_round_up(ordered[max(place, 0)]) for place in places})


def _round_up(value: float) -> float:
    """To two digits: 1234 to 1300, 0.123 to 0.13; whole numbers below a hundred as they are."""
    magnitude = floor(log10(value)) - 1
    if magnitude >= 0:
        unit = 10**magnitude
        return float(ceil(value / unit) * unit)
    scale: int = 10**-magnitude
    return float(ceil(round(value * scale, 6)) / scale)


def number_of(value: float, bounds: Sequence[float]) -> int:
    """The number of the class of a value, the first being 1; 0 for nought."""
    if value <= 0:
        return 0
    return next(number for number, bound in enumerate(bounds, 1) if value <= bound)
