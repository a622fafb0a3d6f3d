"""From what an entry says to answers and back; what would become other; how it would look."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from capabilities import answers
from capabilities.entries.choices import Context
from capabilities.entries.sections import LINKS, context_of, sections
from capabilities.models import (
    CapabilityArea,
    Country,
    CountryGroup,
    Proposal,
    Provider,
    Resource,
)
from capabilities.questions import LABELS
from capabilities.steps import Answers
from portal.access import TLP
from portal.versions import Difference

Entry = Provider | Resource
# What codes name, and by which column.
NAMED: dict[str, tuple[Any, str]] = {
    "areas": (CapabilityArea, "code"),
    "eligible_groups": (CountryGroup, "code"),
    "eligible_countries": (Country, "iso3"),
    "excluded_countries": (Country, "iso3"),
}
OFFER_COLUMNS = (
    *("description", "url", "source_url", "kinds", "modes", "level_from", "level_to"),
    *("eligibility", "eligibility_basis", "language_rule", "languages", "capacity_rule"),
    *("capacity", "pool", "cost", "starts", "ends"),
)


def of_entry(entry: Entry) -> dict[str, Any]:
    """What the directory says of an entry, as answers."""
    return _of_offer(entry) if isinstance(entry, Resource) else _of_provider(entry)


def _of_provider(provider: Provider) -> dict[str, Any]:
    return normal(
        {
            "called": provider.name,
            "aliases": "\n".join(provider.aliases),
            "type": provider.type,
            "based_in": provider.based_in.iso3 if provider.based_in else "",
            "description": provider.description,
            "url": provider.url,
            "source_url": provider.source_url,
        }
    )


def _of_offer(resource: Resource) -> dict[str, Any]:
    said = {name: getattr(resource, name) for name in OFFER_COLUMNS}
    for name, (_model, code) in NAMED.items():
        said[name] = [getattr(row, code) for row in getattr(resource, name).all()]
    return normal({"called": resource.name, "aliases": "\n".join(resource.aliases), **said})


def normal(given: Answers) -> dict[str, Any]:
    """Answers such that equal ones are written alike: the order of a list says nothing."""
    return {name: _normal(value) for name, value in given.items()}


def _normal(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, list):
        return sorted({str(part) for part in value})
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def merged(proposal: Proposal, live: Answers, given: Answers | None = None) -> dict[str, Any]:
    """What an entry would say: its own words of today, but for what the change says otherwise.

    So a change that was begun before another one became live does not undo that.
    """
    wanted = proposal.said if given is None else given
    if not live:
        return dict(wanted)
    if proposal.act == Proposal.Act.WITHDRAW:
        return {**live, **wanted}
    other = {name: value for name, value in wanted.items() if value != proposal.base.get(name)}
    return {**live, **other}


def would_say(proposal: Proposal, given: Answers | None = None) -> dict[str, Any]:
    entry = proposal.entry
    return merged(proposal, of_entry(entry) if entry else {}, given)


def columns(proposal: Proposal, said: Answers) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """The columns of the entry, and the rows that it names; raises AnswersRefused."""
    values = answers.statement(said, context_of(proposal), sections(proposal))
    links = {name: values.pop(name) for name in LINKS if name in values}
    if "based_in" in values:
        values["based_in"] = Country.objects.filter(iso3=values["based_in"]).first()
    if "eligibility" in values and values["eligibility"] != Resource.Eligibility.NAMED:
        links |= {"eligible_groups": [], "eligible_countries": []}
    return values, {name: _rows(name, codes) for name, codes in links.items()}


def _rows(name: str, codes: list[str]) -> list[Any]:
    model, code = NAMED[name]
    return list(model.objects.filter(**{f"{code}__in": codes}))


def cleaned(proposal: Proposal, given: Answers) -> dict[str, Any]:
    """Complete answers as they are kept; raises AnswersRefused with all that is wrong."""
    context, found = context_of(proposal), {}
    answers.statement(given, context, sections(proposal))
    for section in sections(proposal):
        form = section(given, context=context)
        form.is_valid()
        found.update(form.answers())
    return normal(found)


def label_of(proposal: Proposal) -> TLP:
    """The highest label among what it is about and what it would have."""
    labels = [row.tlp for row in (proposal.resource, proposal.provider) if row]
    wanted = str(proposal.said.get("tlp") or "")
    if wanted in {label.code for label in LABELS}:
        labels.append(TLP.from_code(wanted))
    return TLP(max(labels, default=TLP.CLEAR))


def digest_of(names: Iterable[str], said: Answers) -> str:
    """Names what is said in one section."""
    return digest({name: said.get(name) for name in names})


def is_written_anew(now: Answers, given: Answers, seen: str) -> bool:
    """Whether a section says neither what its writer saw nor what they write by now."""
    return bool(seen) and digest_of(given, now) not in (seen, digest(given))


def digest(*said: Answers) -> str:
    """Names what somebody has looked at, so that they decide on that and on nothing else."""
    text = json.dumps(said, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


# ------------------------------------------------------------------ in words


@dataclass(frozen=True)
class Line:
    """One thing that an entry says, before and after, in words."""

    name: str
    label: str
    before: str
    after: str
    is_other: bool


def lines(proposal: Proposal, live: Answers, after: Answers) -> list[Line]:
    """Everything that is asked, in turn, as it is in the directory and as it would be."""
    context = _with_both(context_of(proposal), live)
    old, new = _words(proposal, live, context), _words(proposal, after, context)
    return [
        Line(name, label, old.get(name, ("", ""))[1], words, live.get(name) != after.get(name))
        for name, (label, words) in new.items()
    ]


def _with_both(context: Context, live: Answers) -> Context:
    kept = {
        name: [*(live.get(name) or []), *(context.kept.get(name) or [])]
        for name in ("areas", "languages")
    }
    return Context(context.provider, kept)


def _words(proposal: Proposal, said: Answers, context: Context) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for section in sections(proposal):
        form = answers.asked(section, said, context)
        form.is_valid()
        for name, field in form.fields.items():
            found[name] = (str(field.label), answers.in_words(form, name))
    return found


def differences(proposal: Proposal, live: Answers, after: Answers) -> list[Difference]:
    """What would become other, in words; for what is new, all that it says."""
    return [
        Difference(line.label, line.before, line.after)
        for line in lines(proposal, live, after)
        if (line.is_other if live else line.after)
    ]


# ------------------------------------------------------------------ as others will see it


def preview(proposal: Proposal, said: Answers) -> Entry:
    """The entry as it would be, stored nowhere; raises AnswersRefused."""
    values, links = columns(proposal, said)
    if proposal.subject == Proposal.Subject.PROVIDER:
        made: Entry = Provider(**values)
    else:
        made = Resource(provider=proposal.provider, **values)
    live = proposal.entry
    made.pk, made.public_id = 0, live.public_id if live else proposal.public_id
    made.tlp = live.tlp if live else values["tlp"]
    found = {name: _found(name, rows) for name, rows in links.items()}
    made._prefetched_objects_cache = found  # type: ignore[union-attr]  # noqa: SLF001  as if read
    return made


def _found(name: str, rows: list[Any]) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = NAMED[name][0].objects.none()
    found._result_cache = rows  # noqa: SLF001  as if it had been asked for
    return found
