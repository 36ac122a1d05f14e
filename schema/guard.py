"""Refuse the fields that an operation's caller may not reach, each null with an error."""

from typing import TYPE_CHECKING, Any, ClassVar

from graphql import MiddlewareManager
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from domain.errors import DomainError
from schema.call import Operation

if TYPE_CHECKING:
    from graphql import GraphQLResolveInfo


class FieldClosedError(DomainError):
    """Refuse a field to a caller whose mode does not reach it, in AppSync's words."""

    code: ClassVar[str] = "Unauthorized"

    def __init__(self, type_name: str, field_name: str) -> None:
        super().__init__(f"Not Authorized to access {field_name} on type {type_name}")


class GuardedExecution(StrawberryGraphQLCoreExecutionContext):
    """Execute an operation without its closed fields; one that has none pays nothing for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.context_value, Operation) and self.context_value.closed:
            others = self.middleware_manager.middlewares if self.middleware_manager else ()
            self.middleware_manager = MiddlewareManager(_refuse_closed, *others)


def _refuse_closed(
    following: Any, root: object, info: "GraphQLResolveInfo[Operation]", /, **arguments: object
) -> Any:
    if (info.parent_type.name, info.field_name) in info.context.closed:
        raise FieldClosedError(info.parent_type.name, info.field_name)
    return following(root, info, **arguments)
