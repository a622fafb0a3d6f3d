"""Forms of this floor."""

from typing import Any

from django import forms
from django.db.models import Func
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from capabilities import wording
from capabilities.models import CapabilityArea, CountryGroup, Need
from gaps import planning
from gaps.models import Run
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


class RunChoice(forms.ModelChoiceField):
    """A run by its id, listed with its day, its readers and what it covered."""

    def label_from_instance(self, run: Any) -> str:
        said = {
            "day": date_format(run.created, "DATETIME_FORMAT"),
            "as_of": date_format(run.as_of),
            "readers": run.get_audience_display(),
            "run": run.public_id,
        }
        return gettext("%(day)s, as of %(as_of)s, %(readers)s (%(run)s)") % said


class ComparisonForm(forms.Form):
    """Two runs of one audience."""

    OFFERED = 100  # the newest; any other can be named by its id

    earlier = RunChoice(Run.objects.none(), label=_("From"), to_field_name="public_id")
    later = RunChoice(Run.objects.none(), label=_("To"), to_field_name="public_id")

    def __init__(self, data: Any = None, *, runs: Any) -> None:
        super().__init__(data)
        newest = list(runs.order_by("-pk")[: self.OFFERED])
        for field in self.fields.values():
            field.queryset = runs  # type: ignore[attr-defined]
            field.choices = [  # type: ignore[attr-defined]
                (run.public_id, field.label_from_instance(run))  # type: ignore[attr-defined]
                for run in newest
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and cleaned["earlier"] == cleaned["later"]:
            self.add_error("later", _("Choose two different runs."))
        if not self.errors and cleaned["earlier"].audience != cleaned["later"].audience:
            self.add_error("later", _("Choose two runs for the same readers."))
        return cleaned


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
