"""Forms of reports: what is begun, written, chosen, moved, and said by countries."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gaps.forms import RunChoice
from gaps.models import Report, Run
from gaps.models.reports import Scope
from gaps.reports import asking, scopes, writing
from gaps.reports.extent import placeholders
from gaps.workflow import ReportRule, ReportStatus
from portal.access import Audience

NEWEST = 20  # runs offered


def _text(label: Any, rows: int, **options: Any) -> forms.CharField:
    options.setdefault("max_length", 4_000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class BeginForm(forms.Form):
    """What a new report is about, and for whom."""

    scope = forms.TypedChoiceField(
        label=_("About"), choices=Scope.choices, coerce=Scope, widget=forms.RadioSelect
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    group = forms.ChoiceField(label=_("Group of countries"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    area = forms.ChoiceField(label=_("Capability area, or a group of them"), required=False)
    audience = forms.TypedChoiceField(
        label=_("For whom"),
        choices=Audience.choices,
        coerce=lambda value: Audience(int(value)),
        help_text=_("It rests on the latest run for these readers, and they alone can read it."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Empty means that it is named after what it is about."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"scope": Scope.WORLD, "audience": Audience.CLEAR.value})
        for scope in Scope:
            if scope != Scope.WORLD:
                field: Any = self.fields[scope.value]
                field.choices = [("", _("None")), *scopes.offered(scope)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        scope = cleaned.get("scope")
        if scope and scope != Scope.WORLD and not cleaned.get(scope.value):
            self.add_error(scope.value, _("Choose which one the report is about."))
        return cleaned

    @property
    def begun(self) -> dict[str, Any]:
        """What `acts.begin` is given."""
        said = self.cleaned_data
        place = "" if said["scope"] == Scope.WORLD else said[said["scope"].value]
        return {name: said[name] for name in ("scope", "audience", "title")} | {"place": place}


class WriteForm(forms.Form):
    """Title and text, with the revision that they were written upon."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = _text(
        _("Text"),
        18,
        required=False,
        max_length=writing.LONGEST,
        help_text=_(
            "A line that begins with # is a heading; an empty line ends a paragraph. Figures come "
            "from the run: write {open_gaps} and the like, from the list below."
        ),
    )

    def _known(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        wrong = writing.unknown(text, placeholders())
        if wrong:
            named = ", ".join(f"{{{each}}}" for each in wrong)
            raise forms.ValidationError(
                gettext("There is no figure by the name of %(names)s. Use one of the list below.")
                % {"names": named}
            )
        return text

    def clean_title(self) -> str:
        return self._known("title")

    def clean_text(self) -> str:
        return self._known("text")


class RunForm(forms.Form):
    """Another run for the report to rest on."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    run = RunChoice(Run.objects.none(), label=_("Run"), to_field_name="public_id")

    def __init__(self, data: Any = None, *, report: Report) -> None:
        super().__init__(data, initial={"revision": report.revision}, prefix="rests")
        runs = Run.objects.done().filter(audience=report.audience).exclude(kind=Run.Kind.CHECK)
        field: Any = self.fields["run"]
        field.queryset = runs
        newest = runs.order_by("-pk")[:NEWEST]
        field.choices = [(run.public_id, field.label_from_instance(run)) for run in newest]


class ChooseForm(forms.Form):
    """One finding that is taken out or put in, and why."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    finding = forms.CharField(widget=forms.HiddenInput, max_length=40)
    included = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")],
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(label=_("Reason"), max_length=1_000)


class MoveForm(forms.Form):
    """One step of a report, with its reason, from what its sender looked at."""

    to = forms.TypedChoiceField(
        choices=ReportStatus.choices, coerce=ReportStatus, widget=forms.HiddenInput
    )
    seen = forms.TypedChoiceField(
        choices=ReportStatus.choices, coerce=ReportStatus, widget=forms.HiddenInput
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = _text(_("Reason"), 3)
    ahead = _text(
        _("Why it goes ahead before all countries have answered"),
        3,
        required=False,
        help_text=_("It stands in the published report. Leave it empty to wait."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        report: Report,
        to: ReportStatus,
        rule: ReportRule,
        countries_wait: bool,
    ) -> None:
        initial = {"to": to, "seen": report.state, "revision": report.revision}
        super().__init__(data, initial=initial, prefix=to.value)
        self.fields["reason"].label = rule.asks
        if to != ReportStatus.PUBLISHED or not countries_wait:
            del self.fields["ahead"]


class CommentForm(forms.Form):
    """What an organisation says of the page on its country."""

    text = _text(_("Comment"), 6, max_length=asking.LONGEST)
