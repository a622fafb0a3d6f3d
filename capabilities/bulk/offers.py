"""A table of offers: each row changes an entry, or adds one, in the words of the entry's pages."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from capabilities import answers
from capabilities.bulk.checked import Checked
from capabilities.bulk.columns import Column, in_every_language
from capabilities.bulk.offer_columns import (
    BY_NAME,
    COLUMNS,
    EXAMPLE,
    NOTHING,
    SHEET,
    SIGNS,
    kept_offers,
    kept_providers,
)
from capabilities.entries import saying
from capabilities.entries.choices import Context
from capabilities.entries.sections import context_of, sections
from capabilities.imports.tables.table import Row, Table
from capabilities.models import Proposal, Provider, Resource
from capabilities.phrases.writing import alike
from portal.access import TLP
from portal.models import User

OF_ROW = ("id", "provider")  # what names the entry, and is no answer about it
NEW: Mapping[str, Any] = {
    "eligibility": Resource.Eligibility.NOT_STATED.value,
    "language_rule": Resource.LanguageRule.NOT_STATED.value,
    "capacity_rule": Resource.CapacityRule.NOT_STATED.value,
    "pool": Resource.Pool.LINE.value,
    "cost": Resource.Cost.NOT_STATED.value,
    "tlp": TLP.CLEAR.code,
}
# Whoever names languages has said that those named are meant, and so on.
IMPLIED: Mapping[str, tuple[str, Any]] = {
    "languages": ("language_rule", Resource.LanguageRule.NAMED.value),
    "capacity": ("capacity_rule", Resource.CapacityRule.LIMITED.value),
    "eligible_groups": ("eligibility", Resource.Eligibility.NAMED.value),
    "eligible_countries": ("eligibility", Resource.Eligibility.NAMED.value),
}


class OfferTable:
    """Checks the rows of one table, in turn, for one person."""

    columns: ClassVar[Sequence[Column]] = COLUMNS
    sheet: ClassVar[Any] = SHEET

    def __init__(self, table: Table, places: Mapping[str, int], by: User) -> None:
        self.table, self.places, self.by = table, places, by
        self.vocabularies = {column.name: column.vocabulary(by) for column in COLUMNS}
        self.empties = in_every_language(NOTHING) | SIGNS
        self._rows: dict[int, int] = {}

    @cached_property
    def offers(self) -> dict[str, Resource]:
        """Those that the table names, of the ones that this person keeps."""
        place = self.places.get("id", -1)
        named = {row.cells[place] for row in self.table.rows if 0 <= place < len(row.cells)}
        rows = kept_offers(self.by).filter(public_id__in=named).for_display()
        return {offer.public_id: offer for offer in rows}

    @cached_property
    def providers(self) -> dict[str, Provider]:
        return {provider.public_id: provider for provider in kept_providers(self.by)}

    @cached_property
    def in_change(self) -> set[int]:
        """The offers to which a change of this organisation is open already."""
        changes = Proposal.objects.visible_to(self.by).open().exclude(resource=None)
        mine = changes.filter(organisation=self.by.organisation_id)
        return set(mine.values_list("resource", flat=True))

    def is_example(self, row: Row) -> bool:
        checked = Checked(row, self.places, {})
        return alike(checked.cell("id")) in in_every_language(EXAMPLE)

    def check(self, row: Row) -> Checked:
        checked = Checked(row, self.places, {name: c.title for name, c in BY_NAME.items()})
        for column in COLUMNS:
            self._understand(checked, column)
        checked.resource = self._offer(checked)
        checked.provider = checked.resource.provider if checked.resource else self._new_of(checked)
        if checked.provider is None:
            checked.answers = {}
            return checked
        self._compare(checked, self._change(checked))
        return checked

    def _understand(self, checked: Checked, column: Column) -> None:
        if alike(checked.cell(column.name)) in self.empties and column.name not in OF_ROW:
            checked.answers[column.name] = [] if column.several else ""
        else:
            checked.understand(column, self.vocabularies[column.name], self.table.formulas)

    def _offer(self, checked: Checked) -> Resource | None:
        """The entry that a row changes; None where it is new, or where it names none of ours."""
        named = checked.answers.get("id")
        if not named:
            return None
        offer = self.offers.get(named)
        if offer is None:
            checked.wrong("id", _("There is no such offer among those that you keep."))
            return None
        if offer.pk in self.in_change:
            checked.wrong("id", _("A change to this offer is open already. Finish that one first."))
        first = self._rows.setdefault(offer.pk, checked.row.number)
        if first != checked.row.number:
            checked.wrong("id", _("Row %(n)d is about the same offer.") % {"n": first})
        said = checked.answers.get("provider")
        if said and said != offer.provider.public_id:
            checked.wrong(
                "provider", _("An offer cannot go to another provider. Leave this empty.")
            )
        if checked.answers.get("tlp"):
            checked.wrong("tlp", _("The label of an offer that is there has a page of its own."))
        return offer

    def _new_of(self, checked: Checked) -> Provider | None:
        """Whose new offer it is: the provider named, or the only one."""
        if checked.errors.keys() & {"id", "provider"}:
            return None
        named = checked.answers.get("provider")
        if not named:
            if len(self.providers) != 1:
                checked.wrong("provider", _("Name the provider of a new offer."))
                return None
            named = next(iter(self.providers))
        return self.providers[named]

    def _change(self, checked: Checked) -> Proposal:
        """The change as it would be, stored nowhere."""
        live = saying.of_entry(checked.resource) if checked.resource else {}
        act = Proposal.Act.CHANGE if checked.resource else Proposal.Act.ADD
        said = {"provider": checked.provider, "resource": checked.resource}
        return Proposal(subject=Proposal.Subject.RESOURCE, act=act, base=live, **said)

    def _compare(self, checked: Checked, change: Proposal) -> None:
        """What a row would make other, or all that a new entry would say."""
        live = change.base
        given = {name: v for name, v in checked.answers.items() if name not in OF_ROW}
        after = self._said(checked, change, {**(live or NEW), **given, **_implied(given)})
        checked.label = TLP(max(row.tlp for row in (checked.resource, checked.provider) if row))
        if checked.errors or after is None:
            return
        checked.answers = {n: value for n, value in after.items() if value != live.get(n)}
        told = saying.differences(change, live, after) if checked.answers else []
        checked.changes = [[one.field, one.before, one.after] for one in told]

    def _said(
        self, checked: Checked, change: Proposal, given: dict[str, Any]
    ) -> dict[str, Any] | None:
        """The answers as they are kept; what the sections have to say of the others."""
        kept: dict[str, Any] = {}
        before, context = set(checked.errors), self._context(change, given)
        for section in sections(change):
            form = section(given, context=context)
            if form.is_valid():
                kept |= form.answers()
                continue
            for name, said in answers.said(form).items():
                if name not in before:
                    checked.wrong(name, *said)
        return None if checked.errors else saying.normal(kept)

    def _context(self, change: Proposal, given: dict[str, Any]) -> Context:
        """One for all rows of a provider, unless an entry says what nobody is offered any more."""
        assert change.provider is not None  # as for every offer
        usual = self._usual.setdefault(change.provider.pk, Context(change.provider))
        known = {"areas": usual.areas, "languages": usual.languages}
        is_usual = all(
            set(given.get(name) or []) <= {code for code, _words in pairs}
            for name, pairs in known.items()
        )
        return usual if is_usual else context_of(change)

    @cached_property
    def _usual(self) -> dict[int, Context]:
        return {}


def _implied(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        rule: value
        for name, (rule, value) in IMPLIED.items()
        if given.get(name) and rule not in given
    }
