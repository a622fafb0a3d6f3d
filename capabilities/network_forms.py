"""How the network of projects is narrowed: the same words for its page, its file and its JSON."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities.filters import regions
from capabilities.models import Country, Project
from capabilities.network import Network, network
from portal.access import Reader


class NetworkForm(forms.Form):
    """How the network is narrowed."""

    body = forms.ChoiceField(label=_("Organisation"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    country = forms.ModelChoiceField(
        Country.objects.by_name(),
        label=_("Country"),
        to_field_name="iso3",
        required=False,
        empty_label=_("All countries"),
    )
    status = forms.ChoiceField(
        label=_("Projects"),
        choices=[("", _("All")), *Project.Status.choices],
        required=False,
    )

    def __init__(self, data: Any, *, reader: Reader) -> None:
        super().__init__(data)
        self.everything = network(reader)
        bodies = [(name, name) for name in self.everything.bodies]
        self._offer("body", [("", _("All organisations")), *bodies])
        self._offer("region", [("", _("The whole world")), *regions()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def narrowed(self) -> Network:
        """What is asked for, as far as it makes sense; what does not is in the errors."""
        self.is_valid()
        given = self.cleaned_data
        country = given.get("country")
        return self.everything.narrowed(
            body=given.get("body") or "",
            region=given.get("region") or "",
            country=country.iso3 if country else "",
            status=given.get("status") or "",
        )
