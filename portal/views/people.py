"""Pages for those who look after people: administrators, of the portal or of an organisation."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_filters.views import FilterView

from portal import people
from portal.access import Permission, may, may_manage, may_manage_people
from portal.filters import InvitationFilter, OrganisationFilter, PersonFilter
from portal.invitations import Invitation
from portal.models import Organisation, User
from portal.people_forms import InviteForm, OrganisationForm, RoleForm, VerificationForm


class ForManagers(LoginRequiredMixin, UserPassesTestMixin):
    """A page for whoever looks after people."""

    request: HttpRequest

    def test_func(self) -> bool:
        return may_manage_people(self.request.user)

    def handle_no_permission(self) -> Any:
        if self.request.user.is_authenticated:
            raise PermissionDenied
        return super().handle_no_permission()


class PersonList(ForManagers, FilterView):
    filterset_class = PersonFilter
    template_name = "portal/person_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[User]:
        people = User.objects.managed_by(self.request.user)
        return people.select_related("organisation").order_by("email")


class InvitationList(ForManagers, FilterView):
    filterset_class = InvitationFilter
    template_name = "portal/invitation_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Invitation]:
        rows: QuerySet[Invitation] = Invitation.objects.managed_by(self.request.user).for_display()
        return rows


class OrganisationList(ForManagers, FilterView):
    filterset_class = OrganisationFilter
    template_name = "portal/organisation_list.html"
    paginate_by = 50

    def test_func(self) -> bool:
        return may(self.request.user, Permission.ADMINISTER)

    def get_queryset(self) -> QuerySet[Organisation]:
        of_open_accounts = Count("members", filter=Q(members__is_active=True))
        rows: QuerySet[Organisation] = Organisation.objects.all()
        return rows.annotate(people=of_open_accounts).order_by("name")


# ------------------------------------------------------------------ one person


def person(request: HttpRequest, public_id: Any) -> HttpResponse:
    by, row = _person(request, public_id)
    context = {
        "person": row,
        "may_change": may_manage(by, row),
        "administers": may(by, Permission.ADMINISTER),
        "may_take_over": _may_take_over(by, row),
        "role_form": RoleForm(by=by, person=row),
    }
    return render(request, "portal/person_detail.html", context)


@require_POST
def person_act(request: HttpRequest, public_id: Any, act: str) -> HttpResponse:
    by, row = _person(request, public_id)
    if act not in PERSON_ACTS:
        raise Http404
    return _acted(request, lambda: PERSON_ACTS[act](request, row, by), "portal:person", public_id)


def _change_role(request: HttpRequest, row: User, by: User) -> None:
    form = RoleForm(request.POST, by=by, person=row)
    if not form.is_valid():
        raise people.ActRefused(_("Choose one of the roles that you may give."))
    people.change_role(person=row, role=form.cleaned_data["role"], by=by)


PERSON_ACTS: dict[str, Callable[[HttpRequest, User, User], None]] = {
    "role": _change_role,
    "close": lambda request, row, by: people.deactivate(person=row, by=by),
    "open": lambda request, row, by: people.reactivate(person=row, by=by),
    "hand-over": lambda request, row, by: people.hand_over(person=row, by=by),
    "make-manager": lambda request, row, by: people.set_manager(person=row, manages=True, by=by),
    "end-manager": lambda request, row, by: people.set_manager(person=row, manages=False, by=by),
    "drop-factors": lambda request, row, by: people.remove_second_factors(person=row, by=by),
}


def _may_take_over(by: User, row: User) -> bool:
    own = by.manages_organisation and row.organisation_id == by.organisation_id
    return own and row.is_active and row.pk != by.pk


# ------------------------------------------------------------------ invitations


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    by = _manager(request)
    form = InviteForm(request.POST or None, by=by)
    if form.is_valid():
        try:
            people.invite(by=by, **form.cleaned_data)
        except people.ActRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("portal:invitations")
    return render(
        request, "portal/invite.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_POST
def invitation_act(request: HttpRequest, public_id: Any, act: str) -> HttpResponse:
    by = _manager(request)
    row = get_object_or_404(Invitation.objects.managed_by(by), public_id=public_id)
    acts = {"resend": people.resend_invitation, "revoke": people.revoke_invitation}
    if act not in acts:
        raise Http404
    return _acted(request, lambda: acts[act](invitation=row, by=by), "portal:invitations")


# ------------------------------------------------------------------ organisations


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    by = _administrator(request)
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            row = people.add_organisation(by=by, **form.cleaned_data)
        except people.ActRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("portal:organisation", row.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "portal/organisation_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One organisation; what is posted here verifies it, or takes that back."""
    by = _administrator(request)
    row = get_object_or_404(Organisation.objects.all(), public_id=public_id)
    form = VerificationForm(request.POST or None)
    if form.is_valid():
        verified = request.POST.get("verified") == "true"
        reason = form.cleaned_data["reason"]
        return _acted(
            request,
            lambda: people.decide_verification(
                organisation=row, verified=verified, reason=reason, by=by
            ),
            "portal:organisation",
            public_id,
        )
    context = {
        "organisation": row,
        "form": form,
        "decisions": row.decisions.select_related("by"),
        "members": row.members.order_by("email"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/organisation_detail.html", context, status=status)


# ------------------------------------------------------------------ what they share


def _manager(request: HttpRequest) -> User:
    if not may_manage_people(request.user):
        raise PermissionDenied
    return cast(User, request.user)


def _administrator(request: HttpRequest) -> User:
    if not may(request.user, Permission.ADMINISTER):
        raise PermissionDenied
    return cast(User, request.user)


def _person(request: HttpRequest, public_id: Any) -> tuple[User, User]:
    """The requester, and somebody they look after; anybody else is not found."""
    by = _manager(request)
    rows = User.objects.managed_by(by).select_related("organisation")
    return by, get_object_or_404(rows, public_id=public_id)


def _acted(
    request: HttpRequest, act: Callable[[], None], name: str, *arguments: Any
) -> HttpResponse:
    try:
        act()
    except people.ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. It holds from the next request on."))
    return redirect(name, *arguments)
