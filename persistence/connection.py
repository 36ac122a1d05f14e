"""Connections: PynamoDB's own, to DynamoDB over HTTP or to an engine in this process."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from botocore.parsers import JSONParser, ResponseParserError, ResponseParserFactory
from pynamodb.connection.base import Connection, MetaTable
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

Answer: TypeAlias = Mapping[str, Any]
Raw: TypeAlias = Mapping[str, Mapping[str, Any]]

INDEX: Final = "GSI1"
_CONNECT_SECONDS: Final = 2
_READ_SECONDS: Final = 5
SCHEMA: Final[dict[str, Any]] = {
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK", "GSI1PK", "GSI1SK")
    ],
    "KeySchema": [
        {"AttributeName": "PK", "KeyType": "HASH"},
        {"AttributeName": "SK", "KeyType": "RANGE"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": INDEX,
            "KeySchema": [
                {"AttributeName": "GSI1PK", "KeyType": "HASH"},
                {"AttributeName": "GSI1SK", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}
"""The table's keys and its index, as CreateTable takes them."""


class Requests(Protocol):
    """What is asked of PynamoDB's connection; what fails raises its exceptions."""

    @property
    def client(self) -> Any:
        """Return the botocore client or what stands in for it."""
        ...

    def dispatch(self, operation_name: str, operation_kwargs: dict[str, Any]) -> Answer:
        """Make a request as it is; what fails raises botocore's exceptions."""
        ...

    def describe_table(self, table_name: str) -> Answer:
        """Describe the table."""
        ...

    def update_time_to_live(self, table_name: str, ttl_attribute_name: str) -> Answer:
        """Name the attribute that tells when an item expires."""
        ...

    def get_item(
        self, table_name: str, hash_key: str, range_key: str, *, consistent_read: bool
    ) -> Answer:
        """Get one item."""
        ...

    def update_item(
        self,
        table_name: str,
        hash_key: str,
        range_key: str,
        actions: Sequence[Action],
        *,
        condition: Condition | None,
        return_values: str,
    ) -> Answer:
        """Change one item."""
        ...

    def query(
        self,
        table_name: str,
        hash_key: str,
        *,
        range_key_condition: Condition,
        consistent_read: bool,
        exclusive_start_key: Any,
        index_name: str | None,
        limit: int | None,
        scan_index_forward: bool,
    ) -> Answer:
        """Get one page of a partition's items."""
        ...

    def scan(
        self,
        table_name: str,
        *,
        filter_condition: Condition,
        limit: int | None,
        exclusive_start_key: Any,
        consistent_read: bool,
    ) -> Answer:
        """Get one page of the table's items."""
        ...

    def get_operation_kwargs(
        self,
        table_name: str,
        hash_key: str,
        range_key: str,
        *,
        condition: Condition | None,
        key: str = "Key",
        attributes: Answer | None = None,
        actions: Sequence[Action] | None = None,
        return_values_on_condition_failure: str | None = None,
    ) -> dict[str, Any]:
        """Return the part of a transaction that concerns one item."""
        ...

    def transact_write_items(
        self,
        condition_check_items: Sequence[dict[str, Any]],
        delete_items: Sequence[dict[str, Any]],
        put_items: Sequence[dict[str, Any]],
        update_items: Sequence[dict[str, Any]],
        *,
        client_request_token: str | None,
    ) -> Answer:
        """Carry out all parts of a transaction or none."""
        ...


class PlainParser(JSONParser):
    """Take an answer as the JSON that it is.

    botocore would walk along the shapes of the service to turn base64 into bytes and numbers into
    instants, which no item here holds, and take longer for it than for all else.
    """

    def _handle_json_body(self, raw_body: bytes, shape: object) -> Any:
        del shape
        try:
            return json.loads(raw_body or b"{}")
        except ValueError as error:
            raise ResponseParserError(f"an answer is no JSON: {raw_body[:100]!r}") from error


class _Parsers(ResponseParserFactory):
    def create_parser(self, protocol_name: str) -> Any:
        """Return the parser of a protocol; credentials come by others than DynamoDB's."""
        return PlainParser() if protocol_name == "json" else super().create_parser(protocol_name)


class LocalConnection(Connection):
    """A connection whose client answers in this process."""

    def __init__(self, client: object) -> None:
        super().__init__(region="local")
        self._answering = client

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._answering!r})"

    @property
    def client(self) -> Any:
        """Return the client."""
        return self._answering


def local_connection(client: object, table: str) -> Requests:
    """Return a connection to a client in this process that knows the table's keys."""
    return _knowing(LocalConnection(client), table)


def remote_connection(
    *, table: str, region: str, endpoint: str | None = None, pool: int = 10
) -> Requests:
    """Return a connection to DynamoDB; it connects within 2 s, reads within 5 s, asks once."""
    connection = Connection(
        region=region,
        host=endpoint,
        connect_timeout_seconds=_CONNECT_SECONDS,
        read_timeout_seconds=_READ_SECONDS,
        retry_configuration={"total_max_attempts": 1, "mode": "standard"},
        max_pool_connections=pool,
    )
    known: Any = connection
    known.session.register_component("response_parser_factory", _Parsers())
    # botocore makes clients in one thread only, so this one is made before any thread needs it.
    _ = connection.client
    return _knowing(connection, table)


def _knowing(connection: Connection, table: str) -> Requests:
    connection.add_meta_table(MetaTable({"TableName": table, **SCHEMA}))
    return connection
