"""The kinds of fields that entries are asked with."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities.entries.choices import Context
from capabilities.steps import Step

LONGEST_NAME = 200
# Where the choices of a field come from.
SOURCES = {
    "areas": "areas",
    "eligible_groups": "groups",
    "eligible_countries": "countries",
    "excluded_countries": "countries",
    "languages": "languages",
    "based_in": "countries_or_none",
}


class Section(Step):
    """One part of what an entry says."""

    context: Context
    joins = "standard"

    def prepare(self) -> None:
        for name, source in SOURCES.items():
            if name in self.fields:
                self.fields[name].choices = getattr(self.context, source)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The columns that a valid form gives; several codes stand for the rows that they name."""
        given = dict(self.cleaned_data)
        if "called" in given:
            given["name"] = given.pop("called")
        if "aliases" in given:
            given["aliases"] = given["aliases"].splitlines()
        return given


class OtherNames(forms.CharField):
    """What else something is called, a name a line."""

    def __init__(self, help_text: Any) -> None:
        super().__init__(
            label=_("Other names (optional)"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=help_text,
        )

    def clean(self, value: Any) -> str:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        if any(len(line) > LONGEST_NAME for line in lines):
            raise forms.ValidationError(_("Write at most 200 characters a line."))
        return "\n".join(dict.fromkeys(filter(None, lines)))


def name_field(asked: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": asked,
            "max_length": _("Write at most %(limit_value)d characters."),
        },
    )


def address_field(label: Any, help_text: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=help_text,
        error_messages={
            "invalid": _("Enter a whole address, such as https://www.example.org/course.")
        },
    )


def source_field() -> forms.URLField:
    return address_field(
        _("Where others can check it (optional)"),
        _("A page or a document that says so. A reviewer looks there first."),
    )


def one_of(label: Any, named: Iterable[Any], asked: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(named),
        widget=forms.RadioSelect,
        error_messages={"required": asked, "invalid_choice": asked},
        **more,
    )


def several(label: Any, named: Iterable[Any] = (), asked: Any = "", **more: Any) -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(named),
        required=bool(asked),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": asked,
            "invalid_choice": _("“%(value)s” is not one of the choices."),
        },
        **more,
    )
