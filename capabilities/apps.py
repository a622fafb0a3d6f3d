from django.apps import AppConfig


class CapabilitiesConfig(AppConfig):
    name = "capabilities"
    verbose_name = "Capabilities"

    def ready(self) -> None:
        """Say which promises this floor fulfils."""
        from capabilities import letters  # noqa: F401, PLC0415  models are not there before
        from capabilities.bulk import saving, taking_back  # noqa: F401, PLC0415  the same
