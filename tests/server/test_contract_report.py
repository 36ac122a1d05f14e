"""How changes are told."""

import json

import pytest

from schema.change import Change, Severity
from server.contract_report import REPORTS

FILE = "api/schema, v1: a.graphql"


def a_change(severity: Severity, description: str, *, line: int | None = None) -> Change:
    """Return a change of a goal's icon."""
    return Change(
        severity=severity, kind="KIND", path="Goal.icon", description=description, line=line
    )


CHANGES = (
    a_change(Severity.BREAKING, "Field Goal.icon was removed.", line=12),
    a_change(Severity.SECURITY, "Goal.icon is reached in @aws_iam now."),
    a_change(Severity.DANGEROUS, "50% `more`, ``much`` more: all."),
    a_change(Severity.SAFE, "Int was added."),
    a_change(Severity.SAFE, "Float was added."),
)


def _told(form: str, changes: tuple[Change, ...] = CHANGES) -> str:
    return "\n".join(REPORTS[form](changes, FILE))


def test_a_text_has_a_line_for_each_change_and_their_numbers() -> None:
    assert _told("text").splitlines() == [
        "breaking: Field Goal.icon was removed.",
        "security-relevant: Goal.icon is reached in @aws_iam now.",
        "dangerous: 50% `more`, ``much`` more: all.",
        "safe: Int was added.",
        "safe: Float was added.",
        "1 breaking, 1 security-relevant, 1 dangerous, 2 safe",
    ]


def test_json_has_the_verdict_and_every_fact() -> None:
    found = json.loads(_told("json"))
    assert (found["file"], found["verdict"], len(found["changes"])) == (FILE, "breaking", 5)
    assert found["changes"][0] == {
        "severity": "breaking",
        "kind": "KIND",
        "path": "Goal.icon",
        "description": "Field Goal.icon was removed.",
        "line": 12,
    }
    assert found["changes"][1]["line"] is None


def test_github_annotates_the_file_with_marks_escaped() -> None:
    file = "file=api/schema%2C v1%3A a.graphql"
    assert _told("github").splitlines() == [
        f"::error {file},line=12,title=breaking::Field Goal.icon was removed.",
        f"::warning {file},title=security-relevant::Goal.icon is reached in @aws_iam now.",
        f"::warning {file},title=dangerous::50%25 `more`, ``much`` more: all.",
        f"::notice {file},title=safe::Int was added.",
        f"::notice {file},title=safe::Float was added.",
        "1 breaking, 1 security-relevant, 1 dangerous, 2 safe",
    ]


def test_no_line_of_a_schema_gives_github_a_command_of_its_own() -> None:
    told = _told("github", (a_change(Severity.SAFE, "a\r\n::stop-commands::x"),))
    assert told.splitlines()[0].endswith("::a%0D%0A::stop-commands::x")


def test_markdown_lists_the_changes_of_each_severity_as_code() -> None:
    assert _told("markdown").splitlines() == [
        f"### `{FILE}`: 1 breaking, 1 security-relevant, 1 dangerous, 2 safe",
        "",
        "**breaking**",
        "",
        "- `Field Goal.icon was removed.`",
        "",
        "**security-relevant**",
        "",
        "- `Goal.icon is reached in @aws_iam now.`",
        "",
        "**dangerous**",
        "",
        "- ``` 50% `more`, ``much`` more: all. ```",
        "",
        "**safe**",
        "",
        "- `Int was added.`",
        "- `Float was added.`",
    ]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("text", "no changes"),
        ("github", "no changes"),
        ("markdown", f"### `{FILE}`: no changes"),
    ],
)
def test_nothing_changed_is_one_line(form: str, told: str) -> None:
    assert _told(form, ()) == told


def test_nothing_changed_has_no_verdict_in_json() -> None:
    assert json.loads(_told("json", ())) == {"file": FILE, "verdict": None, "changes": []}
