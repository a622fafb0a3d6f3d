"""The catalogues of translated texts, in `locale/`: written, compiled and checked.

    python -m checks.catalogues            what is missing, out of date or does not fit its original
    python -m checks.catalogues --write    take in the texts of the source, and compile

Babel reads Python, and templates as Django makes something like it of them: this takes pip alone.
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from capabilities.imports.reference.headings import FRAMEWORKS, headings

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
PACKAGES = ("portal", "capabilities", "gaps")
REFERENCE = "capabilities/reference"
ROW_TEXTS = ("name", "definition")
COLUMNS = {
    "countries.csv": ("region", "subregion", "intermediate_region"),
    "country_groups.csv": ("name",),
}
TEMPLATES = ROOT / "templates"
# Languages with their rules for plurals, which are those of Django's own catalogues.
ARABIC = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;"
)
LANGUAGES = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": ARABIC,
}
# The texts of a call: how many it gives, after a context or not.
CALLS = {"gettext": 1, "ngettext": 2, "pgettext": 1, "npgettext": 2, "_": 1, "gettext_noop": 1}
CALLS |= {f"{call}_lazy": texts for call, texts in CALLS.items()}
# English has a catalogue too, each text as itself: Django looks for what none has in those of all
# packages, which took a tenth of the time of a page.
ENGLISH = "en_GB"
Key = tuple[str | tuple[str, ...], str | None]
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
# Without which the catalogue of a language is not whole. It stands while translations are awaited.
COMPLETE = frozenset(LANGUAGES)


def main() -> int:
    if "--write" in sys.argv:
        write()
        return 0
    findings = list(findings_of(extracted()))
    for finding in findings:
        print(finding)
    return 1 if findings else 0


# ------------------------------------------------------------------ the texts of the source


def extracted() -> Catalog:
    catalogue = Catalog(project="Cyber Capability Portal", charset="utf-8")
    for path in _sources():
        for line, message, comments, context in _texts(path):
            where = [(str(path.relative_to(ROOT)), line)]
            catalogue.add(message, None, where, auto_comments=comments, context=context)
    for file, text in _shipped():
        catalogue.add(text, None, [(f"{REFERENCE}/{file}", 1)])
    return catalogue


def _shipped() -> Iterator[tuple[str, str]]:
    """Names and texts of the reference data that pages show in the reader's language."""
    folder = ROOT / REFERENCE
    taxonomy = json.loads((folder / "capability_taxonomy.json").read_text())
    for row in [*taxonomy["groups"], *taxonomy["areas"]]:
        yield from (("capability_taxonomy.json", row[name]) for name in ROW_TEXTS if row.get(name))
    yield from _headings(folder, taxonomy)
    for file, columns in COLUMNS.items():
        with (folder / file).open(newline="", encoding="utf-8-sig") as lines:
            for line in csv.DictReader(lines):
                yield from ((file, line[column]) for column in columns if line[column])


def _headings(folder: Path, taxonomy: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The headings of other frameworks that areas map to, as the import reads them."""
    mapped = (each for row in taxonomy["areas"] for each in row["crosswalk"])
    used = {(each["framework"], each["code"]) for each in mapped}
    for framework, (file, part) in FRAMEWORKS.items():
        titles = headings(json.loads((folder / file).read_text())[part])
        yield from ((file, title) for code, title in titles if (framework, code) in used)


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))


def _texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Line, text (or singular and plural), comments and context of each text of a file."""
    source = path.read_text()
    if path.suffix != ".py":
        # In one bracket, or the indentation of a template would have to be Python's.
        source = f"({templatize(source, origin=str(path))})"
    names: Any = CALLS  # all that is asked of it
    found: Any = extract_python(BytesIO(source.encode()), names, ["Translators:"], {})
    for line, call, given, comments in found:
        parts = [str(part) for part in given] if isinstance(given, tuple) else [str(given or "")]
        context = parts.pop(0) if "pgettext" in str(call) else None
        texts = parts[: CALLS[str(call)]]
        if any(texts):
            yield line, texts[0] if len(texts) == 1 else tuple(texts), comments or [], context


# ------------------------------------------------------------------ the catalogues


def catalogue_of(language: str) -> Catalog:
    path = _path(language, "po")
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8", ignore_obsolete=True)


def write() -> None:
    """Bring every catalogue to the texts of the source: what is translated stays, the rest goes."""
    template = extracted()
    for language in LANGUAGES:
        catalogue = catalogue_of(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        save(language, catalogue)
    english = _path(ENGLISH, "mo")
    english.parent.mkdir(parents=True, exist_ok=True)
    english.write_bytes(_as_itself(template))


def save(language: str, catalogue: Catalog) -> None:
    """In an order and a form that no day and no place in the source changes."""
    kept = _empty(language)
    for message in catalogue:
        if message.id:
            kept.add(message.id, message.string, context=message.context, flags=message.flags)
    path = _path(language, "po")
    path.parent.mkdir(parents=True, exist_ok=True)
    with BytesIO() as written:
        write_po(written, kept, width=0, omit_header=True, sort_output=True)
        path.write_bytes(_head(language).encode() + written.getvalue().rstrip() + b"\n")
    _path(language, "mo").write_bytes(compiled(language))


def _empty(language: str) -> Catalog:
    catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", LANGUAGES[language])]  # Babel has rules of its own
    return catalogue


def _head(language: str) -> str:
    fields = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    lines = [f'"{name}: {value}\\n"' for name, value in fields.items()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines, "", ""])


def compiled(language: str) -> bytes:
    """What Django reads: the translated texts alone."""
    translated = [message for message in catalogue_of(language) if all(_strings(message))]
    return _written(_empty(language), ((m.id, m.string, m.context) for m in translated))


def _as_itself(template: Catalog) -> bytes:
    whole = Catalog(locale=ENGLISH, charset="utf-8", fuzzy=False)
    return _written(whole, ((m.id, m.id, m.context) for m in template))


def _written(whole: Catalog, messages: Iterable[tuple[Any, Any, str | None]]) -> bytes:
    # Babel writes days into the head; the same texts must give the same bytes.
    whole.creation_date = whole.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    for text, translation, context in messages:
        if text:
            whole.add(text, translation, context=context)
    with BytesIO() as written:
        write_mo(written, whole)
        return written.getvalue()


def _path(language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


# ------------------------------------------------------------------ what is wrong with them


def findings_of(template: Catalog) -> Iterator[str]:
    wanted = {_key(message) for message in template if message.id}
    for language in LANGUAGES:
        messages = [message for message in catalogue_of(language) if message.id]
        for message in messages:
            yield from (f"{language}: “{_first(message)}” {said}" for said in flaws(message))
        if language in COMPLETE:
            yield from _lacks(language, messages, wanted)
        yield from _stale(language, compiled(language))
    yield from _stale(ENGLISH, _as_itself(template))


def _stale(language: str, wanted: bytes) -> Iterator[str]:
    mo = _path(language, "mo")
    if not mo.exists() or mo.read_bytes() != wanted:
        yield f"{language}: {mo.relative_to(ROOT)} is out of date; run: make messages"


def _lacks(language: str, messages: list[Message], wanted: set[Key]) -> Iterator[str]:
    kept = {_key(message) for message in messages}
    for text, _context in sorted(wanted ^ kept, key=str):
        said = "is missing" if (text, _context) in wanted else "is no longer used"
        yield f"{language}: “{text}” {said}; run: make messages"
    for message in messages:
        if not any(_strings(message)):
            yield f"{language}: “{_first(message)}” is not translated"


def flaws(message: Message) -> Iterator[str]:
    """What is wrong with one translation, if there is one."""
    strings = _strings(message)
    if message.fuzzy:
        yield "is marked as fuzzy"
    if not any(strings):
        return
    if not all(strings):
        yield "lacks a plural form"
    originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
    allowed = [_marks(original) for original in originals]
    for string in filter(None, strings):
        found = _marks(string)
        # A form for none, one or two may say the number in words.
        fits = found in allowed or (len(originals) > 1 and found <= allowed[-1])
        if not fits:
            yield f"has other placeholders or tags in “{string}”"


def _marks(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text.replace("%%", ""))) + Counter(TAG.findall(text))


def _strings(message: Message) -> tuple[str, ...]:
    held = message.string
    return tuple(held) if isinstance(held, tuple | list) else (held or "",)


def _key(message: Message) -> Key:
    held = message.id
    return (tuple(held) if isinstance(held, tuple | list) else held), message.context


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


if __name__ == "__main__":
    sys.exit(main())
