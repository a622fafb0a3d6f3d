"""No accepted submission is lost or doubled, whatever dies: 400 of them under kills.

    python -m checks.kills FOLDER [-n 400] [--seed 1]

Starts `make demo` on the embedded servers, with their data in FOLDER. Officers submit needs through
the API, each with a key of its own, and repeat a request until it is answered; one in four sends
it twice at once. Meanwhile web, worker, queue and database are killed at random moments, in rounds,
so that four kills are of four programs. In the end the database must hold each need that anybody
was told of, once, and what was promised must be done. Takes a few minutes.
"""

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psycopg2

from checks.demo import Failed, expect, fetch, pid, start, until, wait
from portal.embedded import free_port

OFFICER, PASSWORD = "officer@demo.example", "open-sesame-2013"  # as the demonstration prints them
OFFICERS = 8  # at once
VICTIMS = ("web", "worker", "valkey", "postgres")
QUIET = (0.2, 3.0)  # seconds from all being well to the next kill, at least and at most
TRIES = 200
SETTLED = 180.0  # seconds until what was promised is done
MARK = f"Submission {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"  # a folder may see several runs
PASSING = (URLError, HTTPException, OSError, json.JSONDecodeError)


class Site:
    """The portal as one signed-in officer reaches it."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.fetch("/sign-in")
        self.fetch("/sign-in", urlencode({"login": OFFICER, "password": PASSWORD}).encode())

    def fetch(self, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """The body of a good answer; HTTPError for any other."""
        sent = {"Referer": self.address, "X-CSRFToken": self._token(), **headers}
        request = Request(self.address + path, body, sent)  # noqa: S310  our own site, by http
        with self._opener.open(request, timeout=20) as answer:  # nosec B310
            return bytes(answer.read())

    def _token(self) -> str:
        return next((str(c.value) for c in self.cookies if "csrf" in c.name.lower()), "")


class Officers:
    """Submit needs, each until it is answered, and remember what was answered."""

    def __init__(self, address: str, chance: random.Random) -> None:
        self.site, self.repeats = Site(address), 0
        self.told: dict[int, set[str]] = {}
        self._twice = {number for number in range(10_000) if chance.random() < 1 / 4}
        self.agency = self._own_agency()

    def _own_agency(self) -> str:
        """The one that its latest need is of."""
        page = json.loads(self.site.fetch("/api/v1/needs/followed?page_size=1"))
        return str(page["results"][0]["agency"])

    def submit(self, number: int) -> None:
        senders = 2 if number in self._twice else 1
        with ThreadPoolExecutor(senders) as pool:
            self.told[number] = set(pool.map(self._until_answered, [number] * senders))

    def _until_answered(self, number: int) -> str:
        for _attempt in range(TRIES):
            try:
                return str(json.loads(self._send(number))["id"])
            except HTTPError as refusal:
                if refusal.code < 500 and refusal.code != 429:
                    raise Failed(f"{refusal.code}: {refusal.read()[:500]!r}") from refusal
            except PASSING:
                pass
            self.repeats += 1
            time.sleep(0.5)
        raise Failed(f"submission {number} is answered within {TRIES} tries")

    def _send(self, number: int) -> bytes:
        body = json.dumps(need(self.agency, number)).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"{MARK}-{number}"}
        return self.site.fetch("/api/v1/needs", body, **headers)


def need(agency: str, number: int) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    return {
        "agency": agency,
        "area": "FOR-02",
        "kinds": ["training"],
        "current_level": 2,
        "target_level": 3,
        "quantity": 1 + number % 20,
        "languages": ["fr"],
        "modes": ["any"],
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=365)).isoformat(),
        "urgency": 3,
        "reason": f"{MARK} {number}",
        "evidence": "",
        "tlp": "AMBER+STRICT",
        "label_reason": "",
    }


class Killer(threading.Thread):
    """Kill one of the portal's programs, again and again once it works again, until told to stop.

    Faster would only keep the portal from ever taking a submission.
    """

    def __init__(self, folder: Path, port: int, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.killed: Counter[str] = Counter()
        self._folder, self._port = folder, port
        self._chance, self._over = chance, threading.Event()
        self._round: list[str] = []  # who is still to be killed before anybody is again

    def run(self) -> None:
        while not self._over.wait(self._chance.uniform(*QUIET)):
            if not self._is_well():
                continue
            self._round = self._round or self._chance.sample(VICTIMS, len(VICTIMS))
            victim = self._round.pop()
            try:
                os.killpg(pid(self._folder, victim), signal.SIGKILL)
            except (ProcessLookupError, KeyError, ValueError):
                continue  # it is just being started again
            self.killed[victim] += 1

    def _is_well(self) -> bool:
        try:
            return fetch(self._port, "/health") == 200
        except PASSING:
            return False

    def stop(self) -> None:
        self._over.set()
        self.join()


class Database:
    """What the database holds in the end, read past the portal."""

    def __init__(self, folder: Path) -> None:
        urls: dict[str, str] = json.loads((folder / "run" / "servers.json").read_text())
        self._url = urls["DATABASE_URL"]

    def needs(self) -> Counter[str]:
        """How often each text of ours was submitted."""
        return Counter(text for text, _id in self._rows(NEEDS, f"{MARK} %"))

    def ids(self) -> dict[str, str]:
        return dict(self._rows(NEEDS, f"{MARK} %"))

    def undone(self) -> int:
        return int(self._rows(UNDONE)[0][0])

    def _rows(self, query: str, *given: str) -> list[Any]:
        with closing(psycopg2.connect(self._url)) as server, server.cursor() as cursor:
            cursor.execute(query, given)
            return list(cursor.fetchall())


NEEDS = "SELECT reason, public_id FROM capabilities_need WHERE reason LIKE %s"
UNDONE = "SELECT count(*) FROM portal_outboxentry WHERE status <> 'done'"


def main(folder: Path, number: int, seed: int) -> None:
    chance, port = random.Random(seed), free_port()  # noqa: S311  nothing secret  # nosec B311
    demo = start(folder, port)
    try:
        until(demo, " ready at ")
        threading.Thread(target=demo.communicate, daemon=True).start()
        officers = Officers(f"http://127.0.0.1:{port}", chance)
        killer = Killer(folder, port, chance)
        killer.start()
        with ThreadPoolExecutor(OFFICERS) as pool:
            list(pool.map(officers.submit, range(number)))
        killer.stop()
        kills = ", ".join(f"{name} {times}" for name, times in sorted(killer.killed.items()))
        print(f"  killed: {kills}; {officers.repeats} requests sent again")
        _judge(folder, number, officers.told)
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(60)


def _judge(folder: Path, number: int, told: dict[int, set[str]]) -> None:
    database = Database(folder)

    def settled() -> bool:
        try:
            return database.undone() == 0
        except psycopg2.OperationalError:
            return False  # just being started again

    wait(settled, "all that was promised is done", SETTLED)
    kept, ids = database.needs(), database.ids()
    lost = [k for k in range(number) if told[k] != {ids.get(f"{MARK} {k}")}]
    doubled = [text for text, times in kept.items() if times > 1]
    expect(not lost, f"none of {number} is lost, and every answer named the one that is kept")
    expect(not doubled and len(kept) == number, "none is doubled")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Submissions under kills.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", type=int, default=400)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))  # noqa: S311  # nosec B311
    asked = parser.parse_args()
    print(f"  seed {asked.seed}")
    try:
        main(asked.folder.resolve(), asked.n, asked.seed)
    except Failed as promise:
        sys.exit(f"Not so: {promise}")
