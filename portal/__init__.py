"""The ground floor: settings, accounts, access rules, and what every page and endpoint shares."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
