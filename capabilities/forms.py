"""Forms of the pages about needs, beside the questions of `capabilities.questions`."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from capabilities.imports.tables.table import LIMITS
from capabilities.inspection import ENDINGS
from capabilities.models import Agency, Country, NeedOutcome
from capabilities.workflow import Rule
from portal.access import Reader

LONGEST_TEXT = 5000


def _text(label: Any, *, missing: Any = "", **kwargs: Any) -> forms.CharField:
    """Text of some lines; `missing`: what is said where it is empty, if it must not be."""
    area = forms.Textarea(attrs={"rows": 4})
    more = {"required": bool(missing), "error_messages": {"required": missing}, **kwargs}
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=area, **more)


class CountryForm(forms.Form):
    """For which country something is asked."""

    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.by_name(),
        to_field_name="iso3",
        required=False,
        empty_label=_("Choose a country"),
    )


class AgencyForm(forms.Form):
    """For which of the own agencies a need is."""

    agency = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Agency.objects.none(),
        to_field_name="public_id",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the agency whose need it is.")},
    )

    def __init__(self, *args: Any, user: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Agency.objects.of(user).select_related("country")
        self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
        self.agencies = list(mine)
        if len(self.agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = self.agencies[0].public_id


class MoveForm(forms.Form):
    """Why a need moves."""

    reason = _text(_("Reason"))

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.required = rule.reason
        field.label = rule.asks
        field.help_text = _("Everybody who follows this need can read it.")
        field.error_messages["required"] = _("Write this down before you go on.")


class OutcomeForm(forms.Form):
    """How a need ended."""

    helped = forms.ChoiceField(
        label=_("Did it help?"),
        choices=NeedOutcome.Helped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the help did help.")},
    )
    helpers = _text(_("Who helped?"), help_text=_("Empty only if nobody did."))
    evidence = _text(_("What shows it? (optional)"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        somebody = given.get("helped") not in (None, NeedOutcome.Helped.NOBODY)
        if somebody and not given.get("helpers", "").strip():
            self.add_error("helpers", _("Say who helped."))
        return given


class FinishForm(MoveForm, OutcomeForm):
    """That a need is met, with its outcome."""

    field_order = ("helped", "helpers", "evidence", "reason")


class TableForm(forms.Form):
    """A table to upload. What is in it is found out later, by its content and not by its name."""

    table = forms.FileField(
        label=_("Your table"),
        help_text=_("XLSX, or CSV saved as UTF-8."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Start from the template."),
        },
    )

    def clean_table(self) -> Any:
        sent = self.cleaned_data["table"]
        if sent.size > LIMITS.file_bytes:
            text = _("The file is larger than %(limit)s. Split it into several.")
            raise forms.ValidationError(text % {"limit": filesizeformat(LIMITS.file_bytes)})
        return sent


class TakeBackForm(forms.Form):
    """Why all of an upload is taken back."""

    reason = _text(
        _("Why is it taken back?"),
        missing=_("Give a reason."),
        help_text=_("Everybody who follows one of these records can read it."),
    )


def _file(label: Any, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_(
            "PDF, DOCX, XLSX, PNG or JPEG, at most 10 MB each, 10 files for a need. Without "
            "macros, scripts, embedded files or a password. Who may see the need may see its "
            "files: leave names of people out, also in what a camera or a program writes into a "
            "file by itself, such as the place of a picture."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
            "max_length": _("The name of the file is too long."),
        },
    )


class FileForm(forms.Form):
    """A file that bears out what is being written."""

    file = _file(_("Add a file (optional)"), required=False)


class LateFileForm(forms.Form):
    """A file for a need that was sent in, and why it comes now."""

    file = _file(_("File"), required=True)
    note = forms.CharField(
        label=_("What does it show, and why does it come now?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who follows this need can read it."),
        error_messages={"required": _("Say what the file shows, and why it comes now.")},
    )
