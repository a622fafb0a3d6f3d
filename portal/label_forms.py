"""Forms of the page “Label and sharing”."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import labels
from portal.access import TLP, may_relabel
from portal.models import Marked, Organisation, User

LABELS_IN_WORDS = {
    TLP.CLEAR: _("TLP:CLEAR – everyone, signed in or not"),
    TLP.GREEN: _("TLP:GREEN – every member of a verified organisation"),
    TLP.AMBER: _("TLP:AMBER – its owner, reviewers, and organisations named for it"),
    TLP.AMBER_STRICT: _("TLP:AMBER+STRICT – its owner and reviewers alone"),
    TLP.RED: _("TLP:RED – persons named for it alone; it enters no analysis"),
}


class LabelForm(forms.Form):
    """Another label, and why."""

    to = forms.TypedChoiceField(
        label=_("New label"), coerce=lambda value: TLP(int(value)), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Whoever may read the history of this record can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the label changes.")},
    )

    def __init__(self, data: Any = None, *, row: Marked, by: User) -> None:
        super().__init__(data)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (label.value, words)
            for label, words in LABELS_IN_WORDS.items()
            if label != row.tlp and label >= row.lowest_label and may_relabel(by, row, label)
        ]
        self.fields["to"].error_messages |= {
            "required": gettext("Choose another label."),
            "invalid_choice": gettext("Choose one of the labels offered."),
        }


class OrganisationForm(forms.Form):
    """One more organisation, by its name."""

    organisation = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        help_text=_("A verified organisation. The browser suggests names as you type."),
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        error_messages={"required": _("Give the name of an organisation.")},
    )

    def __init__(self, data: Any = None, *, row: Marked, by: User) -> None:
        super().__init__(data)
        self.offered = labels.nameable_organisations(row)

    def clean_organisation(self) -> Organisation:
        found = self.offered.filter(name__iexact=self.cleaned_data["organisation"]).first()
        if found is None:
            raise forms.ValidationError(
                gettext(
                    "There is no other verified organisation of this name. Choose from the list."
                )
            )
        return found


class PersonForm(forms.Form):
    """One more person, by their e-mail address."""

    person = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("A colleague or a reviewer. Reviewers may name any member."),
        error_messages={"required": _("Give the e-mail address of a person.")},
    )

    def __init__(self, data: Any = None, *, row: Marked, by: User) -> None:
        super().__init__(data)
        self.offered = labels.nameable_persons(by)

    def clean_person(self) -> User:
        found = self.offered.filter(email__iexact=self.cleaned_data["person"]).first()
        if found is None:
            raise forms.ValidationError(gettext("You can name nobody with this address."))
        return found
