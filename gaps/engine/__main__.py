"""The engine on the command line: runs, comparisons and interventions from files.

python -m gaps.engine [CASE.json] [-o RESULT.json]    assess one case
python -m gaps.engine --lines [CASES] [-o RESULTS]    one case a line in, one result a line out
python -m gaps.engine compare OLD.json NEW.json       what differs, and which record moved it
python -m gaps.engine interventions CASE.json -n 20   what to add or relax next, with its gain
python -m gaps.engine what-if CASE.json CHANGES.json  what some changes would open, close or gain
python -m gaps.engine check CASE.json                 whether the proof of the division holds

"-" is standard input or output; a case that is not named is read from there. Bad input ends with
status 2 and one line that names the record and the field; with --lines such a case becomes
{"error": "..."} on its line, and the rest goes on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from gaps.engine import Case, Columns, assess
from gaps.engine.certificate import check
from gaps.engine.compare import compare, summary
from gaps.engine.interventions import interventions
from gaps.engine.scenario import what_if
from gaps.engine.writing import written

Options = argparse.Namespace


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    command = given[0] if given and given[0] in COMMANDS else "assess"
    parser, act = _parser(command), COMMANDS[command]
    options = parser.parse_args(given[1:] if given and given[0] == command else given)
    try:
        _write(options.output, act(options))
    except (OSError, ValueError, RecursionError) as problem:  # CaseError is a ValueError
        print(_line(problem), file=sys.stderr)
        return 2
    return 0


def _assess(options: Options) -> Iterator[str]:
    if options.lines:
        yield from (_one_line(line) for line in _lines(options.case))
    else:
        yield written(assess(_case(options.case)).to_json())


def _compare(options: Options) -> Iterator[str]:
    changes = compare(_case(options.old), _case(options.new))
    yield written({"summary": summary(changes), "cells": [one.to_json() for one in changes]})


def _interventions(options: Options) -> Iterator[str]:
    columns = Columns.of(_case(options.case))
    yield written(interventions(columns, options.number).to_json())


def _what_if(options: Options) -> Iterator[str]:
    case, changes = _json(options.case), _json(options.changes)
    with _naming(f"{options.case} {options.changes}"):
        yield written(what_if(case, changes).to_json())


def _check(options: Options) -> Iterator[str]:
    result = assess(_case(options.case))
    faults = check(result)
    yield written(
        {"fingerprint": result.fingerprint, "need_steps": len(result.need), "faults": faults}
    )


COMMANDS: dict[str, Callable[[Options], Iterable[str]]] = {
    "assess": _assess,
    "compare": _compare,
    "interventions": _interventions,
    "what-if": _what_if,
    "check": _check,
}


FILES = {"compare": ("old", "new"), "what-if": ("case", "changes")}


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gaps.engine",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in FILES.get(command, ()):
        parser.add_argument(name, metavar=name.upper(), help="as JSON")
    if command not in FILES:
        parser.add_argument(
            "case", metavar="CASE", nargs="?", default="-", help="as JSON (standard input)"
        )
    parser.add_argument("-o", "--output", default="-", help="where to write (standard output)")
    if command == "interventions":
        parser.add_argument("-n", "--number", type=_positive, default=20, help="how many")
    if command == "assess":
        parser.add_argument("--lines", action="store_true", help="one case a line, many cases")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("give a number from 1")
    return number


class Refused(ValueError):
    """What is wrong, with the file that it is wrong in."""


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Whatever is wrong inside is said of this file."""
    try:
        yield
    except (ValueError, RecursionError) as problem:
        raise Refused(f"{name}: {_line(problem)}") from None


def _json(name: str) -> Any:
    with _naming(name):
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return json.loads(text)


def _case(name: str) -> Case:
    data = _json(name)
    with _naming(name):
        return Case.from_json(data)


def _lines(name: str) -> Iterator[bytes]:
    """The lines as they are, so that one which is no text spoils no other."""
    if name == "-":
        yield from sys.stdin.buffer
        return
    with Path(name).open("rb") as cases:
        yield from cases


def _one_line(line: bytes) -> str:
    try:
        result = assess(Case.from_json(json.loads(line))).to_json()
    except (ValueError, RecursionError) as problem:
        result = {"error": _line(problem)}
    return json.dumps(result, sort_keys=True) + "\n"


def _write(name: str, texts: Iterable[str]) -> None:
    """Write each text as soon as it is there; no file appears if the first one fails."""
    rest = iter(texts)
    first = list(islice(rest, 1))
    with ExitStack() as stack:
        file = (
            sys.stdout
            if name == "-"
            else stack.enter_context(Path(name).open("w", encoding="utf-8"))
        )
        for text in chain(first, rest):
            print(text, end="", file=file, flush=True)


def _line(problem: Exception) -> str:
    """The problem in one line, whatever it was made of."""
    if isinstance(problem, RecursionError):
        return "the JSON is nested too deeply"
    if isinstance(problem, json.JSONDecodeError):
        return f"not JSON: {problem}"
    if isinstance(problem, UnicodeDecodeError):
        return "not text in UTF-8; save it as such"
    if isinstance(problem, OSError) and problem.filename:
        return f"{problem.filename}: {problem.strerror}"
    return " ".join(str(problem).split())


if __name__ == "__main__":
    sys.exit(main())
