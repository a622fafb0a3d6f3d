"""The gap engine: pure functions from a case to a result.

``assess(Case.from_json(data))`` is a run. No Django, no clock, no randomness, no logging.
"""

from gaps.engine.case import Case, CaseError
from gaps.engine.columns import Columns
from gaps.engine.records import METHOD_VERSION
from gaps.engine.result import Result
from gaps.engine.run import affected_areas, assess, markets

__all__ = [
    "METHOD_VERSION",
    "Case",
    "CaseError",
    "Columns",
    "Result",
    "affected_areas",
    "assess",
    "markets",
]
