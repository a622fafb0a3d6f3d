"""Forms of this floor."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
