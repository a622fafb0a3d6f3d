"""How findings are narrowed: one filter set for the page and for its endpoint."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capabilities.filters import AreaChoice, CountryChoice, CountryFilter, RegionChoice
from capabilities.models import Resource
from gaps.models import Decision, Finding, FoundQuerySet, GapClass, Report
from gaps.models.reports import Scope
from gaps.workflow import Handling

CLASS_CHOICES = [(gap_class.name, gap_class.label) for gap_class in GapClass]
SHOWN = [("gaps", _("Gaps only")), ("all", _("Gaps and what is covered"))]


class ClassChoice(django_filters.MultipleChoiceFilter):
    """Classes by name; several may be chosen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"choices": CLASS_CHOICES, "widget": forms.CheckboxSelectMultiple}
        super().__init__(**kwargs)

    def filter(self, qs: FoundQuerySet, value: list[str]) -> FoundQuerySet:
        if not value:
            return qs
        return qs.filter(gap_class__in=[GapClass[name] for name in value])


class FoundFilter(django_filters.FilterSet):
    """What findings and cells are both narrowed by: gaps alone unless all are asked for."""

    country = CountryChoice(label=_("Country"))
    region = RegionChoice(field_name="country__subregion", label=_("Region"))
    area = AreaChoice(label=_("Capability area"))
    gap_class = ClassChoice(label=_("Class"))
    show = django_filters.ChoiceFilter(
        choices=SHOWN, empty_label=None, method="as_is", label=_("Show")
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data or {}, *args, **kwargs)  # bound, so that gaps alone are the default

    def as_is(self, queryset: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        return queryset

    def filter_queryset(self, queryset: FoundQuerySet) -> FoundQuerySet:
        narrowed: FoundQuerySet = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data
        if chosen["show"] == "all" or chosen["gap_class"]:
            return narrowed
        return narrowed.gaps()


BASIS = [("submitted", _("Submitted by agencies")), ("indicative", _("Indicative"))]


class FindingFilter(FoundFilter):
    basis = django_filters.ChoiceFilter(choices=BASIS, method="on_basis", label=_("Needs"))
    urgency = django_filters.NumberFilter(
        field_name="urgency", lookup_expr="gte", label=_("Urgency at least")
    )
    nearest = django_filters.CharFilter(
        method="nearest_to", label=_("Nearest offer (id)"), widget=forms.HiddenInput
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def on_basis(self, queryset: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        return queryset.filter(indicative=value == "indicative")

    def nearest_to(self, queryset: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        """Those that this resource comes nearest to; one that is hidden is nobody's nearest."""
        named = Resource.objects.visible_to(self.request.user).filter(public_id=value)
        return queryset.filter(fix_resource__in=named.values("pk"))


LISTED = [("name", _("By name")), ("region", _("By region")), ("gaps", _("Most gaps first"))]
HAVING = [("gaps", _("With a gap")), ("none", _("No known need"))]


class CountryListFilter(CountryFilter):
    """The list of countries as a page: which of them, and in which order; the page does both."""

    having = django_filters.ChoiceFilter(choices=HAVING, method="as_is", label=_("Needs"))
    order = django_filters.ChoiceFilter(
        choices=LISTED, empty_label=None, method="as_is", label=_("Order")
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data or {}, *args, **kwargs)  # bound, so that the order has a value

    def as_is(self, queryset: Any, name: str, value: str) -> Any:
        return queryset


QUEUES = [
    ("undecided", _("Undecided, or changed since decided")),
    ("new", _("New")),
    ("worse", _("Worsened")),
    ("mine", _("Mine")),
    ("overdue", _("Overdue")),
    ("lately", _("Decided by me lately")),
    ("everything", _("Everything")),
]
ORDERS = [("worst", _("Worst first")), ("due", _("Due first")), ("newest", _("Newest first"))]
LATELY = 7  # days


class DeskFilter(FindingFilter):
    """The queue of the review desk; takes findings as `on_the_desk` gives them."""

    queue = django_filters.ChoiceFilter(
        choices=QUEUES, empty_label=None, method="in_queue", label=_("Queue")
    )
    handling = django_filters.ChoiceFilter(choices=Handling, label=_("Decision"))
    order = django_filters.ChoiceFilter(
        choices=ORDERS, empty_label=None, method="in_order", label=_("Order")
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        given = data.copy() if data else {}
        given.setdefault("queue", "undecided")
        super().__init__(given, *args, **kwargs)
        self.form.order_fields(["queue", "handling", "order"])

    def in_queue(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(queues(self.request.user)[value])

    def in_order(self, queryset: Any, name: str, value: str) -> Any:
        orders: dict[str, Any] = {
            "worst": queryset.worst_first,
            "due": lambda: queryset.order_by(F("due").asc(nulls_last=True), "-weighted_gap", "pk"),
            "newest": lambda: queryset.order_by("-since", "-weighted_gap", "pk"),
        }
        return orders[value]()


VERSIONS = [("standing", _("The newest of each")), ("all", _("Superseded ones too"))]


class ReportFilter(django_filters.FilterSet):
    """Published reports, as `with_newer` gives them: those that stand, unless all are asked for."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))
    scope = django_filters.ChoiceFilter(choices=Scope.choices, label=_("About"))
    versions = django_filters.ChoiceFilter(
        choices=VERSIONS, empty_label=None, method="as_is", label=_("Versions")
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data or {}, *args, **kwargs)  # bound, so that the newest are the default

    def as_is(self, queryset: Any, name: str, value: str) -> Any:
        return queryset

    def filter_queryset(self, queryset: Any) -> Any:
        narrowed = super().filter_queryset(queryset)
        if self.form.cleaned_data["versions"] == "all":
            return narrowed
        return narrowed.filter(is_superseded=False)


class DecisionFilter(django_filters.FilterSet):
    """Decisions on findings, by what they are on and what was decided."""

    country = CountryChoice(field_name="review__need__country", label=_("Country"))
    area = AreaChoice(field_name="review__need__area", label=_("Capability area"))
    new = django_filters.ChoiceFilter(choices=Handling.choices, label=_("Decision"))

    class Meta:
        model = Decision
        fields: list[str] = []


def queues(user: Any) -> dict[str, Q]:
    """What belongs into each queue of this reviewer, as predicates over `on_the_desk`."""
    today = timezone.localdate()
    since = timezone.now() - timedelta(days=LATELY)
    mine = Decision.objects.visible_to(user).filter(by=user, at__gte=since)
    open_ = Q(handling=Handling.UNDECIDED) | Q(is_behind=True)
    passed = Q(handling=Handling.IN_HAND, in_hand_until__lt=today)
    return {
        "undecided": open_ | passed,
        "new": Q(handling=Handling.UNDECIDED, is_new=True),
        "worse": Q(is_worse=True) & open_ | Q(is_behind=True),
        "mine": Q(assigned_to=user.pk),
        "overdue": Q(due__lt=today) | passed,
        "lately": Q(review__in=mine.values("review")),
        "everything": Q(),
    }
