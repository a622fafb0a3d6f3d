"""Checks that no linter makes: how long functions and files are, and what is imported from where.

    python -m checks

Prints one line a finding, `file:line: what`, and exits with 1 where there is any.
"""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("portal", "capabilities", "gaps")
CODE = (*SHIPPED, "bench", "checks", "tests")
TEMPLATES = ("templates", *SHIPPED)
FILE_LIMIT = 400  # lines: a file is shorter
FUNCTION_LIMIT = 40  # lines: a function is shorter
PURE = ("gaps/engine", "gaps/consensus")
NUMERIC = {"numpy", "numba", "scipy"}
# What would bring a clock, chance or the outside world into a pure function.
IMPURE = {
    "asyncio",
    "http",
    "logging",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
}
IMPURE |= {"urllib", "uuid"}


def main() -> int:
    findings = sorted({*long_files(), *long_functions(), *impure_imports(), *undeclared_imports()})
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def python_files(*folders: str) -> Iterator[Path]:
    """Our own source; migrations are written by a tool and read by nobody."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def long_files() -> Iterator[str]:
    templates = [page for folder in TEMPLATES for page in (ROOT / folder).rglob("*.html")]
    for path in [*python_files(*CODE), *templates]:
        lines = len(path.read_text().splitlines())
        if lines >= FILE_LIMIT:
            yield f"{path.relative_to(ROOT)}:1: {lines} lines; a file has under {FILE_LIMIT}"


def long_functions() -> Iterator[str]:
    for path in python_files(*CODE):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines >= FUNCTION_LIMIT:
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield f"{where}: {node.name} has {lines} lines; a function has under 40"


def impure_imports() -> Iterator[str]:
    """What the pure packages import beyond themselves, the standard and the numeric libraries."""
    for package in PURE:
        inside = package.replace("/", ".")
        for path in python_files(package):
            for line, name in imports(ast.parse(path.read_text())):
                top = name.split(".")[0]
                standard = top in sys.stdlib_module_names and top not in IMPURE
                if not (standard or top in NUMERIC or f"{name}.".startswith(f"{inside}.")):
                    where = f"{path.relative_to(ROOT)}:{line}"
                    yield f"{where}: imports {name}; {inside} computes from its arguments alone"


def undeclared_imports() -> Iterator[str]:
    """Imports of what requirements.txt does not ask for: a developer's machine has more."""
    asked = {
        canonical(line.split("==")[0].split("[")[0])
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    }
    brought_by = packages_distributions()
    for path in python_files(*SHIPPED):
        for line, name in imports(ast.parse(path.read_text())):
            packages = {canonical(package) for package in brought_by.get(name.split(".")[0], [])}
            if packages and not packages & asked:
                where = f"{path.relative_to(ROOT)}:{line}"
                yield f"{where}: imports {name}; requirements.txt asks for no {packages.pop()}"


def canonical(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that is imported from elsewhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module or ""


if __name__ == "__main__":
    sys.exit(main())
