"""The Celery application: JSON only, ids only; the truth about any work is a row in PostgreSQL."""

import os
from typing import Any

import celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


class Task(celery.Task):
    """What a task changes is told in the trail as done by that task."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from portal.circumstances import circumstances  # noqa: PLC0415  needs the settings

        with circumstances(act=f"task {self.name}"):
            return self.run(*args, **kwargs)


app = celery.Celery("portal", task_cls=Task)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
