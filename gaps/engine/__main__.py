"""``python -m gaps.engine CASE.json [-o RESULT.json]``: assess one case from a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gaps.engine import Case, assess


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m gaps.engine", description=__doc__)
    parser.add_argument("case", type=Path, help="the case, as JSON")
    parser.add_argument("-o", "--output", type=Path, help="where to write the result")
    options = parser.parse_args(arguments)
    try:
        case = Case.from_json(json.loads(options.case.read_text(encoding="utf-8")))
    except (OSError, ValueError) as problem:  # CaseError and JSONDecodeError are ValueErrors
        print(f"{options.case}: {problem}", file=sys.stderr)
        return 2
    text = json.dumps(assess(case).to_json(), indent=1, sort_keys=True, ensure_ascii=False)
    if options.output:
        options.output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
