from django.apps import AppConfig


class GapsConfig(AppConfig):
    name = "gaps"
    verbose_name = "Gaps"

    def ready(self) -> None:
        """Say which promises this floor fulfils."""
        from gaps import promises  # noqa: F401, PLC0415  models are not there before
