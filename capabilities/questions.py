"""What is asked about a need, step by step: the only home of what makes an answer good.

Page and API ask the same questions. Answers are kept as they were given, by the name of their
field, and `capabilities.answers` checks all of them once more when the need is submitted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capabilities import wording
from capabilities.models import Agency, CapabilityArea, Country, Kind, Level, Mode, Urgency
from capabilities.steps import (
    ANY,
    Answers,
    Day,
    SeveralOrAny,
    Step,
    hinted,
    long_text,
    without_any,
)
from portal.access import TLP

MOST = 1_000_000
# TLP:RED is for named persons alone: nobody could look at such a need, so it is not asked here.
LABELS = (TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT)


@dataclass(frozen=True)
class Context:
    """What a question depends on beside its own answer."""

    agency: Agency
    area: CapabilityArea | None = None
    locked_label: TLP | None = None  # of a need that was submitted before

    @classmethod
    def of(cls, agency: Agency, answers: Answers, locked_label: TLP | None = None) -> "Context":
        code = answers.get("area")
        area = leaves().filter(code=code).first() if isinstance(code, str) else None
        return cls(agency, area, locked_label)

    @property
    def suggested_label(self) -> TLP:
        """The label that needs in this area usually carry."""
        suggested = TLP(self.area.default_tlp) if self.area else TLP.AMBER
        return min(suggested, TLP.AMBER_STRICT)


def leaves() -> Any:
    """The areas that a need can be about; the groups above them are no answer."""
    return CapabilityArea.objects.filter(parent__isnull=False).select_related("parent")


class Question(Step):
    """One question about a need."""

    context: Context


class AreaQuestion(Question):
    name, title = "area", _("What is missing?")
    guidance = _("Choose the one capability area that comes nearest. You can ask for others after.")

    area = forms.ModelChoiceField(
        label=_("Capability area"),
        queryset=CapabilityArea.objects.none(),
        to_field_name="code",
        error_messages={
            "required": _("Choose the capability area that is missing."),
            "invalid_choice": _("Choose a capability area from the list."),
        },
    )

    def prepare(self) -> None:
        self.fields["area"].queryset = leaves()  # type: ignore[attr-defined]


class KindsQuestion(Question):
    name, title = "kinds", _("What kind of help would do?")

    kinds = SeveralOrAny(
        label=_("Kinds of help"),
        choices=[(ANY, _("Any kind of help")), *Kind.choices],
        error_messages={
            "required": _("Choose the kinds of help that would do, or any kind."),
            "both": _("Choose either any kind of help, or the kinds that would do."),
        },
    )

    def prepare(self) -> None:
        usual = self.context.area.kinds if self.context.area else []
        if usual:
            named = wording.listing(Kind(code).label.lower() for code in usual)
            text = _("Usual for this area: %(kinds)s.")
            self.fields["kinds"].help_text = text % {"kinds": named}

    def values(self) -> dict[str, Any]:
        return {"kinds": without_any(self.cleaned_data["kinds"])}


class LevelsQuestion(Question):
    name, title = "levels", _("From which level to which?")
    guidance = _("Judge your own agency in this area. The levels mean the same for every country.")

    current_level = forms.TypedChoiceField(
        label=_("Where you are today"),
        choices=Level.choices[:-1],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the level that you have today.")},
    )
    target_level = forms.TypedChoiceField(
        label=_("Where you need to be"),
        choices=Level.choices[1:],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the level that you need to reach.")},
    )

    def prepare(self) -> None:
        for name in ("current_level", "target_level"):
            hinted(self.fields[name], wording.LEVELS)  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        now, then = given.get("current_level"), given.get("target_level")
        if now and then and then <= now:
            self.add_error(
                "target_level", _("The level to reach must be higher than the one you have today.")
            )
        return given


class QuantityQuestion(Question):
    name, title = "quantity", _("For how many?")

    quantity = forms.IntegerField(
        label=_("Number of people, labs or cases"),
        help_text=_("People to train, labs to equip, or cases to support: a place for each."),
        min_value=1,
        max_value=MOST,
        error_messages={
            "required": _("Enter how many people, labs or cases need help."),
            "invalid": _("Enter a whole number, such as 12."),
            "min_value": _("The number must be 1 or more."),
            "max_value": _("The number must be 1,000,000 or less."),
        },
    )


class LanguagesQuestion(Question):
    name, title = "languages", _("In which languages?")

    languages = SeveralOrAny(
        label=_("Languages in which the help can be given"),
        help_text=_("Any one of those that you choose will do."),
        error_messages={
            "required": _("Choose the languages that would do, or any language."),
            "both": _("Choose either any language, or the languages that would do."),
        },
    )

    def prepare(self) -> None:
        self.fields["languages"].choices = offered_languages(self.context.agency.country)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {"languages": without_any(self.cleaned_data["languages"])}


def offered_languages(country: Country) -> list[tuple[str, Any]]:
    """Any; those of the country; then those of all countries by name."""
    spoken = Country.objects.values_list("official_languages", flat=True)
    codes = {code for listed in spoken for code in listed} | {"ar", "en", "es", "fr", "ru", "zh"}
    own = [code for code in country.official_languages if code in codes]
    rest = sorted(codes - set(own), key=wording.language)
    return [
        (ANY, _("Any language")),
        *((code, wording.language(code)) for code in (*own, *rest)),
    ]


class ModesQuestion(Question):
    name, title = "modes", _("How can the help be given?")

    modes = SeveralOrAny(
        label=_("Ways of delivery"),
        choices=[(ANY, _("Any way of delivery")), *Mode.choices],
        error_messages={
            "required": _("Choose the ways of delivery that would do, or any way."),
            "both": _("Choose either any way of delivery, or the ways that would do."),
        },
    )

    def values(self) -> dict[str, Any]:
        return {"modes": without_any(self.cleaned_data["modes"])}


class TimeQuestion(Question):
    name, title = "time", _("By when?")

    starts = Day(
        label=_("From when you can use the help"),
        help_text=_("For example 2026-03-27"),
        error_messages={
            "required": _("Enter the day from which you can use the help."),
            "invalid": _("Enter a day, such as 2026-03-27."),
        },
    )
    ends = Day(
        label=_("By when you need it"),
        help_text=_("For example 2027-03-27"),
        error_messages={
            "required": _("Enter the day by which you need the help."),
            "invalid": _("Enter a day, such as 2027-03-27."),
        },
    )

    def prepare(self) -> None:
        self.fields["starts"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if ends and ends < timezone.localdate():
            self.add_error("ends", _("The day by which you need the help must lie ahead."))
        elif starts and ends and ends < starts:
            self.add_error(
                "ends", _("The day by which you need the help must not come before the first day.")
            )
        return given


class UrgencyQuestion(Question):
    name, title = "urgency", _("How urgent is it, and why?")

    urgency = forms.TypedChoiceField(
        label=_("Urgency"),
        choices=[(urgency.value, urgency.label) for urgency in reversed(Urgency)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how urgent it is.")},
    )
    reason = long_text(
        _("Why"),
        asked=_("Say why it is that urgent."),
        help_text=_(
            "What happens, or can't be done, as long as this is missing? No names, please."
        ),
    )


class EvidenceQuestion(Question):
    name, title = "evidence", _("What shows it?")

    evidence = long_text(
        _("Evidence (optional)"),
        help_text=_(
            "Figures, reports or reviews that bear it out, with their address where it is public."
        ),
    )


class LabelQuestion(Question):
    name, title = "label", _("Who may see it?")

    tlp = forms.ChoiceField(
        label=_("Label (Traffic Light Protocol 2.0)"),
        choices=[(label.code, label.label) for label in LABELS],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who may see this need."),
            "invalid_choice": _("Choose one of the labels CLEAR, GREEN, AMBER or AMBER+STRICT."),
        },
    )
    label_reason = long_text(
        _("Why a lower label will do"),
        help_text=_("Only if you choose a label below the one that is usual for this area."),
    )

    def prepare(self) -> None:
        usual, locked = self.context.suggested_label, self.context.locked_label
        field = self.fields["tlp"]
        hinted(field, {TLP(label).code: wording.LABELS[label] for label in LABELS})
        field.initial = usual.code
        field.help_text = _("Usual for needs in this area: %(label)s.") % {"label": usual.label}
        if locked is not None:
            del self.fields["label_reason"]
            field.disabled, field.initial = True, locked.code
            self.initial.pop("tlp", None)
            field.help_text = _("The label of a submitted need stays as it is in this form.")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        is_lower = "tlp" in given and TLP.from_code(given["tlp"]) < self.context.suggested_label
        if is_lower and self.context.locked_label is None and not given.get("label_reason"):
            self.add_error(
                "label_reason", _("Say why this label will do, although a higher one is usual.")
            )
        return given

    def values(self) -> dict[str, Any]:
        return {"tlp": TLP.from_code(self.cleaned_data["tlp"])}


QUESTIONS: tuple[type[Question], ...] = (
    AreaQuestion,
    KindsQuestion,
    LevelsQuestion,
    QuantityQuestion,
    LanguagesQuestion,
    ModesQuestion,
    TimeQuestion,
    UrgencyQuestion,
    EvidenceQuestion,
    LabelQuestion,
)
BY_NAME: Mapping[str, type[Question]] = {question.name: question for question in QUESTIONS}
FIELDS = frozenset(name for question in QUESTIONS for name in question.base_fields)
