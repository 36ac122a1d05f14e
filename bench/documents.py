"""The documents that the benchmarks ask, ours and the stock stack's."""

from typing import Final

_FIELDS: Final = "id title progress milestones { name percentage achieved achievedAt }"

PAGE: Final = f"{{ goals(limit: 50) {{ items {{ {_FIELDS} }} nextToken }} }}"
STOCK_PAGE: Final = f"{{ goals(limit: 50) {{ {_FIELDS} }} }}"
GOAL: Final = f"query Goal($goal: ID!) {{ goal(goalId: $goal) {{ {_FIELDS} }} }}"
STOCK_GOAL: Final = f"query Goal($goal: String!) {{ goal(goalId: $goal) {{ {_FIELDS} }} }}"
LOG: Final = """
mutation Log($goal: ID!) {
  logActivity(input: {goalId: $goal, value: 1}) { goal { progress } }
}
"""
STOCK_LOG: Final = """
mutation Log($goal: String!) { logActivity(goalId: $goal, value: 1) { progress } }
"""
PAST: Final = """
query Past($goal: ID!, $at: AWSDateTime) { goalProgress(goalId: $goal, asOf: $at) { basis } }
"""
