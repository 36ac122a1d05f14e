"""The document of REST in OpenAPI 3.1, made from the models and the contract."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from server.rates.quota import HEADERS
from server.rest.contract import kinds
from server.rest.endpoint import CREATED, Endpoint
from server.rest.endpoints import ENDPOINTS, PREFIXES
from server.rest.problems import ErrorResponse, ValidationErrorResponse
from server.rest.requests import VERSION
from server.rest.shapes import Shape, Shown

_REFERENCE: Final = "#/components/schemas/{model}"
_JSON: Final = "application/json"
_REFUSALS: Final = {
    "400": ("ValidationErrorResponse", "A field is malformed or breaks its rule."),
    "401": ("ErrorResponse", "The caller is not known."),
    "404": ("ErrorResponse", "The caller has no such thing; another owner's looks the same."),
    "409": ("ErrorResponse", "It was changed meanwhile, or the key belongs to another request."),
    "412": ("ErrorResponse", "It has another version; details.current_version names it."),
    "413": ("ErrorResponse", "The body is too large."),
    "422": ("ErrorResponse", "A rule of the goal forbids it."),
    "429": ("ErrorResponse", "The caller has asked too often."),
    "500": ("ErrorResponse", "The server failed; the message names the request only."),
    "503": ("ErrorResponse", "It took too long."),
}
_HEADERS: Final[Mapping[str, tuple[str, Mapping[str, str | int]]]] = {
    "If-Match": (
        "Refuse the change unless this is the version, as ETag has it.",
        {"pattern": rf"^({VERSION.pattern}|\*)$"},
    ),
    "Idempotency-Key": (
        "Carry the request out once, however often it is sent with this key.",
        {"minLength": 1, "maxLength": 128},
    ),
    "X-Timezone": ("The IANA zone it happened in; the profile's if absent.", {}),
}
_LIMIT_HEADERS: Final = {
    name: {"description": told, "schema": {"type": "integer"}}
    for name, told in zip(
        HEADERS,
        (
            "Operations that the caller has in a minute, of the class nearest its limit.",
            "Operations of it that are left.",
            "Seconds until its minute ends.",
        ),
        strict=True,
    )
}
_RETRY_AFTER: Final = {
    "description": "Seconds after which to ask again.",
    "schema": {"type": "integer"},
}


class _Plain(GenerateJsonSchema):
    """Makes schemas without a title for each field, which would repeat its name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Say that a field needs none."""
        del schema
        return False


@cache
def document() -> dict[str, Any]:
    """Return the document."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Milepost",
            "version": version("milepost"),
            "description": "Goals, what is done for them, and how far along they are.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": prefix or "/"} for prefix in reversed(PREFIXES)],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "responses": dict(_refusals()),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": f"{endpoint.tells}.",
        "parameters": list(_parameters(endpoint)),
        "responses": {str(endpoint.status): _success(endpoint), **_refused(endpoint)},
    }
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": endpoint.is_body_required,
            "content": {_JSON: {"schema": _reference(endpoint.body)}},
        }
    return operation


def _parameters(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    for name in endpoint.places:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    if endpoint.query is not None:
        asked = endpoint.query.model_json_schema(schema_generator=_Plain, ref_template=_REFERENCE)
        for name, schema in asked["properties"].items():
            told = schema.pop("description")
            yield {"name": name, "in": "query", "description": told, "schema": schema}
    for name in _headers(endpoint):
        told, forms = _HEADERS[name]
        schema = {"type": "string", **forms}
        yield {"name": name, "in": "header", "description": told, "schema": schema}


def _headers(endpoint: Endpoint) -> Iterator[str]:
    if endpoint.takes("expectedVersion"):
        yield "If-Match"
    if endpoint.takes("idempotencyKey"):
        yield "Idempotency-Key"
    if endpoint.mutation in {"logActivity", "logActivities"}:
        yield "X-Timezone"


def _success(endpoint: Endpoint) -> dict[str, Any]:
    names = ["X-Request-ID"]
    names += ["ETag"] if "version" in endpoint.answer.model_fields else []
    names += ["Location"] if endpoint.status == CREATED else []
    names += ["Idempotency-Replayed"] if endpoint.takes("idempotencyKey") else []
    names += ["Content-Disposition"] if endpoint.texts else []
    return {
        "description": "Done.",
        "headers": {name: {"schema": {"type": "string"}} for name in names} | _LIMIT_HEADERS,
        "content": {
            _JSON: {"schema": _reference(endpoint.answer)},
            **{media: {"schema": {"type": "string"}} for media in endpoint.texts},
        },
    }


def _refused(endpoint: Endpoint) -> dict[str, Any]:
    statuses = {"400", "401", "429", "500", "503"}
    if endpoint.places or endpoint.names_things:
        statuses.add("404")
    if endpoint.body is not None:
        statuses.add("413")
    if endpoint.mutation is not None:
        statuses |= {"409", "422"}
    if endpoint.takes("expectedVersion"):
        statuses.add("412")
    return {each: {"$ref": f"#/components/responses/{each}"} for each in sorted(statuses)}


def _refusals() -> Iterator[tuple[str, dict[str, Any]]]:
    for status, (name, told) in _REFUSALS.items():
        schema: dict[str, Any] = {"$ref": _REFERENCE.format(model=name)}
        # A range of dates that ends before it begins has a code of its own.
        if status == "400":
            schema = {"anyOf": [schema, {"$ref": _REFERENCE.format(model="ErrorResponse")}]}
        refusal: dict[str, Any] = {"description": told, "content": {_JSON: {"schema": schema}}}
        if status == "429":
            refusal["headers"] = _LIMIT_HEADERS | {"Retry-After": _RETRY_AFTER}
        yield status, refusal


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        (ErrorResponse, "serialization"),
        (ValidationErrorResponse, "serialization"),
    ]
    for endpoint in ENDPOINTS:
        models.append((endpoint.answer, "serialization"))
        if endpoint.body is not None:
            models.append((endpoint.body, "validation"))
        if endpoint.query is not None:
            models.append((endpoint.query, "validation"))
    _, found = models_json_schema(
        list(dict.fromkeys(models)), ref_template=_REFERENCE, schema_generator=_Plain
    )
    schemas: dict[str, Any] = found["$defs"]
    queries = {each.query.__name__ for each in ENDPOINTS if each.query}
    for model in _shapes(Shape):
        if model.__name__ in schemas and model.mirrors:
            _describe(model, schemas[model.__name__]["properties"])
    return {name: schemas[name] for name in sorted(schemas) if name not in queries}


def _shapes(model: type[Shape]) -> Iterator[type[Shape]]:
    for each in model.__subclasses__():
        yield each
        yield from _shapes(each)


def _describe(model: type[Shape], properties: dict[str, Any]) -> None:
    """Describe fields as the contract does where the model says nothing of its own."""
    told = kinds()[model.mirrors].fields
    for field in model.model_fields.values():
        names = str(field.validation_alias), str(field.serialization_alias)
        source, name = names if issubclass(model, Shown) else reversed(names)
        if "description" not in properties[name] and source in told:
            properties[name]["description"] = " ".join(told[source].split())
