"""What is written down step by step, a form a page: shared by needs and by entries.

Answers are kept as they were given, by the name of their field, and all are checked once more
when what was written is submitted.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities import wording
from capabilities.models import CapabilityArea

Answers = Mapping[str, Any]
ANY = "any"
LONGEST_TEXT = 5000


class Step(forms.Form):
    """One page of what is written down. `name` stands in its address.

    `context` is whatever a step depends on beside its own answer.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    guidance: ClassVar[Any] = ""
    joins: ClassVar[wording.Joined] = "or"  # several answers to one field, in words

    def __init__(self, data: Any = None, *, context: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.context = context
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the context."""

    def answers(self) -> dict[str, Any]:
        """The answers of a valid form, as they are kept."""
        return {name: _kept(value) for name, value in self.cleaned_data.items()}

    def as_given(self) -> dict[str, Any]:
        """What was typed, whatever it is worth, to be gone on with later."""
        return {name: self[name].data for name in self.fields}

    def values(self) -> dict[str, Any]:
        """The columns of a row that a valid form gives."""
        return dict(self.cleaned_data)


def _kept(value: Any) -> Any:
    if isinstance(value, CapabilityArea):
        return value.code
    return value.isoformat() if isinstance(value, date) else value


def hinted(field: Any, hints: Mapping[str, Any]) -> None:
    """Give each choice of a field its explanation, which the page shows beneath it."""
    field.hints = {str(value): hint for value, hint in hints.items()}


class SeveralOrAny(forms.MultipleChoiceField):
    """Several of a list, or “any”, but not both."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if ANY in chosen and len(chosen) > 1:
            raise forms.ValidationError(self.error_messages["both"])
        return chosen


def without_any(chosen: list[str]) -> list[str]:
    return [code for code in chosen if code != ANY]


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


def long_text(label: Any, *, asked: Any = "", **kwargs: Any) -> forms.CharField:
    """Several lines of text; `asked` is what is said where they must not be left out."""
    errors: dict[str, Any] = {"max_length": _("Write at most %(limit_value)d characters.")}
    if asked:
        errors["required"] = asked
    return forms.CharField(
        label=label,
        required=bool(asked),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=errors,
        **kwargs,
    )
