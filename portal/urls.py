"""All addresses. The upper floors are included by name; this floor imports neither."""

from django.contrib import admin
from django.urls import include, path

from portal import views

portal_patterns = (
    [
        path("sign-in", views.SignIn.as_view(), name="sign_in"),
        path("sign-out", views.SignOut.as_view(), name="sign_out"),
        path("health", views.health, name="health"),
    ],
    "portal",
)

urlpatterns = [
    path("", include(portal_patterns)),
    path("", include("gaps.urls")),
    path("", include("capabilities.urls")),
    path("api/", include("gaps.api_urls")),
    path("administration/", admin.site.urls),
]

handler400 = "portal.views.bad_request"
handler404 = "portal.views.not_found"
