"""Subscriptions over WebSocket, in AppSync's dialect and in that of graphql-transport-ws."""
