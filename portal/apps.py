from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        # What they listen for and what they promised holds in any process.
        from portal import people, signals  # noqa: F401, PLC0415
