"""Endpoints of the directory."""

from rest_framework.routers import SimpleRouter

from capabilities import api

router = SimpleRouter(trailing_slash=False)
router.register("countries", api.CountryViewSet)
router.register("areas", api.AreaViewSet)
router.register("providers", api.ProviderViewSet)
router.register("resources", api.ResourceViewSet)
router.register("needs", api.NeedViewSet)
router.register("agencies", api.AgencyViewSet)
urlpatterns = router.urls
