"""The settings: a flag wins over an environment variable, which wins over the default."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from domain.policy import Policy
from schema.limits import MOST_LEVELS, MOST_RESOLVERS, MOST_SECONDS, Limits
from server.rates.classes import Rate
from server.templates import shipped_templates

PREFIX: Final = "MILEPOST_"
DEFAULT_FILE: Final = Path("milepost.db")

# Taken from flags alone: a variable left in an environment must not open a server to everyone.
FLAG_ONLY: Final = frozenset({"dev"})


class SettingsError(ValueError):
    """Refuse settings that cannot be used; the message is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedPlace:
    """Data in one file of this machine; without a secret the store makes and keeps its own."""

    path: Path
    secret: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlace:
    """Data in a DynamoDB table; `endpoint` replaces the region's own address."""

    table: str
    region: str
    endpoint: str | None
    secret: str


Place: TypeAlias = EmbeddedPlace | TablePlace


def _place_of_counts(value: str) -> str:
    # An address may hold a password, so it is not told.
    if value in {"process", "store", "off"} or value.startswith(("redis://", "rediss://")):
        return value
    raise ValueError("must be process, store, off or the address redis://… of a Redis")


class Settings(BaseSettings):
    """All that an operator may set; `settings_from` is the way to make one."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    store: Path | None = None
    table: str | None = None
    region: str | None = None
    endpoint: str | None = None
    secret: SecretStr | None = None
    auth: Path | None = None
    dev: bool = False
    active_goals: Annotated[int, Field(ge=1)] = 50
    backdating_days: Annotated[int, Field(ge=0)] = 30
    query_depth: Annotated[int, Field(ge=0, le=MOST_LEVELS)] = 0
    resolver_count: Annotated[int, Field(ge=1, le=MOST_RESOLVERS)] = MOST_RESOLVERS
    execution_seconds: Annotated[int, Field(ge=1, le=MOST_SECONDS)] = MOST_SECONDS
    introspection: Literal["on", "off"] = "on"
    rate_counts: Annotated[str, AfterValidator(_place_of_counts)] = "process"
    rate_read: Annotated[int, Field(ge=0)] = 1200
    rate_write: Annotated[int, Field(ge=0)] = 300
    rate_log: Annotated[int, Field(ge=0)] = 600
    rate_bulk: Annotated[int, Field(ge=0)] = 30
    rate_export: Annotated[int, Field(ge=0)] = 10

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read flags, then variables; no file is read."""
        del env_settings, dotenv_settings, file_secret_settings
        return init_settings, _Variables(settings_cls)

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.dev and not is_loopback(self.host):
            raise ValueError(
                f"--dev knows no passwords, so it serves this machine only, not host {self.host}"
            )
        if self.dev and self.auth is not None:
            raise ValueError("--dev and --auth exclude each other; name one of them")
        self.place()
        return self

    def place(self) -> Place:
        """Return where the data is.

        Raises:
            ValueError: Both a file and a table are named, or a table lacks its region or secret.
        """
        secret = self.secret.get_secret_value().strip() if self.secret else ""
        if self.table is None:
            return EmbeddedPlace(path=self.store or DEFAULT_FILE, secret=secret or None)
        if self.store is not None:
            raise ValueError("--store and --table exclude each other; name one of them")
        if self.region is None:
            raise ValueError("--table needs --region or MILEPOST_REGION")
        if not secret:
            raise ValueError("--table needs MILEPOST_SECRET, which signs list tokens")
        return TablePlace(
            table=self.table, region=self.region, endpoint=self.endpoint, secret=secret
        )

    @property
    def policy(self) -> Policy:
        """Return the limits that resolvers hold callers to, and the templates they offer."""
        return Policy(
            active_goals=self.active_goals,
            backdating_days=self.backdating_days,
            templates=shipped_templates(),
        )

    @property
    def limits(self) -> Limits:
        """Return what one operation may use."""
        return Limits(
            depth=self.query_depth,
            resolvers=self.resolver_count,
            seconds=self.execution_seconds,
            is_introspection_open=self.introspection == "on",
        )

    @property
    def rate_limits(self) -> Mapping[Rate, int]:
        """Return how many operations of each class a caller has in a minute; 0 is any number."""
        return {rate: getattr(self, f"rate_{rate}") for rate in Rate}


class _Variables(EnvSettingsSource):
    def __call__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__call__().items() if name not in FLAG_ONLY}


def settings_from(flags: Mapping[str, Any]) -> Settings:
    """Return the settings of these flags (None: not given) and the environment.

    Raises:
        SettingsError: A value is unusable, or two of them contradict each other.
    """
    given = {name: flags[name] for name in Settings.model_fields if flags.get(name) is not None}
    # Naming one kind of store on the command line overrides the other kind in the environment.
    if "table" in given:
        given.setdefault("store", None)
    elif "store" in given:
        given["table"] = None
    if given.get("dev"):
        given.setdefault("auth", None)
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("; ".join(_told(each) for each in error.errors())) from None


def is_loopback(host: str) -> bool:
    """Tell whether the host is this machine, reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _told(error: Mapping[str, Any]) -> str:
    problem = str(error["msg"]).removeprefix("Value error, ")
    names = [str(name) for name in error["loc"]]
    return f"{names[0]} ({PREFIX}{names[0].upper()}): {problem}" if names else problem
