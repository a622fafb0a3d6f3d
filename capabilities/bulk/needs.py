"""A table of needs: each row answers the questions that the pages ask about one need."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from capabilities import answers
from capabilities.bulk.checked import Checked
from capabilities.bulk.columns import Column, in_every_language
from capabilities.bulk.need_columns import BY_NAME, COLUMNS, EXAMPLE, SHEET
from capabilities.imports.tables.table import Row, Table
from capabilities.models import Agency, CapabilityArea, Need
from capabilities.phrases.writing import alike
from capabilities.questions import FIELDS, QUESTIONS, Context, leaves
from capabilities.workflow import ENDED
from portal.models import User

# What makes two needs much alike.
ASKED = ("area", "current_level", "target_level")
# What can't be judged while another cell is wrong.
HANGS_ON = {"tlp": "area", "label_reason": "area"}


class NeedTable:
    """Checks the rows of one table, in turn, for one officer."""

    columns: ClassVar[Sequence[Column]] = COLUMNS
    sheet: ClassVar[Any] = SHEET

    def __init__(self, table: Table, places: Mapping[str, int], by: User) -> None:
        self.table, self.places, self.by = table, places, by
        self.vocabularies = {column.name: column.vocabulary(by) for column in COLUMNS}
        self._alike: dict[tuple[Any, ...], int] = {}
        self._same: dict[tuple[Any, ...], int] = {}

    @cached_property
    def agencies(self) -> dict[str, Agency]:
        own = Agency.objects.of(self.by).select_related("country")
        return {agency.public_id: agency for agency in own}

    @cached_property
    def areas(self) -> dict[str, CapabilityArea]:
        return {area.code: area for area in leaves()}

    @cached_property
    def open_needs(self) -> dict[tuple[Any, ...], str]:
        """The needs of the own agencies that have not ended, by what they ask for."""
        own = Need.objects.visible_to(self.by).filter(agency__in=self.agencies.values())
        rows = own.exclude(status__in=ENDED).values_list(
            "agency_id", "area__code", "current_level", "target_level", "public_id"
        )
        return {tuple(asked): public_id for *asked, public_id in rows}

    def is_example(self, row: Row) -> bool:
        checked = Checked(row, self.places, {})
        return alike(checked.cell("reference")) in in_every_language(EXAMPLE)

    def check(self, row: Row) -> Checked:
        checked = Checked(row, self.places, {name: c.title for name, c in BY_NAME.items()})
        for column in COLUMNS:
            checked.understand(column, self.vocabularies[column.name], self.table.formulas)
        checked.agency = self._agency(checked)
        given = {name: value for name, value in checked.answers.items() if name in FIELDS}
        context = self._context(checked, given)
        if not checked.cell("tlp"):
            given["tlp"] = context.suggested_label.code
        checked.answers = self._asked(checked, given, context)
        if not checked.errors:
            self._compare(checked)
        return checked

    def _agency(self, checked: Checked) -> Agency | None:
        """The agency that a row names, or the only one; its country must fit."""
        known, country = checked.answers.get("agency"), checked.answers.get("country")
        if not known and "agency" not in checked.errors:
            if len(self.agencies) != 1:
                checked.wrong("agency", _("Name the agency: your organisation has several."))
                return None
            known = next(iter(self.agencies))
        agency = self.agencies.get(known or "")
        if agency and country and country != agency.country.iso3:
            text = _("This is not the country of %(agency)s: write %(code)s, or nothing.")
            checked.wrong("country", text % {"agency": agency, "code": agency.country.iso3})
        return agency

    def _context(self, checked: Checked, given: Mapping[str, Any]) -> Context:
        agency = checked.agency or next(iter(self.agencies.values()), Agency())
        return Context(agency, self.areas.get(str(given.get("area"))))

    def _asked(self, checked: Checked, given: dict[str, Any], context: Context) -> dict[str, Any]:
        """The answers as they are kept; what the questions have to say of the others."""
        kept: dict[str, Any] = {}
        before = set(checked.errors)
        for question in QUESTIONS:
            form = question(given, context=context)
            if form.is_valid():
                kept |= form.answers()
                continue
            for name, said in answers.said(form).items():
                if name not in before and HANGS_ON.get(name) not in checked.errors:
                    checked.wrong(name, *said)
        return kept if not checked.errors else given | kept

    def _compare(self, checked: Checked) -> None:
        """Look whether it was asked for before, in this table or by the agency."""
        agency, row = checked.agency, checked.row.number
        if agency is None:
            return
        asked = (agency.pk, *(checked.answers[name] for name in ASKED))
        same = (agency.pk, *(str(checked.answers.get(name)) for name in sorted(FIELDS)))
        first, alike = self._same.setdefault(same, row), self._alike.setdefault(asked, row)
        if first != row:
            text = _("This row says the same as row %(n)d. Remove one of them.")
            checked.wrong("area", text % {"n": first})
        elif alike != row:
            text = _("Row %(n)d is for the same agency, area and levels.")
            checked.doubtful(text % {"n": alike})
        if asked in self.open_needs:
            text = _("Your agency has an open need in this area with these levels.")
            checked.doubtful(text, need=self.open_needs[asked])
