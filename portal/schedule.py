"""What is done again and again by the clock, and how often."""

from typing import Any

from celery.schedules import crontab

TASKS: dict[str, dict[str, Any]] = {
    "requeue-stuck-runs": {"task": "gaps.tasks.requeue_stuck_runs", "schedule": 10.0},
    "notice-changes": {
        "task": "gaps.tasks.notice_changes",
        "schedule": 1.0,
        "options": {"expires": 1.0},  # a worker that comes late need not look once for every second
    },
    "nightly": {"task": "gaps.tasks.nightly", "schedule": crontab(hour=1, minute=0)},
    "escalate-needs": {
        "task": "capabilities.tasks.escalate",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600.0},
    },
    "remind-of-entries": {
        "task": "capabilities.tasks.remind_of_entries",
        "schedule": crontab(hour=6, minute=20),
    },
    "requeue-stuck-uploads": {
        "task": "capabilities.tasks.requeue_stuck_uploads",
        "schedule": 10.0,
        "options": {"expires": 10.0},
    },
    "tidy-uploads": {
        "task": "capabilities.tasks.tidy_uploads",
        "schedule": crontab(hour=2, minute=10),
    },
    "fold-search": {
        "task": "capabilities.tasks.fold_search",
        "schedule": 2.0,
        "options": {"expires": 2.0},
    },
    "renew-search": {
        "task": "capabilities.tasks.renew_search",
        "schedule": crontab(hour=0, minute=5),
    },
    "promise-digests": {
        "task": "capabilities.tasks.promise_digests",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600.0},
    },
    "take-in-impressions": {"task": "capabilities.tasks.take_in_impressions", "schedule": 300.0},
    "renew-standings": {
        "task": "gaps.tasks.renew_standings",
        "schedule": crontab(hour=3, minute=30),
    },
    "sweep-attachments": {
        "task": "capabilities.tasks.sweep_attachments",
        "schedule": crontab(minute=30),
    },
    "sweep-outbox": {
        "task": "portal.tasks.sweep",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "tidy-exposure": {
        "task": "capabilities.tasks.tidy_exposure",
        "schedule": crontab(hour=2, minute=15),
    },
    "tidy-suggestions": {
        "task": "capabilities.tasks.tidy_suggestions",
        "schedule": crontab(hour=2, minute=20),
    },
    "find-duplicates": {
        "task": "capabilities.tasks.find_duplicates",
        "schedule": crontab(hour=2, minute=30),
    },
    "tidy-outbox": {"task": "portal.tasks.tidy", "schedule": crontab(hour=2, minute=0)},
}
