"""Forms of the pages about entries, beside the sections of `capabilities.entries.sections`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities.entry_workflow import ChangeRule
from capabilities.steps import long_text
from portal.models import Credibility, Reliability


class ReasonForm(forms.Form):
    """Why somebody asks for something."""

    reason = long_text(_("Reason"), asked=_("Write this down before you go on."))

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text


class MoveChangeForm(ReasonForm):
    """Why a change moves; both its writers and reviewers read it."""

    def __init__(self, *args: Any, rule: ChangeRule, **kwargs: Any) -> None:
        super().__init__(*args, label=rule.asks, **kwargs)
        field = self.fields["reason"]
        field.required = rule.reason
        field.help_text = _("Those who keep the entry and reviewers can read it.")


def _grade(label: Any, choices: Any) -> forms.ChoiceField:
    listed = [(code, f"{code} – {words}") for code, words in choices]
    return forms.ChoiceField(label=label, choices=listed)


class VerifyForm(MoveChangeForm):
    """What a reviewer checked, and how good the evidence is."""

    reliability = _grade(_("How far can the source be trusted?"), Reliability.choices)
    credibility = _grade(_("How far can what it says be believed?"), Credibility.choices)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    @property
    def given(self) -> dict[str, str]:
        said = self.cleaned_data
        grade = said["reliability"] + said["credibility"]
        return {"reason": said["reason"], "seen": said["seen"], "grade": grade}


class ConfirmForm(forms.Form):
    """What shows that an entry is still true; whoever keeps it may leave it out."""

    evidence = long_text(_("What shows it? (optional)"))

    def __init__(self, *args: Any, is_reviewer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        if is_reviewer:
            field.required, field.label = True, _("What shows it?")
            field.error_messages["required"] = _("Say what shows that it is still true.")
