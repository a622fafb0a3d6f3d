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
# What any request may be refused with, whatever it asks for.
REFUSALS = {
    "400": "The request is not valid; `errors` says what is wrong, by field.",
    "401": "The bearer token is not valid, or no longer; all such are answered alike.",
    "403": "You may not do this.",
    "404": "There is nothing here that you may see.",
    "405": "This cannot be done here.",
    "406": "The answer cannot be had in the form that you accept.",
    "429": "Your limit is used up for now.",
}
NOT_READABLE = {"415": "The body is in a form that cannot be read; send JSON."}
FIELDS = {
    "401": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    "429": {"Retry-After": RETRY_AFTER},
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


def state_refusals(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Every operation may be refused, always with a problem."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).setdefault("Problem", PROBLEM)
    for path in result["paths"].values():
        for method in path.keys() & METHODS:
            operation = path[method]
            stated = REFUSALS | (NOT_READABLE if "requestBody" in operation else {})
            for status, said in stated.items():
                operation["responses"].setdefault(status, _refused(status, said))
    return result


def _refused(status: str, said: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": said, "content": content, "headers": FIELDS.get(status, {})}


def state_limits(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Every answer carries the fields of the limit."""
    components = result.setdefault("components", {})
    components.setdefault("headers", {}).update(LIMITS)
    stated = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
    for path in result["paths"].values():
        for method in path.keys() & METHODS:
            for answer in path[method]["responses"].values():
                answer["headers"] = {**answer.get("headers", {}), **stated}
    return result
