"""Forms of this floor."""

from typing import Any

from django import forms
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from capabilities import wording
from capabilities.models import CapabilityArea, CountryGroup, Need
from gaps import planning
from portal.access import Audience


class RunForm(forms.Form):
    """What a reviewer says when asking for a run."""

    audience = forms.TypedChoiceField(
        label=_("For whom"),
        choices=Audience.choices,
        coerce=lambda value: Audience(int(value)),
        help_text=_("The run takes in only what all of these readers may see."),
    )
    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        help_text=_("Empty means today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _languages() -> list[tuple[str, Any]]:
    """The languages that needs which everybody may see ask for."""
    asked = (
        Need.objects.for_audience(Audience.CLEAR)
        .live()
        .values_list(Func("languages", function="unnest"), flat=True)
    )
    named = sorted({(wording.language(code), code) for code in asked.distinct().order_by()})
    return [("", _("Any")), *((code, name) for name, code in named)]


class PoolingForm(forms.Form):
    """What candidates for a shared offer are narrowed by, on the page and at its endpoint."""

    area = forms.ModelChoiceField(
        label=_("Capability area"),
        queryset=CapabilityArea.objects.order_by("code"),
        to_field_name="code",
        required=False,
        empty_label=_("Any"),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_languages, required=False)
    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=CountryGroup.objects.filter(kind__in=planning.BODIES),
        to_field_name="code",
        required=False,
        empty_label=_("Any"),
    )

    @property
    def narrowed(self) -> planning.Narrowed:
        return planning.Narrowed(**self.cleaned_data)
