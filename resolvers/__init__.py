"""One function per contract field, in AppSync's style: no GraphQL library, no storage."""
