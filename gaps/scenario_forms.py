"""Forms that put a what-if scenario together: each gives one change in the engine's form."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities import wording
from capabilities.models import (
    CapabilityArea,
    Country,
    CountryGroup,
    Kind,
    Level,
    Mode,
    Need,
    Resource,
    Urgency,
)
from gaps.models import Study
from gaps.scenarios import Changes, next_id
from portal.access import Reader

OFFERED_NAMES = 500  # in the list that a browser suggests from


class ScenarioForm(forms.Form):
    """What a scenario is called."""

    name = forms.CharField(
        label=_("Name of the scenario"),
        max_length=200,
        help_text=_("What you want to find out, such as “Two more forensics courses in French”."),
    )


class ChangeForm(forms.Form):
    """One change of a scenario. `title` heads it on the page, `act` names it in the address."""

    title: Any
    act: str

    def __init__(self, data: Any = None, *, study: Study, user: Reader) -> None:
        super().__init__(data, prefix=self.act)
        self.study = study
        offers = Resource.objects.visible_to(user).for_audience(study.run.audience)
        self.offers = offers
        needs = Need.objects.visible_to(user).for_run(study.run.audience)
        self.needs = needs
        if "languages" in self.fields:
            self.fields["languages"].choices = _languages(offers, needs)  # type: ignore[attr-defined]

    def clean_resource(self) -> str:
        """The id of the one offer of that name or id which the reader may see."""
        text = self.cleaned_data["resource"].strip()
        named = self.offers.filter(name__iexact=text) | self.offers.filter(public_id=text)
        found = list(named.values_list("public_id", flat=True)[:2])
        if len(found) == 1:
            return str(found[0])
        if found:
            raise forms.ValidationError(_("Several offers have this name. Give the id of one."))
        raise forms.ValidationError(
            _("No offer that you may see has this name. Choose one listed.")
        )

    def change(self) -> Changes:
        """The change, once the form is valid."""
        raise NotImplementedError

    def _id(self) -> str:
        return next_id(self.study.changes)


def offered(study: Study, user: Reader) -> list[str]:
    """Names of offers to suggest while somebody types."""
    offers = Resource.objects.visible_to(user).for_audience(study.run.audience)
    return list(offers.order_by("name").values_list("name", flat=True)[:OFFERED_NAMES])


def _languages(offers: Any, needs: Any) -> list[tuple[str, str]]:
    """The languages of what the reader may see, by name."""
    lists = chain(
        offers.order_by().values_list("languages", flat=True).distinct(),
        needs.order_by().values_list("languages", flat=True).distinct(),
    )
    codes = set(chain.from_iterable(lists))
    return sorted(((code, wording.language(code)) for code in codes), key=lambda pair: pair[1])


def _resource() -> forms.CharField:
    return forms.CharField(
        label=_("Offer"),
        help_text=_("Its name, as in the list of resources, or its id."),
        widget=forms.TextInput(attrs={"list": "offers"}),
    )


def _slots(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=_("Places"), min_value=0, max_value=10**6, **kwargs)


def _several(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class NewOffer(ChangeForm):
    """An offer that nobody makes yet."""

    title, act = _("A new offer"), "new-offer"

    area = forms.ModelChoiceField(
        label=_("Capability area"),
        queryset=CapabilityArea.objects.order_by("code"),
        to_field_name="code",
    )
    capacity = _slots(
        required=False, help_text=_("For each area and step. Empty means without limit.")
    )
    languages = _several(_("Languages"))
    kinds = _several(_("Kinds of help"), Kind.choices)
    modes = _several(_("Ways of delivery"), Mode.choices)
    group = forms.ModelChoiceField(
        label=_("Open to"),
        queryset=CountryGroup.objects.order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=_("All countries"),
    )

    def change(self) -> Changes:
        given: Mapping[str, Any] = self.cleaned_data
        name = self._id()
        offer = {
            "id": name,
            "provider": name,
            "areas": [given["area"].code],
            "capacity": given["capacity"],
            "languages": given["languages"],
            "kinds": given["kinds"] or None,
            "modes": given["modes"] or None,
            "eligible": {"groups": [given["group"].code]} if given["group"] else {"all": True},
            "verified": self.study.run.as_of.isoformat(),
        }
        return {"add": {"resources": [offer]}}


class ChangedOffer(ChangeForm):
    """An offer that is made, made differently. What is left empty stays as it is."""

    title, act = _("A change to an offer"), "change-offer"

    resource = _resource()
    capacity = _slots(required=False, help_text=_("Empty leaves it as it is."))
    is_unlimited = forms.BooleanField(label=_("Without limit of places"), required=False)
    ends = forms.DateField(
        label=_("Ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    is_confirmed = forms.BooleanField(label=_("Confirmed to be running"), required=False)
    is_open = forms.BooleanField(label=_("Open to all countries"), required=False)
    is_neutral = forms.BooleanField(label=_("In whatever language is asked for"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("capacity") is not None and cleaned["is_unlimited"]:
            self.add_error("capacity", _("Give a number, or say that there is no limit: not both."))
        if "resource" in cleaned and not self.errors and len(self._fields()) == 0:
            self.add_error(None, _("Say what changes."))
        return cleaned

    def _fields(self) -> dict[str, Any]:
        given: Mapping[str, Any] = self.cleaned_data
        day: date = self.study.run.as_of
        wanted: dict[str, tuple[Any, Any]] = {
            "capacity": (given["is_unlimited"] or given["capacity"] is not None, given["capacity"]),
            "end": (given["ends"], given["ends"] and given["ends"].isoformat()),
            "verified": (given["is_confirmed"], day.isoformat()),
            "eligible": (given["is_open"], {"all": True}),
            "languages": (given["is_neutral"], []),
        }
        return {field: value for field, (is_meant, value) in wanted.items() if is_meant}

    def change(self) -> Changes:
        row = {"id": self.cleaned_data["resource"], **self._fields()}
        return {"change": {"resources": [row]}}


class RemovedOffer(ChangeForm):
    """An offer that stops."""

    title, act = _("An offer that stops"), "remove-offer"

    resource = _resource()

    def change(self) -> Changes:
        return {"remove": {"resources": [self.cleaned_data["resource"]]}}


class CellForm(ChangeForm):
    """A change to what one country lacks in one area."""

    country = forms.ModelChoiceField(
        label=_("Country"), queryset=Country.objects.by_name(), to_field_name="iso3"
    )
    area = forms.ModelChoiceField(
        label=_("Capability area"),
        queryset=CapabilityArea.objects.exclude(parent=None).order_by("code"),
        to_field_name="code",
    )


class NewNeed(CellForm):
    """A need that nobody has submitted."""

    title, act = _("A new need"), "new-need"

    current = forms.TypedChoiceField(label=_("From level"), choices=Level.choices, coerce=int)
    target = forms.TypedChoiceField(
        label=_("To level"), choices=Level.choices, coerce=int, initial=3
    )
    quantity = forms.IntegerField(label=_("Places"), min_value=1, max_value=10**6)
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), choices=Urgency.choices, coerce=int, initial=3
    )
    languages = _several(_("Languages"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("target", 9) <= cleaned.get("current", 0):
            self.add_error("target", _("Choose a level above the one it starts from."))
        return cleaned

    def change(self) -> Changes:
        given: Mapping[str, Any] = self.cleaned_data
        plain = {name: given[name] for name in ("current", "target", "quantity", "urgency")}
        need = {
            "id": self._id(),
            "country": given["country"].iso3,
            "area": given["area"].code,
            "languages": given["languages"],
            **plain,
        }
        return {"add": {"needs": [need]}}


class MetNeed(CellForm):
    """All needs of one country in one area, met or withdrawn."""

    title, act = _("Needs that fall away"), "remove-need"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            here = self.needs.filter(country=cleaned["country"], area=cleaned["area"])
            cleaned["needs"] = sorted(here.values_list("public_id", flat=True))
            if not cleaned["needs"]:
                self.add_error("area", _("No need of this country is known here."))
        return cleaned

    def change(self) -> Changes:
        return {"remove": {"needs": self.cleaned_data["needs"]}}


CHANGE_FORMS: Mapping[str, type[ChangeForm]] = {
    form.act: form for form in (NewOffer, ChangedOffer, RemovedOffer, NewNeed, MetNeed)
}
