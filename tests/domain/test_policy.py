from __future__ import annotations

from domain.policy import Policy


def test_an_owner_has_50_active_goals_and_30_days_to_correct_a_closed_log() -> None:
    assert Policy() == Policy(active_goals=50, backdating_days=30)
