"""What every answer of the API has in common, said once in its OpenAPI schema."""

from typing import Any

from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.permissions import SAFE_METHODS

from portal.access import Scope
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
NOT_SIGNED_IN = {
    "description": "The bearer token is not valid, or no longer; all such are answered alike.",
    "headers": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
METHODS = {"get", "post", "put", "patch", "delete"}


class ClientCredentials(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a machine signs in: it fetches a token with its own credentials."""

    target_class = "portal.api.TokenAuthentication"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {scope.value: str(scope.label) for scope in Scope}
        flow = {"tokenUrl": reverse("portal:token"), "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        reads = auto_schema.method in SAFE_METHODS
        return {self.name: [Scope.READ.value] if reads else []}


def state_limits(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Every operation can answer 401 and 429, and every answer has the fields of the limit."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).setdefault("Problem", PROBLEM)
    components.setdefault("headers", {}).update(LIMITS)
    stated = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
    for path in result["paths"].values():
        for method in path.keys() & METHODS:
            answers = path[method]["responses"]
            answers.setdefault("401", {**NOT_SIGNED_IN})
            answers.setdefault("429", {**TOO_MANY})
            for answer in answers.values():
                answer["headers"] = {**answer.get("headers", {}), **stated}
    return result
