"""How gunicorn serves the portal, here and in a container."""

import gc
import os
import re
from typing import Any

from gunicorn.glogging import Logger

# What follows these opens something: a mail's link, or the answer of a single sign-on.
SECRETS = re.compile(r"(/invitation/|/password/new/|/account/e-mail/|/back\?)[^ ]+")


class Log(Logger):
    """Gunicorn's log, less the secrets in addresses."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(*args)
        return atoms | {"r": SECRETS.sub(r"\1…", atoms["r"])}


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Heartbeats go to memory: on a slow disk they would stop a worker that is only waiting.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # nosec B108  # noqa: PTH112, S108
graceful_timeout = 8
logger_class = Log
accesslog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """What is loaded by now stays: leave it out of every later garbage collection."""
    gc.collect()
    gc.freeze()
