"""What ids there are in a store, for requests that were drawn before they were known."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from tests.hardening.worlds import World

_ALL: Final = "[draft, active, paused, completed, archived]"
_QUERY: Final = f"""{{
  goals(filter: {{status: {_ALL}}}, sort: created_asc, limit: 4) {{
    items {{
      id
      tasks {{ items {{ id }} }}
      milestones {{ id isCustom }}
      activities(limit: 5) {{ items {{ id }} }}
    }}
  }}
}}"""
_WANTED: Final = re.compile(r"@(goal|task|milestone|activity):(\d)")
_NOBODY: Final = "3f1c2b4a-0000-4000-8000-000000000001"


async def inventory(world: World) -> list[Mapping[str, str]]:
    """Return the ids of up to four goals and of one thing of each kind that each of them has."""
    answer = await world.ask(_QUERY)
    return [_ids(goal) for goal in answer["data"]["goals"]["items"]]


def _ids(goal: Any) -> dict[str, str]:
    found: dict[str, str] = {"goal": goal["id"]}
    for task in goal["tasks"]["items"][:1]:
        found["task"] = task["id"]
    for activity in goal["activities"]["items"][:1]:
        found["activity"] = activity["id"]
    for milestone in goal["milestones"]:
        if milestone["isCustom"]:
            found["milestone"] = milestone["id"]
    return found


def filled(request: object, known: list[Mapping[str, str]]) -> Any:
    """Return the request with ids in place of what stands for them; unknown ones where none is."""

    def ident(match: re.Match[str]) -> str:
        kind, place = match.groups()
        return known[int(place) % len(known)].get(kind, _NOBODY) if known else _NOBODY

    return json.loads(_WANTED.sub(ident, json.dumps(request)))
