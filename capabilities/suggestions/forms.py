"""The form that anybody may send, and those of whoever looks at what came in."""

import re
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities.models import Suggestion
from capabilities.suggestions.acts import VERDICTS

LONGEST = 2000
# What begins like an element or a comment of HTML.
LIKE_HTML = re.compile(r"<\s*[/!a-z]", re.IGNORECASE)
TRAP = "reply_by"


class SuggestionForm(forms.Form):
    """A suggestion in plain text. What only a machine would fill in gives a machine away."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Suggestion.About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = forms.CharField(
        label=_("Your suggestion"),
        help_text=_("Plain text. No names of persons, please, and nothing secret."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what you suggest.")},
    )
    source_url = forms.URLField(
        label=_("A page that shows it (optional)"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Its address, beginning with https://"),
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        help_text=_("Only to tell you what became of it. It is deleted after that."),
    )
    reply_by = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if LIKE_HTML.search(text):
            raise forms.ValidationError(_("Write plain text, without HTML."))
        return text

    def clean_source_url(self) -> str:
        address: str = self.cleaned_data["source_url"]
        if address and not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("Give the address of a web page."))
        return address

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get(TRAP))

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != TRAP}


class VerdictForm(forms.Form):
    """What becomes of a suggestion."""

    to = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[(verdict.value, verdict.label) for verdict in VERDICTS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Whoever sent it is told this if they left an address."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DoneForm(forms.Form):
    """What was done about an accepted suggestion."""

    note = forms.CharField(
        label=_("What was done?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what was done.")},
    )


class SuggestionFilter(django_filters.FilterSet):
    """The queue: what waits unless something else is asked for."""

    status = django_filters.ChoiceFilter(
        choices=Suggestion.Status.choices, empty_label=None, label=_("Show")
    )

    def __init__(self, data: Any = None, *args: Any, first: str, **kwargs: Any) -> None:
        given = {name: value for name, value in (data or {}).items() if name == "status"}
        super().__init__({"status": first, **given}, *args, **kwargs)
