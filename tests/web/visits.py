"""Visits of a page in headless Chromium, with what it asked for and complained of."""

import shutil
from dataclasses import dataclass, field

import pytest
from playwright.async_api import ConsoleMessage, Page, Request

CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="needs chromium, as Debian packages it")


@dataclass(kw_only=True)
class Visit:
    """A page open in a browser, with what it asked for and what it complained of."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def see(self, request: Request) -> None:
        self.requests.append(request.url)
