from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        # What they listen for, promise and say in the schema holds in any process.
        from portal import people, schema, signals  # noqa: F401, PLC0415
