"""What bodies and addresses are made of: models between REST's names and the contract's."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, TypeVar, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializationInfo,
    WrapSerializer,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from domain.errors import InvalidInputError
from schema.scalars import parse_date, parse_instant

E = TypeVar("E", bound=StrEnum)

_CONTRACT: Final = "contract"


class Shape(BaseModel):
    """An object of REST; `mirrors` is the type of the contract that its fields belong to."""

    model_config = ConfigDict(
        alias_generator=to_camel, frozen=True, allow_inf_nan=False, ser_json_inf_nan="null"
    )

    mirrors: ClassVar[str] = ""


class Shown(Shape):
    """An object of an answer, validated from the contract's names, written with REST's."""

    added: ClassVar[frozenset[str]] = frozenset()


class Asked(Shape):
    """An object of a request, validated from REST's names, written with the contract's.

    What REST does not name is passed over, as its clients send back what they were answered.
    """

    model_config = ConfigDict(strict=True)

    def contract(self) -> dict[str, Any]:
        """Return what was given, in the contract's JSON; what is absent stays absent."""
        return self.model_dump(
            mode="json", by_alias=True, exclude_unset=True, context={_CONTRACT: True}
        )


class Query(Asked):
    """The parameters of an address, which are texts."""

    model_config = ConfigDict(strict=False)


class _Hyphens:
    """Spells the words of an enum with hyphens in JSON and in its schema."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        found: Any = core
        while found["type"] != "enum":
            found = found["schema"]
        return {"type": "string", "enum": [_hyphened(each.value) for each in found["members"]]}


def _hyphened(word: str) -> str:
    return word.replace("_", "-")


def _underscored(word: object) -> object:
    return word.replace("-", "_") if isinstance(word, str) else word


def _spelled(value: Any, handler: Any, info: SerializationInfo) -> Any:
    text = handler(value)
    return text if info.context and _CONTRACT in info.context else _hyphened(text)


# REST writes `early-morning` where the contract, whose names have no hyphens, has `early_morning`.
Spelled = Annotated[
    E, Field(strict=False), BeforeValidator(_underscored), WrapSerializer(_spelled), _Hyphens()
]

DELETED: Final = (
    "What is gone, on the first page if updatedSince was given. Take it out of a copy before the"
    " rest is put in."
)
SYNCED_AT: Final = (
    "What to give as updatedSince next, where this is the first page. It lies 60 seconds back, so"
    " that no change is missed."
)

# The contract's whole numbers have 32 bits.
Whole = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]


def _as_contract(parse: Callable[[object], Any]) -> BeforeValidator:
    """Read a text as the contract does: pydantic takes digits for the seconds since 1970."""

    def parsed(value: object) -> Any:
        try:
            return parse(value)
        except InvalidInputError as error:
            told = {"rule": error.details["rule"]}
            raise PydanticCustomError("contract", "Input {rule}", told) from None

    return BeforeValidator(parsed)


Day = Annotated[date, _as_contract(parse_date)]
Instant = Annotated[AwareDatetime, _as_contract(parse_instant)]


def absent() -> Any:
    """Return the default of a field that may be left out, of which its schema says nothing."""
    return Field(default_factory=lambda: None)


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


# A list in an address names each value once, whoever names it twice.
Distinct = AfterValidator(_once)


def selection(model: type[Shown]) -> str:
    """Return the fields of the contract that a model is made from, as GraphQL selects them."""
    parts: dict[str, str] = {}
    for name, below in sources(model):
        parts.setdefault(name, f"{name}{{{selection(below)}}}" if below else name)
    return " ".join(parts.values())


def sources(model: type[Shown]) -> Iterator[tuple[str, type[Shown] | None]]:
    """Yield the contract's name of each field of a model, and the model of what it holds."""
    for name, field in model.model_fields.items():
        if name not in model.added:
            yield str(field.validation_alias), next(_models(field.annotation), None)


def _models(hint: Any) -> Iterator[type[Shown]]:
    if isinstance(hint, type) and issubclass(hint, Shown):
        yield hint
    for each in get_args(hint):
        yield from _models(each)


def with_added(data: Mapping[str, Any], **added: Any) -> dict[str, Any]:
    """Return the contract's object with what REST has in it from elsewhere."""
    return {**data, **added}
