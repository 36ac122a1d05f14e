"""AppSync's events of direct Lambda resolvers: one context of a field, or a list of them."""

from typing import Annotated, Any, Final, TypeAlias, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel


def _joined(value: object) -> object:
    """Return a header's value, those of one that was sent several times as one."""
    return ", ".join(cast("list[str]", value)) if isinstance(value, list) else value


Header: TypeAlias = Annotated[str, BeforeValidator(_joined)]
Object: TypeAlias = dict[str, Any]


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class FieldInfo(_Part):
    """Which field is asked for, on which type, and what is selected below it."""

    field_name: str
    parent_type_name: str
    selection_set_list: tuple[str, ...] = ()


class Request(_Part):
    """The request's headers, named in lower case."""

    headers: dict[str, Header] = Field(default_factory=dict)


class Event(_Part):
    """AppSync's context of one field of one parent, whose JSON is the source."""

    info: FieldInfo
    arguments: Object = Field(default_factory=dict)
    identity: Object | None = None
    source: Object | None = None
    request: Request = Request()
    stash: Object = Field(default_factory=dict)
    prev: Object | None = None

    @property
    def field(self) -> tuple[str, str]:
        """Return the contract's names of the type and of its field."""
        return self.info.parent_type_name, self.info.field_name


# What a caller sent stays out of error messages, which are logged.
_EVENTS: Final = TypeAdapter(
    Annotated[list[Event], Field(min_length=1)], config=ConfigDict(hide_input_in_errors=True)
)


def events_of(given: object) -> list[Event]:
    """Return the events of an invocation, one or a batch.

    Raises:
        pydantic.ValidationError: It is not AppSync's event of a direct resolver.
    """
    return _EVENTS.validate_python(given if isinstance(given, list) else [given])
