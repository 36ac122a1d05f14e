"""Who asks, by the identity that AppSync found and put in the event."""

from collections.abc import Mapping
from typing import Any, cast

from resolvers.context import Identity
from server.auth.owners import owner_identity


def identity_of(found: Mapping[str, Any] | None) -> Identity | None:
    """Return the caller: Cognito's or OpenID Connect's `sub`, else a Lambda authorizer's.

    A caller known by an API key or as an IAM principal owns nothing, and is None.
    """
    if found is None:
        return None
    return owner_identity(found.get("sub") or _resolver_context(found).get("sub"))


def _resolver_context(found: Mapping[str, Any]) -> Mapping[str, Any]:
    told = found.get("resolverContext")
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}
