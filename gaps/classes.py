"""What each class of gap means, in plain words: what the page of the method says of it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gaps.models import GapClass

MEANINGS: Mapping[GapClass, str | Promise] = {
    GapClass.UNCOVERED: _("Nobody in the directory offers help in this area at all."),
    GapClass.MULTI_BLOCKED: _(
        "There are offers, but even the nearest would have to change in several ways at once."
    ),
    GapClass.KIND_MISMATCH: _(
        "The nearest offer gives another kind of help, say advice where equipment is asked for."
    ),
    GapClass.UNDER_LEVELLED: _("The nearest offer does not help from the level of this step."),
    GapClass.INELIGIBLE: _("The nearest offer is not open to this country."),
    GapClass.LANGUAGE_BLOCKED: _("The nearest offer is not given in a language asked for."),
    GapClass.MODE_BLOCKED: _("The nearest offer is not delivered in a way asked for."),
    GapClass.OUT_OF_WINDOW: _(
        "The nearest offer does not run in any month in which it is needed. That it may also lack "
        "a recent confirmation makes no difference."
    ),
    GapClass.STALE: _(
        "The nearest offer fits in every way, but nobody has confirmed lately that it still runs."
    ),
    GapClass.CAPACITY_SHORT: _(
        "Offers can serve it, but have fewer places than it asks for, even if nobody else came."
    ),
    GapClass.CAPACITY_CONTENDED: _(
        "Offers have places enough for it alone, but others need them too, and a fair division "
        "leaves it short."
    ),
    GapClass.SINGLE_PROVIDER: _(
        "It gets all it asks for, but one provider alone can serve it. Not a gap, but fragile."
    ),
    GapClass.COVERED: _("It gets all it asks for, and two providers or more can serve it."),
}
