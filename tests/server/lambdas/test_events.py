from typing import Any

import pytest
from pydantic import ValidationError

from server.lambdas.events import events_of
from tests.server.lambdas.builders import KEPT, OWNER, an_event


def test_an_event_says_which_field_is_asked_for_and_all_around_it() -> None:
    (event,) = events_of(KEPT["direct"])
    assert event.field == ("Query", "goal")
    assert event.arguments == {"goalId": "3f1c2b4a-0000-4000-8000-000000000001"}
    assert event.identity is not None
    assert event.identity["sub"] == OWNER
    assert event.info.selection_set_list[-1] == "tasks/items/title"
    assert (event.source, event.prev, event.stash) == (None, None, {})


def test_a_header_that_was_sent_several_times_is_one_header() -> None:
    (event,) = events_of(KEPT["direct"])
    assert event.request.headers["accept-language"] == "en, de"
    assert event.request.headers["host"].startswith("example.")


def test_a_batch_is_a_list_of_events_that_may_lack_source_and_request() -> None:
    events = events_of(KEPT["batch"])
    assert [event.field for event in events] == [("Query", "goal")] * 2
    assert [(event.source, event.request.headers) for event in events] == [(None, {})] * 2


@pytest.mark.parametrize(
    "given",
    [
        KEPT["amplify"],
        [],
        "an event",
        {"info": {"fieldName": "me"}},
        {"info": {"fieldName": "me", "parentTypeName": "Query"}, "arguments": ["the secret"]},
        [an_event("Query", "me"), {"authorization": "the secret"}],
    ],
)
def test_what_is_no_event_of_a_direct_resolver_is_refused_without_repeating_it(given: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        events_of(given)
    assert "the secret" not in str(refusal.value)
    assert OWNER not in str(refusal.value)
