"""Every address of the portal, from the resolver; and what people ask of it, from what it offers.

Queries and forms are read off the pages themselves and off the schema of the API: a filter, a facet
or a form that somebody adds is asked for without anybody remembering it here.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from capabilities.entries.sections import BY_NAME as SECTIONS
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Attachment, CapabilityArea, Country, Resource
from capabilities.questions import BY_NAME
from capabilities.workflow import Status
from gaps.models import Finding
from gaps.quality.measures import BY_KEY as MEASURES
from gaps.scenario_forms import CHANGE_FORMS
from tests.inference.entries import HIDDEN_PROPOSAL
from tests.inference.intake import FORMER, HIDDEN_UPLOAD
from tests.inference.worlds import ABSENT, HIDDEN, HUSH

SPECIMENS = 2  # visible rows of each model that stand for all of them


def _ids() -> Iterator[str]:
    """Public ids of rows of every model that has them, with those of hidden rows."""
    for model in apps.get_models():
        if not any(column.name == "public_id" for column in model._meta.local_fields):
            continue
        if "pgh_id" in {column.name for column in model._meta.local_fields}:
            continue  # a version of a row has the id of the row
        rows = model._default_manager.exclude(public_id__startswith="zz")
        yield from rows.order_by("pk").values_list("public_id", flat=True)[:SPECIMENS]
    yield FORMER


HIDDEN_IDS = [hidden.id for hidden in HIDDEN.values()]


def _findings() -> Iterator[str]:
    for row in Finding.objects.filter(until=None).select_related("need").order_by("-pk")[:8]:
        yield row.key


def _marked_rows() -> Iterator[tuple[str, str]]:
    """Rows of every marked model, by its name."""
    for model in HIDDEN:
        rows = model.objects.exclude(public_id__startswith="zz").order_by("pk")
        for name in rows.values_list("public_id", flat=True)[:SPECIMENS]:
            yield model._meta.model_name or "", name


def _resources() -> Iterator[str]:
    rows = Resource.objects.exclude(public_id__startswith="zz").order_by("pk")
    yield from rows.values_list("public_id", flat=True)[:SPECIMENS]


KINDS = [model._meta.model_name for model in HIDDEN]
# What stands in an address for each name of a parameter, of rows that somebody may see.
VALUES: dict[str, Any] = {
    "public_id": _ids,
    "provider": _ids,
    "attachment": lambda: (
        Attachment.objects.exclude(public_id__startswith="zz")
        .order_by("pk")
        .values_list("public_id", flat=True)
    ),
    "key": _findings,
    "iso3": lambda: Country.objects.values_list("iso3", flat=True),
    "code": lambda: CapabilityArea.objects.values_list("code", flat=True),
    "act": lambda: CHANGE_FORMS,
    "kind": lambda: KINDS,
    "format": lambda: ["json", "csv", "xlsx"],
    "step": lambda: [*BY_NAME, "check"],
    "section": lambda: SECTIONS,
    "to": lambda: [*Status.values, *ChangeStatus.values],
    "measure": lambda: MEASURES,
    "about": lambda: ["resource"],
    "name": _resources,
    "reference": lambda: ["nothing"],
    # Of the administration's pages:
    "app_label": lambda: ["portal", "capabilities"],
    "content_type_id": lambda: ["1"],
    "object_id": lambda: ["1"],
    "id": lambda: ["1"],
    "url": lambda: ["nowhere"],
    # Of accounts:
    "provider_id": lambda: ["nobody"],
    "uidb36": lambda: ["1"],
    "token": lambda: ["nothing"],
    "client_id": lambda: ["nobody"],
    "pk": lambda: ["1"],
}
HIDDEN_VALUES: dict[str, list[str]] = {
    "public_id": [*HIDDEN_IDS, HIDDEN_UPLOAD, HIDDEN_PROPOSAL, ABSENT],
    "provider": ["zzprovider22", ABSENT],
    "attachment": ["zzattachment", ABSENT],
    "key": ["zzneed222222-1", "zzneedalone2-2", "zzagencyneed-1", f"{ABSENT}-1"],
}


# Parameters that name a row only together.
TOGETHER: dict[tuple[str, ...], Any] = {
    ("kind", "public_id"): _marked_rows,
    ("about", "name"): lambda: [*(("resource", name) for name in _resources()), ("country", "KEN")],
}
HIDDEN_TOGETHER: dict[tuple[str, ...], list[tuple[str, str]]] = {
    ("kind", "public_id"): [
        *((model._meta.model_name or "", hidden.id) for model, hidden in HIDDEN.items()),
        ("need", ABSENT),
    ],
    ("about", "name"): [("resource", "zzresource22"), ("provider", "zzprovider22")],
}


@dataclass(frozen=True)
class Address:
    """A place in the resolver: its path with `%(name)s` for parameters, and their names."""

    path: str
    names: tuple[str, ...]

    def at(self, **values: str) -> str:
        return "/" + self.path % values


def addresses() -> list[Address]:
    found = dict.fromkeys(_walk(get_resolver().url_patterns, [("", ())]))
    unknown = {name for address in found for name in address.names} - set(VALUES)
    assert not unknown, (
        f"No values are known for the address parameters {sorted(unknown)}. Register each in "
        "VALUES, and in HIDDEN_VALUES where it names a record, in tests/inference/addresses.py."
    )
    return list(found)


def _walk(patterns: Iterable[Any], heads: list[tuple[str, tuple[str, ...]]]) -> Iterator[Address]:
    for pattern in patterns:
        here = [
            (head + path, (*names, *more))
            for head, names in heads
            for path, more in normalize(pattern.pattern.regex.pattern)
        ]
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield from (Address(path, names) for path, names in here)


def paths(address: Address, *, hidden: bool) -> list[str]:
    """The address with each value of its first parameter, visible or hidden; the others take their
    first. Parameters that belong together are tried together."""
    if address.names in TOGETHER:
        rows = HIDDEN_TOGETHER[address.names] if hidden else TOGETHER[address.names]()
        return [address.at(**dict(zip(address.names, row, strict=True))) for row in rows]
    if not address.names:
        return [] if hidden else [address.at()]
    first, *others = address.names
    values = HIDDEN_VALUES.get(first, []) if hidden else dict.fromkeys(VALUES[first]())
    fixed = {name: next(iter(VALUES[name]()), ABSENT) for name in others}
    return [address.at(**fixed, **{first: value}) for value in values]


# ------------------------------------------------------------------ what the pages offer


@dataclass
class Form:
    """A form as a browser would see it: each field with the values that it offers."""

    method: str
    action: str
    offered: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)  # what it sends unless somebody chooses
    typed: list[str] = field(default_factory=list)  # fields that one writes into


class Page(HTMLParser):
    """The forms of a page and where its links lead."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._form: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self._link(given["href"])
        elif tag == "form":
            action = urljoin(self.path, given.get("action") or self.path)
            self._form = Form(given.get("method", "get").lower(), action)
            self.forms.append(self._form)
        elif self._form and given.get("name") and tag in ("input", "textarea", "select"):
            self._field(self._form, tag, given)
        elif self._form and tag == "option" and self._select:
            self._form.offered.setdefault(self._select, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "input" and kind in ("checkbox", "radio"):
            form.offered.setdefault(name, []).append(given.get("value", "on"))
        elif kind in ("hidden", "submit"):
            form.kept[name] = given.get("value", "")
        else:
            form.typed.append(name)

    def _link(self, href: str) -> None:
        whole = urlsplit(urljoin(self.path, href))
        if not whole.netloc and whole.query:
            self.links.add(f"{whole.path}?{whole.query}")


def searched() -> list[str]:
    """Words to search for: those of hidden rows, and one that everybody finds."""
    return [HUSH, "zzresource22", "course"]


def form_queries(form: Form) -> Iterator[str]:
    """The form with one field filled in, for each field and each value it offers."""
    for name, values in form.offered.items():
        yield from (f"{form.action}?{urlencode({name: value})}" for value in values)


def form_searches(form: Form) -> Iterator[str]:
    for name in form.typed:
        yield from (f"{form.action}?{urlencode({name: word})}" for word in searched())


def form_posts(form: Form) -> Iterator[dict[str, str]]:
    """The form as it stands, and with names and ids of hidden rows in whatever can hold them."""
    usual = {name: next(filter(None, values), "") for name, values in form.offered.items()}
    plain = {**form.kept, **usual, **dict.fromkeys(form.typed, "2")}
    yield plain
    for word in ("Hush course", "zzresource22", "Phone lab"):
        yield {**plain, **dict.fromkeys(form.typed, word)}
    if form.offered:
        yield {**plain, **dict.fromkeys(form.offered, "zzneed222222")}


# ------------------------------------------------------------------ what the schema offers


def schema_queries(schema: dict[str, Any], *, words: bool) -> Iterator[str]:
    """Each parameter of each endpoint with its values; `words`: those that one writes into."""
    for path, methods in schema["paths"].items():
        if "{" in path or "get" not in methods:
            continue
        for parameter in methods["get"].get("parameters", []):
            if parameter["in"] == "query":
                values = list(_values(schema, parameter["schema"], words=words))
                yield from (f"{path}?{urlencode({parameter['name']: value})}" for value in values)


def _values(schema: dict[str, Any], form: dict[str, Any], *, words: bool) -> Iterator[str]:
    if "items" in form:
        form = form["items"]
    if "$ref" in form:
        form = schema["components"]["schemas"][form["$ref"].rpartition("/")[2]]
    if "enum" in form:
        yield from [] if words else map(str, form["enum"])
    elif form.get("type") in ("integer", "number"):
        yield from [] if words else ["1", "2"]
    elif form.get("type") == "boolean":
        yield from [] if words else ["true", "false"]
    elif words:
        yield from searched()


def schema_posts(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Bodies for each endpoint that takes one, every text in them the id of a hidden row."""
    for path, methods in schema["paths"].items():
        for method in ("post", "put", "patch"):
            if method in methods:
                body = _body(schema, methods[method].get("requestBody", {}))
                for word in ("zzneed222222", "Hush course"):
                    filled = {name: _filled(kind, word) for name, kind in body.items()}
                    yield method.upper(), re.sub(r"{\w+}", "zzresource22", path), json.dumps(filled)


def _body(schema: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    for content in request.get("content", {}).values():
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        found: dict[str, Any] = schema["components"]["schemas"].get(name, {}).get("properties", {})
        return found
    return {}


def _filled(kind: dict[str, Any], word: str) -> Any:
    by_type = {
        "integer": 2,
        "array": [word],
        "object": {"remove": {"needs": ["zzneed222222"], "resources": ["zzresource22"]}},
    }
    return by_type.get(kind.get("type", "string"), word)
