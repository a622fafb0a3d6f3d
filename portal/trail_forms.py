"""The filters of the trail, which its page and its CSV share."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import history
from portal.models import User, marked_models
from portal.trail import EntryQuerySet, Kind


class TrailFilterForm(forms.Form):
    """Who, what, which record, from where, and when."""

    kind = forms.ChoiceField(label=_("What was done"), required=False)
    person = forms.CharField(
        label=_("Who"), required=False, help_text=_("The e-mail address of an account.")
    )
    model = forms.ChoiceField(label=_("Kind of record"), required=False)
    record = forms.CharField(
        label=_("Which record"),
        required=False,
        max_length=20,
        help_text=_("The id in its address, or the number that the trail shows."),
    )
    address = forms.GenericIPAddressField(label=_("Network address"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("Anything"))]
        self.fields["kind"].choices = [*anything, *Kind.choices]  # type: ignore[attr-defined]
        self.fields["model"].choices = [*anything, *record_kinds()]  # type: ignore[attr-defined]

    def clean_person(self) -> User | None:
        email = self.cleaned_data["person"].strip().lower()
        if not email:
            return None
        found = User.objects.filter(email=email).first()
        if found is None:
            raise forms.ValidationError(_("There is no account with this address."))
        return found

    def clean(self) -> dict[str, Any]:
        """A record has an id in addresses, which is looked up, or a number."""
        values: dict[str, Any] = super().clean() or {}
        record = values.get("record", "")
        if record and not values.get("model"):
            self.add_error("model", _("Choose the kind of record as well."))
        elif record and not record.isdecimal():
            values["record"] = self._number_of(record, values["model"])
        return values

    def _number_of(self, public_id: str, label: str) -> str:
        for model in marked_models():
            if model._meta.label_lower == label:
                found = model.objects.filter(public_id=public_id).values_list("pk", flat=True)
                return str(found.first() or 0)
        self.add_error("record", _("Records of this kind have a number."))
        return ""

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """The entries that the filled fields ask for."""
        values = self.cleaned_data
        asked = {
            "kind": values["kind"],
            "user": values["person"],
            "model": values["model"],
            "record": values["record"],
            "address": values["address"],
            "at__gte": _midnight(values["since"]),
            "at__lt": _midnight(values["until"], days=1),
        }
        return entries.filter(**{name: value for name, value in asked.items() if value})


def record_kinds() -> list[tuple[str, str]]:
    """The tables whose changes are told, by name."""
    tracked = [version.pgh_tracked_model._meta for version in history.versions()]  # type: ignore[attr-defined]
    found = [(meta.label_lower, str(meta.verbose_name).capitalize()) for meta in tracked]
    return sorted(found, key=lambda kind: kind[1])


def _midnight(day: Any, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
