"""Which rows with a label a request reads, and whether each read was narrowed to its reader first.

Every SELECT that is put together while somebody watches is looked at, whoever puts it together: a
view, a serializer, a form, a template tag, the COPY of the analyser. It must start from a method
that narrows (`visible_to` and its kin), given the reader of this request or what they are cleared
for; tables that it joins must be covered by the narrowing of the first.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import Any
from unittest import mock

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import OuterRef
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from capabilities.models import (
    Agency,
    Attachment,
    Confirmation,
    Need,
    NeedDraft,
    NeedMove,
    NeedOutcome,
    Proposal,
    ProposalMove,
    Provider,
    Resource,
    Submission,
    Suggestion,
    UploadRow,
)
from gaps.models import (
    AreaState,
    Cell,
    Change,
    Comment,
    Decision,
    Finding,
    ForecastMonth,
    Fragility,
    Outlook,
    Question,
    Report,
    ReportChoice,
    Review,
    Run,
    Study,
)
from portal.access import clearance

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("portal", "capabilities", "gaps")
OURS = {"portal", "capabilities", "gaps"}
# What a reader who is cleared for a row may know besides it.
COVERED: dict[type[models.Model], set[type[models.Model]]] = {
    Resource: {Provider},
    Need: {Agency},
    NeedDraft: {Agency, Need},
    Attachment: {Need, NeedDraft, Agency},
    Proposal: {Provider, Resource},
    Confirmation: {Provider, Resource},
    Question: {Need, Resource},
    Comment: {Need},
    Finding: {Need, Agency, Run},
    Decision: {Run},  # made on a finding of that run, by reviewers for reviewers
    Cell: {Run},
    AreaState: {Run},
    Fragility: {Provider, Outlook, Run},
    ForecastMonth: {Outlook, Run},
    Outlook: {Run},
    Report: {Run},
    ReportChoice: {Need, Report},  # by its key alone: which need's finding was chosen
    Study: {Run},
    Suggestion: {Resource, Provider},
}
# Tables with an audience that need no narrowing, and why.
EXEMPT: dict[type[models.Model], str] = {
    Change: "areas that await a run, asked for by the audience of a run that was narrowed itself",
    Submission: "part of a need, asked for by one that was narrowed itself",
    NeedMove: "part of a need, asked for by one that was narrowed itself",
    NeedOutcome: "part of a need, asked for by one that was narrowed itself",
    ProposalMove: "part of a change, asked for by one that was narrowed itself",
    UploadRow: "part of an upload, asked for by one that was narrowed itself",
    Review: "part of a finding, asked for by one that was narrowed itself",
}

# Rooms that narrow by a rule of their own, and which.
OWN_RULE = {
    "portal/versions.py": "each version obeys the label that it had then, and its parents'",
    "capabilities/duplicates/references.py": "whatever names a record that is merged names the "
    "other from then on, whoever may see it; nothing of it is shown",
}


@cache
def guarded() -> frozenset[type[models.Model]]:
    """Tables of rows with a label or for an audience, and of whatever refers to such rows."""
    ours = [m for m in apps.get_models() if m._meta.app_label in OURS and m not in EXEMPT]
    links = {f.remote_field.through for m in ours for f in m._meta.local_many_to_many}
    ours = [m for m in ours if m._meta.concrete_model not in links]
    found: set[type[models.Model]] = set()
    while more := {m for m in ours if m not in found and _rests_on(m, found)}:
        found |= more
    return frozenset(found)


def _rests_on(model: type[models.Model], others: set[type[models.Model]]) -> bool:
    fields = model._meta.local_fields
    return any(f.name in ("tlp", "audience") or f.related_model in others for f in fields)


@cache
def _by_table() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in guarded()}


@dataclass
class Watch:
    """Who reads at the moment, and what has been read without having been narrowed to them."""

    reader: Any = None
    trusted: bool = False
    found: set[str] = field(default_factory=set)

    def look(self, query: Query, trimmed: set[str]) -> None:
        if self.reader is None or self.trusted:
            return
        joins = (join for alias, join in query.alias_map.items() if alias not in trimmed)
        tables = {join.table_name for join in joins}
        read = {_by_table()[table] for table in tables & _by_table().keys()}
        base = query.model
        allowed = {base} | COVERED.get(base, set()) if _is_narrowed(query) else set()
        if not read - allowed or _is_read_again():
            return
        place = _place()
        if place.partition(":")[0] not in OWN_RULE:
            self.found |= {f"{place} reads {model._meta.label}" for model in read - allowed}


def _is_narrowed(query: Query) -> bool:
    return getattr(query, "narrowed_by_watch", False)


def _is_read_again() -> bool:
    """Whether a row that somebody has in hand is refreshed."""
    return any(frame.name == "refresh_from_db" for frame in traceback.extract_stack())


def _place() -> str:
    """The innermost line of our own that is not a model's."""
    frames = [f for f in traceback.extract_stack() if Path(f.filename).is_relative_to(ROOT)]
    shipped = [f for f in frames if Path(f.filename).relative_to(ROOT).parts[0] in SHIPPED]
    outside = [f for f in shipped if "models" not in f.filename] or shipped or frames
    last = outside[-1]
    return f"{Path(last.filename).relative_to(ROOT)}:{last.lineno} ({last.name})"


# ------------------------------------------------------------------ what narrows


def _to_reader(watch: Watch, user: Any, *_rest: Any, **_more: Any) -> bool:
    if not hasattr(user, "is_authenticated"):
        return False
    if not user.is_authenticated:
        return True  # what a visitor sees, everybody sees
    return watch.reader is None or user.pk == watch.reader.pk


def _to_audience(watch: Watch, audience: Any, owned_by: int | None = None, **_more: Any) -> bool:
    if watch.reader is None or isinstance(audience, OuterRef):  # that of a row read around it
        return True
    mine = watch.reader.organisation_id if watch.reader.is_authenticated else None
    return audience <= clearance(watch.reader) and owned_by in (None, mine)


def _to_run(watch: Watch, run: Run | None, *_rest: Any) -> bool:
    return run is None or _to_audience(watch, run.audience)


def _to_nobody(_watch: Watch) -> bool:
    return True


NARROWING: dict[str, Callable[..., bool]] = {
    "visible_to": _to_reader,
    "readable_by": _to_reader,
    "naming": _to_reader,
    "followed_by": _to_reader,
    "of": _to_reader,
    "shown_to": _to_reader,
    "for_audience": _to_audience,
    "for_run": _to_audience,
    "latest_for": _to_audience,
    "of_run": _to_run,
    "shown_of": _to_run,
    "unnarrowed": _to_nobody,
}


def _narrowing(watch: Watch, method: Any, is_allowed: Callable[..., bool]) -> Any:
    """The method, after which its rows are marked as narrowed; what it reads itself is its own."""

    @wraps(method)
    def narrowed(rows: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_allowed(watch, *args, **kwargs):
            return method(rows, *args, **kwargs)
        before, watch.trusted = watch.trusted, True
        try:
            found = method(rows, *args, **kwargs)
        finally:
            watch.trusted = before
        if isinstance(found, models.QuerySet):
            found.query.narrowed_by_watch = True
        return found

    return narrowed


def _queryset_classes() -> set[type]:
    classes: set[type] = set()
    for model in guarded():
        classes.update(type(model._default_manager.all()).__mro__)
    return {one for one in classes if one.__module__.split(".")[0] in OURS}


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch all reads inside, of whoever `reading` names."""
    watch = Watch()
    compile_select = SQLCompiler.as_sql

    def looked_at(compiler: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        uses = compiler.query.alias_refcount
        trimmed = {alias for alias, used in uses.items() if not used}
        text = compile_select(compiler, *args, **kwargs)
        watch.look(compiler.query, trimmed)  # a SELECT: what writes is put together otherwise
        return text

    patches = [mock.patch.object(SQLCompiler, "as_sql", looked_at)]
    for one in _queryset_classes():
        for name, is_allowed in NARROWING.items():
            if name in vars(one):
                method = _narrowing(watch, vars(one)[name], is_allowed)
                patches.append(mock.patch.object(one, name, method))
    for patch in patches:
        patch.start()
    try:
        yield watch
    finally:
        for patch in reversed(patches):
            patch.stop()


@contextmanager
def reading(watch: Watch | None, user: Any) -> Iterator[None]:
    """What is read inside, `user` reads; None is a visitor."""
    if watch is None:
        yield
        return
    watch.reader = user or AnonymousUser()
    try:
        yield
    finally:
        watch.reader = None
