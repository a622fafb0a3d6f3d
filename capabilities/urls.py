"""Addresses of the directory."""

from django.urls import path

from capabilities.views import resources

app_name = "capabilities"
urlpatterns = [
    path("resources", resources.ResourceList.as_view(), name="resource_list"),
    path("resources/<slug:public_id>", resources.ResourceDetail.as_view(), name="resource_detail"),
    path("providers/<slug:public_id>", resources.ProviderDetail.as_view(), name="provider_detail"),
]
