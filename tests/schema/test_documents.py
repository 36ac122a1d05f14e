from pathlib import Path

import pytest
from graphql import build_ast_schema, parse, validate
from graphql.utilities import concat_ast

from schema.build import contract
from schema.lint import prelude

DOCUMENTS = sorted((Path(__file__).parents[1] / "data" / "documents").glob("*.graphql"))


def test_every_document_of_the_existing_front_ends_is_kept() -> None:
    assert {path.stem for path in DOCUMENTS} >= {
        "myGoals",
        "myDashboardGoals",
        "activeGoalsCount",
        "goalProgress",
        "myGoalsProgress",
        "myGoalsWithTasks",
        "myTasks",
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_documents_of_existing_front_ends_are_valid(path: Path) -> None:
    schema = build_ast_schema(concat_ast([prelude(), parse(contract())]))
    assert validate(schema, parse(path.read_text(encoding="utf-8"))) == []
