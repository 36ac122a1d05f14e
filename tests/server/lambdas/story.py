"""A history that uses every mutation of the contract, told to both faces."""

import json
from collections.abc import Sequence
from typing import Any, Final

from tests.hardening.contract import document, fields, named
from tests.hardening.worlds import PATTERNS, a_goal
from tests.server.importing.files import an_export
from tests.server.lambdas.faces import Faces, check_same

# All that the history goes on from.
_IDS: Final = {
    "GoalChange": "goalId task { id } milestone { id }",
    "ActivityChange": "goalId activity { id }",
    "BulkChange": "results { index activityId code }",
}


class Teller:
    """Tells both faces one mutation after the other; `told` names them.

    The first of each kind is asked all that can be asked of its answer.
    """

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self.told: set[str] = set()

    def tell(self, mutation: str, **given: object) -> Any:
        """Return what a mutation answers through both faces; it is not refused."""
        query = self._briefly(mutation) if mutation in self.told else document(mutation)
        body = {"query": query, "variables": {"input": given}}
        server, appsync = self._faces.both(body)
        check_same(body, server, appsync)
        assert "errors" not in server, server
        self.told.add(mutation)
        return server["data"][mutation]

    @staticmethod
    def _briefly(mutation: str) -> str:
        field = fields("Mutation")[mutation]
        kind, ids = field.args["input"].type, _IDS[named(field.type).name]
        return f"mutation($input: {kind}) {{ {mutation}(input: $input) {{ {ids} }} }}"

    def everything(self) -> None:
        """Tell a history of goals of every pattern, in which every mutation occurs."""
        goals = [
            self.tell("createGoal", **a_goal(pattern, title=pattern))["goalId"]
            for pattern in PATTERNS
        ]
        self._rest(goals)
        for goal_id in goals:
            self._log(goal_id)
        for goal_id in goals[:2]:
            self._work(goal_id)
        self._aim(goals[0])
        self._live(goals[0])
        self.tell("updateProfile", timezone="Europe/Berlin", dayStart="04:00", weekStart=0)

    def _rest(self, goals: Sequence[str]) -> None:
        """Log and rest in turn, for 20 days in all."""
        self.tell("pauseGoal", goalId=goals[1])
        self._wait(days=4, goals=goals)
        self.tell("resumeGoal", goalId=goals[1])
        self._wait(days=3, goals=goals)
        self.tell("pauseAll", **{"from": None})
        self._wait(days=5, goals=goals)
        self.tell("resumeAll")
        self.tell("pauseGoal", goalId=goals[0], **{"from": "2026-11-18", "to": "2026-11-19"})
        self._wait(days=8, goals=goals)

    def _wait(self, *, days: int, goals: Sequence[str]) -> None:
        self._faces.wait(days=days)
        for goal_id in goals:
            self.tell("logActivity", goalId=goal_id, value=1, note=f"{days} days later")

    def _log(self, goal_id: str) -> None:
        self.tell("logActivity", goalId=goal_id, value=1, activityDate="2026-11-20")
        logged = self.tell("logActivity", goalId=goal_id, value=1, context={"mood": "fine"})
        activity = {"goalId": goal_id, "activityId": logged["activity"]["id"]}
        items = [{"value": 1, "note": "of many"}, {"value": -1}]
        self.tell("logActivities", goalId=goal_id, items=items, idempotencyKey=goal_id)
        self.tell("amendActivity", **activity, note=None, location={"coordinates": [8.5, 50]})
        self.tell("removeActivity", **activity)

    def _work(self, goal_id: str) -> None:
        titles = ("Buy shoes", "Find a path", "Ask a friend")
        tasks = [
            {"goalId": goal_id, "taskId": made["task"]["id"]}
            for made in (self.tell("createTask", goalId=goal_id, title=title) for title in titles)
        ]
        self.tell("updateTask", **tasks[0], tags=["shop"], dueAt="2026-12-01T12:00:00+01:00")
        self.tell("completeTask", **tasks[0], completionNote="red ones")
        self.tell("completeTask", **tasks[1])
        self.tell("reopenTask", **tasks[1])
        self.tell("deleteTask", **tasks[2])

    def _aim(self, goal_id: str) -> None:
        made = self.tell("createMilestone", goalId=goal_id, name="A third", percentage=33.3)
        milestone = {"goalId": goal_id, "milestoneId": made["milestone"]["id"]}
        self.tell("updateMilestone", **milestone, percentage=None, amount=2)
        self.tell("deleteMilestone", **milestone)
        self.tell("createMilestone", goalId=goal_id, name="A start", amount=1)

    def _live(self, goal_id: str) -> None:
        goal = {"goalId": goal_id}
        draft = self.tell("createGoal", **a_goal(title="A draft", status="draft"))["goalId"]
        self.tell("activateGoal", goalId=draft)
        self.tell("updateGoal", **goal, metadata='{"b": [1, 2.5], "a": "é"}', deadline="2027-01-01")
        self.tell("completeGoal", **goal)
        self.tell("archiveGoal", **goal)
        self.tell("restoreGoal", **goal)
        self.tell("archiveGoal", goalId=draft)
        run = self.tell("createGoalFromTemplate", templateId="run-100-km", title="A run")
        self.tell("archiveGoals", goalIds=[run["goalId"], draft])
        self.tell("importGoals", format="beeminder", document=json.dumps(an_export()))
