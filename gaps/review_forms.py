"""Forms of the review desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gaps.decisions import Addressee, Choice
from gaps.models import Action, GapClass
from gaps.workflow import Handling, moves_from
from portal.access import TLP, Role
from portal.models import User


def reviewers() -> Any:
    return User.objects.filter(is_active=True, role=Role.REVIEWER)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=False, **options)


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, **options
    )


ACTION_CHOICES = [("", _("None")), *Action.choices]


class DecisionForm(forms.Form):
    """What a reviewer decides of one finding, or of several alike."""

    seen = forms.TypedChoiceField(
        choices=Handling.choices, coerce=Handling, widget=forms.HiddenInput
    )
    to = forms.TypedChoiceField(label=_("Decision"), coerce=Handling, widget=forms.RadioSelect)
    reason = _text(_("Reason"), help_text=_("It stays in the history of this finding."))
    action = forms.ChoiceField(
        label=_("Recommended action"), choices=ACTION_CHOICES, required=False
    )
    in_hand_by = forms.CharField(
        label=_("In whose hands"),
        required=False,
        max_length=200,
        help_text=_("Only where it is already in hand."),
    )
    in_hand_until = _day(_("In hand until"))

    def __init__(
        self, data: Any = None, *, seen: Handling, again: bool = False, **options: Any
    ) -> None:
        super().__init__(data, **options)
        offered = moves_from(seen) + ([seen] if again else [])
        field: Any = self.fields["to"]
        field.choices = [(state, state.label) for state in offered]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == Handling.IN_HAND:
            for name in ("in_hand_by", "in_hand_until"):
                if not cleaned.get(name):
                    self.add_error(name, _("Say who has it in hand, and until when."))
        return cleaned

    @property
    def choice(self) -> Choice:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Choice(**said)


class TogetherForm(DecisionForm):
    """One decision for several findings, each in a state of its own."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, seen=Handling.UNDECIDED, **options)
        del self.fields["seen"]
        field: Any = self.fields["to"]
        field.choices = [(state, state.label) for state in Handling]


class AssignForm(forms.Form):
    """Who sees to a finding, and until when."""

    assigned_to = forms.ModelChoiceField(
        label=_("Who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )
    due = _day(_("Due on"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["assigned_to"]
        field.queryset = reviewers()


class OverrideForm(forms.Form):
    """A class of the reviewer's own, beside the computed one."""

    gap_class = forms.TypedChoiceField(
        label=_("Class that fits better"),
        choices=[("", _("None: the computed class stands alone")), *GapClass.choices],
        coerce=lambda value: GapClass(int(value)),
        required=False,
        empty_value=None,
    )
    reason = _text(_("Reason"), required=False)


class DiligenceForm(forms.Form):
    """What was looked into before help is brokered."""

    text = _text(_("What was looked into, and what was found"))


class QuestionForm(forms.Form):
    """A question to the submitter of the need or the provider of an offer."""

    seen = forms.TypedChoiceField(
        choices=Handling.choices, coerce=Handling, widget=forms.HiddenInput
    )
    to = forms.ChoiceField(label=_("Who is asked"))
    text = _text(_("Question"), help_text=_("They see this text and nothing else of the finding."))

    def __init__(self, data: Any = None, *, offered: list[Addressee], **options: Any) -> None:
        super().__init__(data, **options)
        self.offered = {addressee.key: addressee for addressee in offered}
        field: Any = self.fields["to"]
        field.choices = [(key, str(addressee)) for key, addressee in self.offered.items()]

    @property
    def addressee(self) -> Addressee:
        return self.offered[self.cleaned_data["to"]]


class AnswerForm(forms.Form):
    text = _text(_("Answer"))


class CommentForm(forms.Form):
    """A comment under a label of its own, and who is told of it."""

    text = _text(_("Comment"))
    label = forms.TypedChoiceField(
        label=_("Label"),
        choices=[(label.value, label.label) for label in TLP if label < TLP.RED],
        coerce=lambda value: TLP(int(value)),
        help_text=_("All who see this finding and are cleared for the label see the comment."),
    )
    mentions = forms.ModelMultipleChoiceField(
        label=_("Tell these people"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, people: Any, **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["mentions"]
        field.queryset = people
        if not data and not people.exists():
            field.widget = forms.MultipleHiddenInput()  # a heading over nothing
