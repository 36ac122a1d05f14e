"""Whatever the document allows is answered as it says, for things that are there or are not."""

import asyncio
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks as general
from schemathesis.specs.openapi import checks as conformance
from starlette.applications import Starlette

from persistence.store import Store
from server.rest.endpoint import Endpoint
from server.rest.endpoints import ENDPOINTS
from tests.server.builders import an_app
from tests.server.rest.asking import a_caller
from tests.server.rest.bodies import things_of_a_goal

GENERAL: Any = general
CONFORMANCE: Any = conformance
# Beside these, what a rule refuses is no fault of the document, which does not know it.
CHECKS: list[Any] = [
    GENERAL.not_a_server_error,
    CONFORMANCE.status_code_conformance,
    CONFORMANCE.content_type_conformance,
    CONFORMANCE.response_headers_conformance,
    CONFORMANCE.response_schema_conformance,
]
EXAMPLES = 6


async def _things(app: Starlette) -> dict[str, str]:
    async with a_caller(app, "demo") as rest:
        return await things_of_a_goal(rest)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.name)
def test_every_answer_is_one_of_the_document_s(endpoint: Endpoint, store: Store) -> None:
    app = an_app(store)
    things = asyncio.run(_things(app))
    document: Any = schemathesis.openapi.from_asgi("/openapi.json", app)
    operation: Any = document[endpoint.path][endpoint.method]

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=operation.as_strategy(), is_there=st.booleans())
    def check(case: Any, *, is_there: bool) -> None:
        if is_there:
            case.path_parameters = {name: things[name] for name in endpoint.places}
        case.validate_response(case.call(), checks=CHECKS)

    check()
