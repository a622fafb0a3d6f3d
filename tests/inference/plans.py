"""What each reader asks for: every address, and a sample of all that pages and endpoints offer."""

import json
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from tests.inference import addresses
from tests.inference.addresses import Address, Form, Page
from tests.inference.answers import Answer, Browser, Request
from tests.inference.clock import evening
from tests.inference.watching import watched
from tests.inference.worlds import READERS, REVIEWER, VISITOR, World

# Every reader asks for every address. Of all that can stand in one, of what pages and endpoints
# offer and of what can be written, one of each clearance asks for so many, the others for a third
# of that, drawn by a fixed seed. INFERENCE=all lets everybody ask for everything.
IDS, QUERIES, WORDS, POSTS, METHODS = 6, 9, 6, 6, 6
ASK_MORE = (VISITOR, "officer", REVIEWER)
SHARE = 3
EVERYTHING = os.environ.get("INFERENCE") == "all"
SCHEMA = "/api/v1/schema"
WRITING = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def sampled(requests: Iterable[Request], reader: str, number: int) -> list[Request]:
    everything = sorted(set(requests))
    if reader not in ASK_MORE:
        number = number // SHARE
    if EVERYTHING or len(everything) <= number:
        return everything
    return sorted(random.Random(reader).sample(everything, number))


@dataclass
class Plan:
    """The requests of all readers, worked out once in a world without hidden rows."""

    world: World
    answers: dict[str, dict[Request, Answer]] = field(default_factory=dict)
    unnarrowed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def addresses(self) -> list[Address]:
        return addresses.addresses()

    @cached_property
    def schema(self) -> dict[str, Any]:
        body = Browser(self.world, REVIEWER).ask(Request(SCHEMA)).body
        found: dict[str, Any] = yaml.load(
            body, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        return found

    @cached_property
    def places(self) -> list[str]:
        """Every address; with an id in it, that of a row which somebody may see there."""
        some = [Browser(self.world, reader) for reader in (REVIEWER, "analyst")]
        return [self._first(some, address) for address in self.addresses]

    def _first(self, some: list[Browser], address: Address) -> str:
        found = addresses.paths(address, hidden=False)
        if not address.names:
            return found[0]
        answered = (p for p in found if any(b.ask(Request(p)).status != 404 for b in some))
        return next(answered, found[0])

    @cached_property
    def hidden_places(self) -> list[str]:
        """Every address with the id of a hidden row."""
        every = (addresses.paths(address, hidden=True) for address in self.addresses)
        return [path for found in every for path in found[:1]]

    @cached_property
    def more_places(self) -> list[str]:
        """Every address with whatever else can stand in it."""
        found = {
            path
            for address in self.addresses
            for hidden in (False, True)
            for path in addresses.paths(address, hidden=hidden)
        }
        return sorted(found - {*self.places, *self.hidden_places})

    def work_out(self) -> None:
        with evening(), watched() as self._watch:
            for reader in READERS:
                self.answers[reader] = self._of(reader)

    def core(self, reader: str) -> dict[Request, Answer]:
        """What a reader is answered at every address."""
        return {request: self.answers[reader][request] for request in map(Request, self.places)}

    def _of(self, reader: str) -> dict[Request, Answer]:
        browser = Browser(self.world, reader, self._watch)
        more = sampled(map(Request, self.more_places), reader, IDS)
        plain = [*map(Request, self.places), *map(Request, self.hidden_places), *more]
        found = {request: self._asked(browser, request) for request in plain}
        if reader in ASK_MORE or EVERYTHING:
            found.update(self._walked(browser))
        pages = [Page(r.path, a.body.decode()) for r, a in found.items() if _is_page(a)]
        for request in (*self._queries(reader, pages), *self._writes(reader, pages)):
            if request not in found:
                found[request] = self._asked(browser, request)
        return found

    def _asked(self, browser: Browser, request: Request) -> Answer:
        answer = browser.ask(request)
        for read in self._watch.found - set(self.unnarrowed):
            self.unnarrowed[read] = str(request)
        return answer

    def _walked(self, browser: Browser) -> Iterator[tuple[Request, Answer]]:
        """Every list of the API from its first page to its last."""
        for path, methods in self.schema["paths"].items():
            parameters = methods.get("get", {}).get("parameters", [])
            if "{" in path or not any(p["name"] == "cursor" for p in parameters):
                continue
            following = f"{path}?page_size=3"
            while following:
                request = Request(following)
                answer = self._asked(browser, request)
                yield request, answer
                following = json.loads(answer.body).get("next") if answer.status == 200 else ""

    def _queries(self, reader: str, pages: list[Page]) -> list[Request]:
        forms = [form for page in pages for form in page.forms if form.method == "get"]
        offered = {link for page in pages for link in page.links}
        offered |= {query for form in forms for query in addresses.form_queries(form)}
        offered |= set(addresses.schema_queries(self.schema, words=False))
        words = {query for form in forms for query in addresses.form_searches(form)}
        words |= set(addresses.schema_queries(self.schema, words=True))
        chosen = sampled(map(Request, offered), reader, QUERIES)
        return [*chosen, *sampled(map(Request, words), reader, WORDS)]

    def _writes(self, reader: str, pages: list[Page]) -> list[Request]:
        forms = [form for page in pages for form in page.forms if form.method == "post"]
        posts = {request for form in forms for request in _posts(form)}
        bodies = {
            Request(path, method, json=body)
            for method, path, body in addresses.schema_posts(self.schema)
        }
        paths = (*self.places, *self.hidden_places)
        other = {Request(path, method) for path in paths for method in WRITING}
        return [*sampled(posts | bodies, reader, POSTS), *sampled(other, reader, METHODS)]


def _is_page(answer: Answer) -> bool:
    return answer.status == 200 and dict(answer.headers)["Content-Type"].startswith("text/html")


def _posts(form: Form) -> Iterator[Request]:
    for data in addresses.form_posts(form):
        yield Request(form.action, "POST", tuple(sorted(data.items())))
