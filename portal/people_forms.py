"""Forms about people, invitations and organisations."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from portal.access import OrganisationKind, Permission, Role, may, roles_to_give
from portal.models import Organisation, User


class InviteForm(forms.Form):
    """Whom to invite, as what, and into which of the organisations that `by` may invite into."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person’s own: whoever reads its mail gets the account."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), to_field_name="public_id"
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    manages = forms.BooleanField(
        label=_("Administrator of the organisation, who invites others into it"), required=False
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        organisations = Organisation.objects.managed_by(by)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        roles = Role.choices
        if not may(by, Permission.ADMINISTER):
            self.fields["organisation"].initial = by.organisation and by.organisation.public_id
            given = roles_to_give(by, organisations.get())
            roles = [(role.value, role.label) for role in Role if role in given]
            del self.fields["manages"]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, by: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = person.organisation
        given = roles_to_give(by, organisation) if organisation else frozenset(Role)
        roles = [(role.value, role.label) for role in Role if role in given]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.initial.setdefault("role", person.role)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As you write it and others should read it.")
    )
    name.widget.attrs["autocomplete"] = "name"


class AcceptForm(NameForm):
    """What makes an account out of an invitation."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        rules = (str(rule) for rule in password_validators_help_texts())
        self.fields["password"].help_text = " ".join(rules)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person = User(email=self.email, name=data.get("name", ""))
        try:
            validate_password(data.get("password", ""), person)
        except forms.ValidationError as weak:
            self.add_error("password", weak)
        return data


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
        help_text=_("It says which roles its own administrator may give."),
    )


class VerificationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What you checked, or what has changed. It is kept and shown here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
