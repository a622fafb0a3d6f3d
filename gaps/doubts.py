"""Confidence in plain words: the answer, and each reason that lowers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gaps.engine.confidence import Doubt, DoubtKind, Evidence, Level, confidence

LEVELS: Mapping[Level, str | Promise] = {
    Level.HIGH: gettext_lazy("High confidence"),
    Level.MEDIUM: gettext_lazy("Medium confidence"),
    Level.LOW: gettext_lazy("Low confidence"),
}
ATTRIBUTES: Mapping[str, str | Promise] = {
    "level": gettext_lazy("level"),
    "capacity": gettext_lazy("capacity"),
    "language": gettext_lazy("language"),
    "kind": gettext_lazy("kind of help"),
    "mode": gettext_lazy("way of delivery"),
    "eligibility": gettext_lazy("who may use it"),
}


REMEDIES: Mapping[DoubtKind, str | Promise] = {
    DoubtKind.NOT_SUBMITTED: gettext_lazy("an agency of the country submits the need itself"),
    DoubtKind.ONE_SUBMITTER: gettext_lazy("a second agency submits the same need"),
    DoubtKind.NEED_UNDATED: gettext_lazy("the agency says on which day the need was assessed"),
    DoubtKind.NEED_OLD: gettext_lazy("the agency assesses the need anew"),
    DoubtKind.NO_OFFER: gettext_lazy("providers in the area are asked whether they help here"),
    DoubtKind.NEVER_CONFIRMED: gettext_lazy("the provider confirms that the offer runs"),
    DoubtKind.CONFIRMED_LONG_AGO: gettext_lazy("the provider confirms that the offer still runs"),
    DoubtKind.NOT_STATED: gettext_lazy("the provider states what is missing of the offer"),
}


@dataclass(frozen=True)
class Trust:
    """How far a finding can be trusted, and what lowers it; nothing does where none is named."""

    level: Level
    reasons: tuple[str, ...]
    remedies: tuple[str, ...] = ()  # what would raise it

    @property
    def label(self) -> str:
        return str(LEVELS[self.level])


def trust(evidence: Evidence) -> Trust:
    found = confidence(evidence)
    return Trust(
        level=found.level,
        reasons=tuple(_WORDS[doubt.kind](doubt) for doubt in found.doubts),
        remedies=tuple(dict.fromkeys(str(REMEDIES[doubt.kind]) for doubt in found.doubts)),
    )


def _months(number: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", number) % {"n": number}


def _not_stated(doubt: Doubt) -> str:
    name = ATTRIBUTES[doubt.attribute]
    if doubt.of == 1:
        return _("%(attribute)s not stated by the offer") % {"attribute": name}
    return _("%(attribute)s not stated by %(n)d of %(of)d offers") % {
        "attribute": name,
        "n": doubt.number,
        "of": doubt.of,
    }


def _never_confirmed(doubt: Doubt) -> str:
    if doubt.of == 1:
        return _("the offer was never confirmed")
    return _("%(n)d of %(of)d offers never confirmed") % {"n": doubt.number, "of": doubt.of}


_WORDS: Mapping[DoubtKind, Callable[[Doubt], str]] = {
    DoubtKind.NOT_SUBMITTED: lambda doubt: _("no agency has submitted the need itself"),
    DoubtKind.ONE_SUBMITTER: lambda doubt: _("one submitter only"),
    DoubtKind.NEED_UNDATED: lambda doubt: _("nobody said when the need was assessed"),
    DoubtKind.NEED_OLD: lambda doubt: (
        _("need assessed %(months)s ago") % {"months": _months(doubt.number)}
    ),
    DoubtKind.NO_OFFER: lambda doubt: _(
        "no offer in the directory; one that nobody has entered would change this"
    ),
    DoubtKind.NEVER_CONFIRMED: _never_confirmed,
    DoubtKind.CONFIRMED_LONG_AGO: lambda doubt: (
        _("last confirmed %(months)s ago") % {"months": _months(doubt.number)}
    ),
    DoubtKind.NOT_STATED: _not_stated,
}
