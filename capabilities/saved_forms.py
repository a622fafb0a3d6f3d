"""Forms about searches that people keep."""

from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities.models import SavedSearch
from capabilities.models.saved import LONGEST_NAME


class SaveForm(forms.Form):
    """Under which name a search is kept."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("Letters about the search call it by this name."),
        error_messages={"required": _("Give the search a name.")},
    )


class ChangeForm(SaveForm):
    """Another name, and how often letters come."""

    digest = forms.ChoiceField(
        label=_("Letters about what is new"),
        choices=SavedSearch.Digest.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "They name TLP:CLEAR entries alone. Where there is more, they say no more than that."
        ),
    )
