"""What was stored before a field was added reads as if the field said nothing."""

from typing import Any

import pytest

from domain.schedule import Schedule
from domain.target import Target
from persistence.compact import from_json
from tests.builders import a_schedule, a_target


@pytest.mark.parametrize(
    ("text", "of", "expected"),
    [
        ('{"checkIn":"daily","isCatchUpAllowed":true}', Schedule, a_schedule()),
        (
            '{"metric":"custom","value":"100","unit":"pages","direction":"increase"}',
            Target,
            a_target(),
        ),
    ],
    ids=["schedule", "target"],
)
def test_an_object_without_the_newer_fields_takes_their_defaults(
    text: str, of: Any, expected: object
) -> None:
    assert from_json(text, of) == expected
