"""What a reader says to get a map: the same in the address of the page, of files and of JSON."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capabilities import maturity
from capabilities.filters import regions
from capabilities.models import CapabilityArea
from gaps.maps.making import SORTS, WORST_FIRST
from gaps.maps.measures import Asked, Measure
from portal.access import TLP, Audience, Reader, clearance

EVERYONE = TLP.CLEAR.code


class MapForm(forms.Form):
    """Every field has a default, so that nothing asked for is a map too."""

    measure = forms.ChoiceField(label=_("Measure"), choices=Measure.choices, required=False)
    area = forms.ModelChoiceField(
        CapabilityArea.objects.order_by("code"),
        label=_("Capability area"),
        to_field_name="code",
        required=False,
        empty_label=_("All areas"),
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    edition = forms.ChoiceField(label=_("Edition, for maturity"), required=False)
    audience = forms.ChoiceField(label=_("Figures"), required=False)

    def __init__(self, data: Any, *, reader: Reader) -> None:
        super().__init__(data)
        self.reader = reader
        self.editions = {edition.key: edition for edition in maturity.editions()}
        self._offer("region", [("", _("The whole world")), *regions()])
        self._offer("edition", [(key, str(each)) for key, each in self.editions.items()])
        self._offer("audience", [("", _("All that you may see")), (EVERYONE, _("Public ones"))])
        if clearance(reader) == Audience.CLEAR:
            self.fields["audience"].widget = forms.HiddenInput()  # there is nothing to choose

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What is asked for, as far as it makes sense; what does not is in the errors."""
        self.is_valid()
        given = self.cleaned_data
        newest = next(iter(self.editions.values()), None)
        public = given.get("audience") == EVERYONE
        return Asked(
            reader=AnonymousUser() if public else self.reader,
            today=timezone.localdate(),
            measure=Measure(given.get("measure") or Measure.GAP_CLASS),
            area=given.get("area"),
            region=given.get("region") or "",
            edition=self.editions.get(given.get("edition") or "", newest),
        )


def sort_of(data: Any) -> str:
    """How the table is to be sorted; anything else is the worst first."""
    asked = data.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else WORST_FIRST
