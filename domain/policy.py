"""What an operator decides: the limits of owners, and the templates that they are offered."""

from dataclasses import dataclass

from domain.template import GoalTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How many goals of an owner may be active, and how many days back closed logs stay open.

    `templates` are in the order in which equally good ones are recommended.
    """

    active_goals: int = 50
    backdating_days: int = 30
    templates: tuple[GoalTemplate, ...] = ()
