"""The engine on the command line: runs, comparisons and interventions from files.

python -m gaps.engine CASE.json [-o RESULT.json]      assess one case
python -m gaps.engine --lines [CASES] [-o RESULTS]    one case a line in, one result a line out
python -m gaps.engine compare OLD.json NEW.json       what differs, and which record moved it
python -m gaps.engine interventions CASE.json -n 20   what to add or relax next, with its gain
python -m gaps.engine what-if CASE.json CHANGES.json  what some changes would open, close or gain
python -m gaps.engine check CASE.json                 whether the proof of the division holds

"-" is standard input or output. Bad input ends with status 2 and one line that names the record
and the field; with --lines such a case becomes {"error": "..."} on its line, and the rest goes on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import Any

from gaps.engine import Case, Columns, assess
from gaps.engine.certificate import check
from gaps.engine.compare import compare, summary
from gaps.engine.interventions import interventions
from gaps.engine.scenario import what_if

Options = argparse.Namespace


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    command = given[0] if given and given[0] in COMMANDS else "assess"
    parser, act = _parser(command), COMMANDS[command]
    options = parser.parse_args(given[1:] if given and given[0] == command else given)
    try:
        _write(options.output, act(options))
    except (OSError, ValueError, RecursionError) as problem:  # CaseError is a ValueError
        print(f"{_place(options)}: {_line(problem)}", file=sys.stderr)
        return 2
    return 0


def _assess(options: Options) -> Iterator[str]:
    if options.lines:
        yield from (_one_line(line) for line in _lines(options.files[0]))
    else:
        yield _pretty(assess(_case(options.files[0])).to_json())


def _compare(options: Options) -> Iterator[str]:
    changes = compare(_case(options.files[0]), _case(options.files[1]))
    yield _pretty({"summary": summary(changes), "cells": [one.to_json() for one in changes]})


def _interventions(options: Options) -> Iterator[str]:
    columns = Columns.of(_case(options.files[0]))
    yield _pretty(interventions(columns, options.number).to_json())


def _what_if(options: Options) -> Iterator[str]:
    case, changes = map(_json, options.files)
    yield _pretty(what_if(case, changes).to_json())


def _check(options: Options) -> Iterator[str]:
    result = assess(_case(options.files[0]))
    faults = check(result)
    yield _pretty(
        {"fingerprint": result.fingerprint, "need_steps": len(result.need), "faults": faults}
    )


COMMANDS: dict[str, Callable[[Options], Iterable[str]]] = {
    "assess": _assess,
    "compare": _compare,
    "interventions": _interventions,
    "what-if": _what_if,
    "check": _check,
}


FILES = {"compare": ("OLD", "NEW"), "what-if": ("CASE", "CHANGES")}


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gaps.engine",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = FILES.get(command, ("CASE",))
    parser.add_argument("files", nargs=len(names), metavar=names, help="as JSON")
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


def _json(name: str) -> Any:
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    return json.loads(text)


def _case(name: str) -> Case:
    return Case.from_json(_json(name))


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    with Path(name).open(encoding="utf-8") as cases:
        yield from cases


def _one_line(line: str) -> str:
    try:
        result = assess(Case.from_json(json.loads(line))).to_json()
    except (ValueError, RecursionError) as problem:
        result = {"error": _line(problem)}
    return json.dumps(result, sort_keys=True)


def _pretty(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=1, sort_keys=True)


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
            print(text, file=file, flush=True)


def _place(options: Options) -> str:
    return " ".join(options.files)


def _line(problem: Exception) -> str:
    """The problem in one line, whatever it was made of."""
    if isinstance(problem, RecursionError):
        return "the JSON is nested too deeply"
    if isinstance(problem, json.JSONDecodeError):
        return f"not JSON: {problem}"
    return " ".join(str(problem).split())


if __name__ == "__main__":
    sys.exit(main())
