"""What a reviewer says about two records that may be one."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities.duplicates.facts import BOTH, FIRST, SECOND, differences
from capabilities.models import Duplicate, Pairable

LONGEST = 200  # characters of a fact beside its choice
NOT_STATED = _("Not stated")


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )


class DuplicateFilter(django_filters.FilterSet):
    """The list of pairs: those to be decided unless others are asked for."""

    kind = django_filters.ChoiceFilter(choices=Pairable.choices, label=_("Kind of record"))
    status = django_filters.ChoiceFilter(
        choices=Duplicate.Status.choices, empty_label=None, label=_("Show")
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        given = {name: value for name, value in (data or {}).items() if name in ("kind", "status")}
        super().__init__({"status": Duplicate.Status.OPEN.value, **given}, *args, **kwargs)


class DifferentForm(forms.Form):
    """Why two records are not the same."""

    reason = _reason(_("It is remembered, so that nobody is asked again."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "different_%s", **kwargs})  # beside another reason


class UndoForm(forms.Form):
    """Why a merge is taken apart again."""

    reason = _reason(_("It stays in the history of both records."))


class PairForm(forms.Form):
    """Two records that a reviewer takes for one, by their addresses or ids."""

    kind = forms.ChoiceField(label=_("Kind of record"), choices=Pairable.choices)
    one = forms.CharField(label=_("Address or id of one"), max_length=500)
    other = forms.CharField(label=_("Address or id of the other"), max_length=500)

    def rows(self, reader: Any) -> list[Any]:
        """The two, of those that the reader may see; fewer where one is not known."""
        kind = Pairable(self.cleaned_data["kind"])
        ids = [self.cleaned_data[name].rstrip("/").rpartition("/")[2] for name in ("one", "other")]
        known = {
            row.public_id: row
            for row in kind.model.objects.visible_to(reader).filter(public_id__in=ids)
        }
        for name, public_id in zip(("one", "other"), ids, strict=True):
            if public_id not in known:
                self.add_error(name, _("There is no such record."))
        return [known[public_id] for public_id in ids if public_id in known]


class MergeForm(forms.Form):
    """Which of two records stays, and what it says then, fact by fact."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    stays = forms.ChoiceField(
        label=_("Which one stays?"),
        widget=forms.RadioSelect,
        help_text=_("Its address stays, and that of the other leads to it."),
        error_messages={"required": _("Choose which of the two stays.")},
    )

    def __init__(self, data: Any = None, *, first: Any, second: Any, stays: str, **kw: Any) -> None:
        super().__init__(data, **kw)
        field: Any = self.fields["stays"]
        field.choices = [(FIRST, _short(str(first))), (SECOND, _short(str(second)))]
        field.hints = {FIRST: first.public_id, SECOND: second.public_id}
        self.facts = []
        for one in differences(first, second, stays):
            name = f"keep-{one.fact.name}"
            self.facts.append(one.fact.name)
            self.fields[name] = _choice(one)
        self.fields["reason"] = _reason(_("It stays in the history of the record."))

    def choices(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"keep-{name}"] for name in self.facts}


def _choice(one: Any) -> forms.ChoiceField:
    offered = [(FIRST, _short(one.first)), (SECOND, _short(one.second))]
    if one.fact.joins:
        offered.append((BOTH, _("All of both")))
    return forms.ChoiceField(
        label=one.fact.title, choices=offered, initial=one.kept, widget=forms.RadioSelect
    )


def _short(text: str) -> Any:
    if not text:
        return NOT_STATED
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
