"""Refuse fields that an operation's caller may not reach or that lie too deep, each null."""

from typing import TYPE_CHECKING, Any, ClassVar

from graphql import ASTValidationRule, MiddlewareManager
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from domain.errors import DomainError
from schema.call import Operation
from schema.limits import Depth, DepthLimitError, IntrospectionClosed, is_introspection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphql import GraphQLResolveInfo


class FieldClosedError(DomainError):
    """Refuse a field to a caller whose mode does not reach it, in AppSync's words."""

    code: ClassVar[str] = "Unauthorized"

    def __init__(self, type_name: str, field_name: str) -> None:
        super().__init__(f"Not Authorized to access {field_name} on type {type_name}")


class GuardedExecution(StrawberryGraphQLCoreExecutionContext):
    """Execute an operation without what is refused; one that has nothing such pays nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refusing = tuple(self._refusing(self.context_value))
        if refusing:
            others = self.middleware_manager.middlewares if self.middleware_manager else ()
            self.middleware_manager = MiddlewareManager(*refusing, *others)

    def _refusing(self, context: object) -> "Iterator[Callable[..., Any]]":
        if not isinstance(context, Operation):
            return
        # The last one is asked first.
        limit = context.meter.limits.depth
        if limit and Depth(self.fragment_definitions).of(self.operation.selection_set) > limit:
            yield _refuse_deep
        if context.closed:
            yield _refuse_closed


def rules_of(context: object) -> tuple[type[ASTValidationRule], ...]:
    """Return the rules that an operation's document keeps besides those of GraphQL."""
    is_closed = isinstance(context, Operation) and not context.meter.limits.is_introspection_open
    return (IntrospectionClosed,) if is_closed else ()


def _refuse_closed(
    following: Any, root: object, info: "GraphQLResolveInfo[Operation]", /, **arguments: object
) -> Any:
    if (info.parent_type.name, info.field_name) in info.context.closed:
        raise FieldClosedError(info.parent_type.name, info.field_name)
    return following(root, info, **arguments)


def _refuse_deep(
    following: Any, root: object, info: "GraphQLResolveInfo[Operation]", /, **arguments: object
) -> Any:
    level = sum(isinstance(key, str) for key in info.path.as_list())
    if level > info.context.meter.limits.depth and not is_introspection(info.parent_type.name):
        raise DepthLimitError
    return following(root, info, **arguments)
