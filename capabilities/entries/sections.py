"""What is asked about an entry, a section a page: the only home of what makes an entry good."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities import wording
from capabilities.entries.choices import Context
from capabilities.entries.fields import (
    OtherNames,
    Section,
    address_field,
    name_field,
    one_of,
    several,
    source_field,
)
from capabilities.models import Kind, Level, Mode, Proposal, Provider, Resource
from capabilities.questions import LABELS
from capabilities.steps import Day, hinted, long_text
from portal.access import TLP

MOST = 1_000_000
# ------------------------------------------------------------------ an offer


class OfferSection(Section):
    name, title = "offer", _("What is offered?")
    guidance = _("Say it so that somebody who has never heard of you knows what they would get.")

    called = name_field(_("Enter the name of the offer."))
    aliases = OtherNames(
        _("What else it is or was called, one name a line: people who look for that find it.")
    )
    description = long_text(
        _("Description"),
        asked=_("Say in a few sentences what is offered."),
        help_text=_("What it is, for whom, how long it takes, and what they can do afterwards."),
    )
    url = address_field(_("Web page of the offer (optional)"))
    source_url = source_field()


class AreasSection(Section):
    name, title = "areas", _("Which capability areas does it help in?")
    guidance = _(
        "Choose what somebody can do better afterwards, and nothing that it only touches: a need "
        "in an area counts as served by every offer that names the area."
    )

    areas = several(_("Capability areas"), asked=_("Choose at least one capability area."))


class HelpSection(Section):
    name, title = "help", _("What kind of help is it, and how is it given?")

    kinds = several(_("Kinds of help"), Kind.choices, asked=_("Choose at least one kind of help."))
    modes = several(
        _("Ways of delivery"),
        Mode.choices,
        help_text=_("None chosen means not stated: it is taken as any, and trusted less."),
    )


def _level(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("Not stated")), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class LevelsSection(Section):
    name, title = "levels", _("From which level to which does it lead?")
    guidance = _(
        "A course for beginners may lead from 1 to 2, a laboratory set up and staffed from 2 to 4. "
        "The levels mean the same for every country and area."
    )

    level_from = _level(_("Whoever uses it starts from"))
    level_to = _level(_("And reaches"))

    def prepare(self) -> None:
        super().prepare()
        for name in ("level_from", "level_to"):
            hinted(self.fields[name], {str(level): said for level, said in wording.LEVELS.items()})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("level_from"), given.get("level_to")
        if (start is None) != (end is None):
            self.add_error("level_to", _("State both levels, or neither."))
        elif start is not None and end is not None and end <= start:
            self.add_error("level_to", _("The level reached must be higher than the first."))
        return given


class WhoSection(Section):
    name, title = "who", _("Who may use it?")
    guidance = _(
        "Name groups of countries where you can: a country that joins the group later is then "
        "included by itself."
    )

    eligibility = one_of(
        _("Open to"), Resource.Eligibility.choices, _("Choose whom it is open to.")
    )
    eligible_groups = several(_("Groups of countries"))
    eligible_countries = several(_("Countries"))
    excluded_countries = several(
        _("Except"), help_text=_("Countries that cannot use it all the same.")
    )
    eligibility_basis = long_text(
        _("On what basis (optional)"),
        help_text=_("The rule of your own that says so, or what was agreed with your donors."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        named = [*given.get("eligible_groups", []), *given.get("eligible_countries", [])]
        rule = given.get("eligibility")
        if rule == Resource.Eligibility.NAMED and not named:
            self.add_error("eligible_groups", _("Name the groups or countries it is open to."))
        elif rule and rule != Resource.Eligibility.NAMED and named:
            self.add_error(
                "eligibility",
                _("You named groups or countries: choose “Open to those named”, or name none."),
            )
        both = set(given.get("eligible_countries", [])) & set(given.get("excluded_countries", []))
        if both:
            self.add_error("excluded_countries", _("A country cannot be both named and excepted."))
        return given


class LanguagesSection(Section):
    name, title = "languages", _("In which languages?")

    language_rule = one_of(
        _("Languages"),
        Resource.LanguageRule.choices,
        _("Choose whether language matters."),
        help_text=_("Language does not matter, for example, to a device or a data feed."),
    )
    languages = several(_("The languages in which it is given"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        rule, named = given.get("language_rule"), given.get("languages")
        if rule == Resource.LanguageRule.NAMED and not named:
            self.add_error("languages", _("Choose the languages in which it is given."))
        elif rule and rule != Resource.LanguageRule.NAMED and named:
            self.add_error(
                "language_rule", _("You chose languages: choose “The languages named”, or none.")
            )
        return given


class CapacitySection(Section):
    name, title = "capacity", _("How many can use it, and what does it cost them?")

    capacity_rule = one_of(
        _("Places"),
        Resource.CapacityRule.choices,
        _("Choose how many can use it."),
        help_text=_("A place: one person trained, one laboratory equipped, one case supported."),
    )
    capacity = forms.IntegerField(
        label=_("Number of places"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("Those still free for the time that you state. Only for a number of places."),
        error_messages={
            "invalid": _("Enter a whole number, such as 12."),
            "min_value": _("The number must be 0 or more."),
            "max_value": _("The number must be 1,000,000 or less."),
        },
    )
    pool = one_of(
        _("What the number counts"), Resource.Pool.choices, _("Choose what the number counts.")
    )
    cost = one_of(
        _("Cost to the agency that uses it"), Resource.Cost.choices, _("Choose what it costs.")
    )

    def prepare(self) -> None:
        self.fields["pool"].initial = Resource.Pool.LINE

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        rule, number = given.get("capacity_rule"), given.get("capacity")
        is_limited = rule == Resource.CapacityRule.LIMITED
        if is_limited and number is None and "capacity" not in self.errors:
            self.add_error("capacity", _("Enter the number of places."))
        elif rule and not is_limited and number is not None:
            self.add_error(
                "capacity", _("Leave the number empty, or choose “A number of slots” above.")
            )
        return given


class TimeSection(Section):
    name, title = "time", _("When can it be used?")
    guidance = _("Leave both empty for an offer that stands until you say otherwise.")

    starts = Day(
        label=_("From (optional)"),
        required=False,
        help_text=_("For example 2026-03-27"),
        error_messages={"invalid": _("Enter a day, such as 2026-03-27.")},
    )
    ends = Day(
        label=_("Until (optional)"),
        required=False,
        help_text=_("The last day on which it can be used, for example 2027-03-27"),
        error_messages={"invalid": _("Enter a day, such as 2027-03-27.")},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day must not come before the first."))
        return given


class LabelSection(Section):
    """Of what is new; the label of an entry changes by an act of its own."""

    name, title = "label", _("Who may see it?")

    tlp = one_of(
        _("Label (Traffic Light Protocol 2.0)"),
        [(label.code, label.label) for label in LABELS],
        _("Choose who may see this entry."),
    )

    def prepare(self) -> None:
        field = self.fields["tlp"]
        field.initial = TLP.CLEAR.code
        hinted(field, {TLP(label).code: wording.LABELS[label] for label in LABELS})
        field.help_text = _(
            "The more people see an offer, the more needs it can serve: it counts for those alone "
            "who may see it."
        )

    def clean_tlp(self) -> str:
        code: str = self.cleaned_data["tlp"]
        parent = self.context.provider
        if parent and TLP.from_code(code) < parent.tlp:
            text = _("Its provider is %(label)s, so it cannot be less.")
            raise forms.ValidationError(text % {"label": TLP(parent.tlp).label})
        return code

    def values(self) -> dict[str, Any]:
        return {"tlp": TLP.from_code(self.cleaned_data["tlp"])}


# ------------------------------------------------------------------ a provider


class ProviderSection(Section):
    name, title = "provider", _("Who offers help?")

    called = name_field(_("Enter the name of the provider."))
    aliases = OtherNames(_("Abbreviations and former names, one a line: people find you by them."))
    type = one_of(_("Type"), Provider.Type.choices, _("Choose what kind of body it is."))
    based_in = forms.ChoiceField(label=_("Based in (optional)"), required=False)


class AboutSection(Section):
    name, title = "about", _("What should people know about it?")

    description = long_text(
        _("Description (optional)"),
        help_text=_("What it does against cybercrime, since when, and for whom."),
    )
    url = address_field(_("Website (optional)"))
    source_url = source_field()


OFFER: tuple[type[Section], ...] = (
    OfferSection,
    AreasSection,
    HelpSection,
    LevelsSection,
    WhoSection,
    LanguagesSection,
    CapacitySection,
    TimeSection,
)
PROVIDER: tuple[type[Section], ...] = (ProviderSection, AboutSection)
SECTIONS: tuple[type[Section], ...] = (*OFFER, *PROVIDER, LabelSection)
BY_NAME = {section.name: section for section in SECTIONS}
# Answers that name rows, several at a time.
LINKS = ("areas", "eligible_groups", "eligible_countries", "excluded_countries")


def sections(proposal: Proposal) -> Sequence[type[Section]]:
    """What is asked in turn: about what is new, its label too."""
    asked = OFFER if proposal.subject == Proposal.Subject.RESOURCE else PROVIDER
    return (*asked, LabelSection) if proposal.act == Proposal.Act.ADD else asked


def context_of(proposal: Proposal) -> Context:
    is_offer = proposal.subject == Proposal.Subject.RESOURCE
    kept = {**proposal.base, **proposal.said}
    return Context(proposal.provider if is_offer else None, kept)
