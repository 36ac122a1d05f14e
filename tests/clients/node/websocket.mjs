// Gives Node before version 22 the WebSocket that browsers have.

import WebSocket from "ws";

globalThis.WebSocket ??= WebSocket;
