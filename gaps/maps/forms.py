"""What a reader says to get a map: the same in the address of the page, of files and of JSON."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capabilities import maturity
from capabilities.filters import regions
from capabilities.models import CapabilityArea
from gaps.maps.heat import Asked as HeatAsked
from gaps.maps.heat import By, Shown
from gaps.maps.making import SORTS, WORST_FIRST
from gaps.maps.measures import Asked, Measure
from portal.access import TLP, Audience, Reader, clearance

EVERYONE = TLP.CLEAR.code


class AudienceForm(forms.Form):
    """On whose behalf figures are read: one's own, or everybody's who may see them."""

    audience = forms.ChoiceField(label=_("Figures"), required=False)

    def __init__(self, data: Any, *, reader: Reader) -> None:
        super().__init__(data)
        self.reader = reader
        self._offer("audience", [("", _("All that you may see")), (EVERYONE, _("Public ones"))])
        if clearance(reader) == Audience.CLEAR:
            self.fields["audience"].widget = forms.HiddenInput()  # there is nothing to choose

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def read_for(self) -> Reader:
        """Whose figures are asked for, once the form has been looked through."""
        is_public = self.cleaned_data.get("audience") == EVERYONE
        return AnonymousUser() if is_public else self.reader


class MapForm(AudienceForm):
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
    field_order = ("measure", "area", "region", "edition", "audience")

    def __init__(self, data: Any, *, reader: Reader) -> None:
        super().__init__(data, reader=reader)
        self.editions = {edition.key: edition for edition in maturity.editions()}
        self._offer("region", [("", _("The whole world")), *regions()])
        self._offer("edition", [(key, str(each)) for key, each in self.editions.items()])

    def asked(self) -> Asked:
        """What is asked for, as far as it makes sense; what does not is in the errors."""
        self.is_valid()
        given = self.cleaned_data
        newest = next(iter(self.editions.values()), None)
        return Asked(
            reader=self.read_for,
            today=timezone.localdate(),
            measure=Measure(given.get("measure") or Measure.GAP_CLASS),
            area=given.get("area"),
            region=given.get("region") or "",
            edition=self.editions.get(given.get("edition") or "", newest),
        )


class HeatForm(AudienceForm):
    """What a reader says to get a heat map."""

    by = forms.ChoiceField(label=_("Rows"), choices=By.choices, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    group = forms.ModelChoiceField(
        CapabilityArea.objects.filter(parent=None).order_by("code"),
        label=_("Columns"),
        to_field_name="code",
        required=False,
        empty_label=_("Groups of areas"),
    )
    shown = forms.ChoiceField(label=_("Figure"), choices=Shown.choices, required=False)
    field_order = ("by", "region", "group", "shown", "audience")

    def __init__(self, data: Any, *, reader: Reader) -> None:
        super().__init__(data, reader=reader)
        self._offer("region", [("", _("The whole world")), *regions()])

    def asked(self) -> HeatAsked:
        self.is_valid()
        given = self.cleaned_data
        region = given.get("region") or ""
        group = given.get("group")
        return HeatAsked(
            reader=self.read_for,
            by=By.COUNTRY if region else By(given.get("by") or By.REGION),
            region=region,
            group=group,
            shown=Shown(given.get("shown") or Shown.GAPS),
            sort=self.data.get("sort") or "name",
            audience=given.get("audience") or "",
        )


def sort_of(data: Any) -> str:
    """How the table is to be sorted; anything else is the worst first."""
    asked = data.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else WORST_FIRST
