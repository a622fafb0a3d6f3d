"""All addresses. The upper floors are included by name; this floor imports neither."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.views import login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from portal import label_views, views
from portal.views import api_clients, invitations, language, people, security, tokens, trail
from portal.views import versions as record_history
from portal.views.accounts import SignOut

# The admin site has no sign-in of its own: it would know neither throttles nor second factors.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

portal_patterns = (
    [
        path("sign-in", login, name="sign_in"),
        path("sign-out", SignOut.as_view(), name="sign_out"),
        path("records/named", label_views.named, name="named"),
        path("records/<slug:kind>/<slug:public_id>/label", label_views.label, name="label"),
        path(
            "records/<slug:kind>/<slug:public_id>/readers/add",
            label_views.add_reader,
            name="add_reader",
        ),
        path(
            "records/<slug:kind>/<slug:public_id>/readers/drop",
            label_views.drop_reader,
            name="drop_reader",
        ),
        path("invitation", invitations.accept, name="accept_invitation"),
        path("invitation/<str:token>", invitations.follow, name="invitation"),
        path("administration/people", people.PersonList.as_view(), name="people"),
        path("administration/people/<uuid:public_id>", people.person, name="person"),
        path(
            "administration/people/<uuid:public_id>/<slug:act>",
            people.person_act,
            name="person_act",
        ),
        path("administration/invitations", people.InvitationList.as_view(), name="invitations"),
        path("administration/invitations/new", people.invite, name="invite"),
        path(
            "administration/invitations/<uuid:public_id>/<slug:act>",
            people.invitation_act,
            name="invitation_act",
        ),
        path(
            "administration/organisations",
            people.OrganisationList.as_view(),
            name="organisations",
        ),
        path("administration/organisations/new", people.add_organisation, name="organisation_new"),
        path(
            "administration/organisations/<uuid:public_id>",
            people.organisation,
            name="organisation",
        ),
        path(
            "records/<slug:kind>/<slug:public_id>/history", record_history.history, name="history"
        ),
        path("records/<slug:kind>/<slug:public_id>/revert", record_history.revert, name="revert"),
        path("administration/trail", trail.trail, name="trail"),
        path("administration/trail.csv", trail.trail_file, name="trail_file"),
        path("language", language.choose, name="language"),
        path("health", views.health, name="health"),
        path("security", security.page, name="security"),
        path(".well-known/security.txt", security.text, name="security_txt"),
        path("oauth/token", tokens.FetchToken.as_view(), name="token"),
        path("api-clients", api_clients.ApiClientList.as_view(), name="api_clients"),
        path("api-clients/new", api_clients.make, name="api_client_new"),
        path("api-clients/<slug:client_id>/secret", api_clients.renew, name="api_client_renew"),
        path("api-clients/<slug:client_id>/revoke", api_clients.revoke, name="api_client_revoke"),
    ],
    "portal",
)

api_patterns: tuple[list[Any], str] = (
    [
        path("schema", SpectacularAPIView.as_view(), name="schema"),
        path("docs", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
        path("", include("capabilities.api_urls")),
        path("", include("gaps.api_urls")),
    ],
    "api",
)

urlpatterns = [
    path("", include(portal_patterns)),
    path("", include("portal.account_urls")),
    path("", include("gaps.urls")),
    path("", include("capabilities.urls")),
    path("api/v1/", include(api_patterns)),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler400 = "portal.views.bad_request"
handler500 = "portal.views.server_error"
handler404 = "portal.views.not_found"
