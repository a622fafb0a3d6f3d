"""What every answer of the API has in common, said once in its OpenAPI schema."""

from typing import Any

from portal.problems import MEDIA_TYPE

LIMITS = {
    "RateLimit-Policy": {
        "description": "The limit that holds for you: its name, `q` requests at once, "
        "refilled evenly over `w` seconds.",
        "schema": {"type": "string", "example": '"visitor";q=120;w=60'},
    },
    "RateLimit": {
        "description": "What is left of it: `r` requests now, all of them again in `t` seconds.",
        "schema": {"type": "string", "example": '"visitor";r=119;t=1'},
    },
}
RETRY_AFTER = {
    "description": "Seconds after which the next request will be granted.",
    "schema": {"type": "integer", "minimum": 0},
}
PROBLEM = {
    "type": "object",
    "description": "An error, as RFC 9457 has it.",
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"description": "For a request that is not valid: what is wrong, by field."},
    },
    "required": ["type", "status", "title"],
}
TOO_MANY = {
    "description": "Your limit is used up for now.",
    "headers": {"Retry-After": RETRY_AFTER},
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
METHODS = {"get", "post", "put", "patch", "delete"}


def state_limits(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Every operation can answer 429, and every answer carries the fields of the limit."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).setdefault("Problem", PROBLEM)
    components.setdefault("headers", {}).update(LIMITS)
    stated = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
    for path in result["paths"].values():
        for method in path.keys() & METHODS:
            answers = path[method]["responses"]
            answers.setdefault("429", {**TOO_MANY})
            for answer in answers.values():
                answer["headers"] = {**answer.get("headers", {}), **stated}
    return result
