"""The form by which anybody verifies a report."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaps.reports import verifying
from gaps.reports.document import NotADocument
from gaps.reports.verifying import Verdict
from portal.access import Reader


class VerifyForm(forms.Form):
    """One of three: a fingerprint, a file, or the text of one."""

    fingerprint = forms.CharField(
        label=gettext_lazy("Fingerprint"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("64 digits and letters, from the last page of the PDF."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or the JSON file of the report"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Up to 5 MB. It is compared and not kept."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text, pasted"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reader = reader
        self.verdict: Verdict | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("fingerprint", "file", "text") if cleaned.get(name)]
        if cleaned.get("file") is not None and "file" not in given:
            given.append("file")  # an empty file is given, too
        if not given and not self.errors:
            self.add_error("fingerprint", _("Give a fingerprint, choose a file or paste its text."))
        elif len(given) > 1:
            self.add_error(given[1], _("Give one of the three, and leave the others empty."))
        elif given:
            self._verify(given[0], cleaned[given[0]])
        return cleaned

    def _verify(self, name: str, value: Any) -> None:
        try:
            if name == "fingerprint":
                found = verifying.read_fingerprint(value)
                self.verdict = verifying.of_fingerprint(found, self._reader)
            else:
                data = self._bytes(name, value)
                self.verdict = verifying.of_file(data, self._reader) if data else None
        except (verifying.NoFingerprint, NotADocument) as problem:
            self.add_error(name, str(problem))

    def _bytes(self, name: str, value: Any) -> bytes | None:
        """What was given; a browser sends the lines of a pasted text in its own way."""
        data = value.read(verifying.LARGEST + 1) if name == "file" else value.strip().encode()
        if len(data) > verifying.LARGEST:
            limit = filesizeformat(verifying.LARGEST)
            self.add_error(name, _("It is larger than %(limit)s: no report is.") % {"limit": limit})
            return None
        if not data:
            self.add_error(name, _("It is empty."))
            return None
        return bytes(data)
