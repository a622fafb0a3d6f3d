"""The portal's own settings, with what only tests may do: hash fast, skip the build of assets."""

import os

os.environ.setdefault("DEMO", "1")

from portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_TEMPLATE")}  # noqa: F405

# Nothing is collected here; the middleware that serves it only asks for the folder.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

# All tests ask from one address; those about limits set their own.
API_LIMITS = dict.fromkeys(API_LIMITS, "999999999/minute")  # noqa: F405
FILE_LIMITS = dict.fromkeys(FILE_LIMITS, "999999999/minute")  # noqa: F405
SUGGESTION_LIMITS = dict.fromkeys(SUGGESTION_LIMITS, "999999999/minute")  # noqa: F405
