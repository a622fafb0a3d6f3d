"""Which of PostgreSQL and Redis run on this machine's standard ports and let us in.

    python -m checks.standard_servers

Prints NAME=URL for each, for `env`, and exits with 1 where there is neither. The database named
does not exist: Django's test runner makes `test_…` of that name, one a process, and drops it again.
"""

import os
import sys
from collections.abc import Iterator

import psycopg2
import redis

HOST = "127.0.0.1"
USERS = ("postgres", "root")


def main() -> int:
    found = [*postgres(), *queue()]
    print("\n".join(found))
    return 0 if found else 1


def postgres() -> Iterator[str]:
    for user in USERS:
        try:
            psycopg2.connect(
                host=HOST, port=5432, user=user, dbname="postgres", connect_timeout=3
            ).close()
        except psycopg2.OperationalError:
            continue
        yield f"DATABASE_URL=postgres://{user}@{HOST}:5432/portal_ci_{os.getpid()}"
        return


def queue() -> Iterator[str]:
    url = f"redis://{HOST}:6379/0"
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return
    yield f"REDIS_URL={url}"


if __name__ == "__main__":
    sys.exit(main())
