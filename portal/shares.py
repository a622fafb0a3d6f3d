"""A share in words, the one way: what is not nothing never reads as nothing, nor as the whole."""

from django.utils.translation import gettext as _


def of_a_hundred(part: float, whole: float) -> str:
    """`12 %` and, at either end, `under 1 %` or `more than 99 %`; a dash of nothing at all."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return _("under 1 %")
    if 99 < share < 100:
        return _("more than 99 %")
    return _("%(share)s %%") % {"share": round(share)}
