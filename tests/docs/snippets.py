"""The snippets of docs/api.md: programs with their address and credentials at the top."""

import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process, create_subprocess_exec
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.clients.scripts import FOLDER, MODULES, NODE, environment
from tests.clients.serving import Site

_DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "api.md"
_BLOCK: Final = re.compile(r"^### ([^\n]+)\n\n```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CONSTANT: Final = re.compile(r'^((?:const )?([A-Z]+) ?= ?)"([^"]*)"', re.MULTILINE)
_SUFFIXES: Final = {"sh": "sh", "python": "py", "js": "mjs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A program of the section on connecting, under its client's name."""

    client: str
    language: str
    text: str

    @property
    def is_subscribing(self) -> bool:
        """Tell whether it prints events for ever."""
        return "subscription" in self.text

    @property
    def is_asking(self) -> bool:
        """Tell whether it prints who is calling."""
        return "me { userId }" in self.text

    def on(self, site: Site, *, owner: str) -> str:
        """Return the program with the address and credentials of a site."""
        constants = {
            "ENDPOINT": site.secure_url if "https://" in self.text else site.url,
            "HOST": site.host,
            "TOKEN": site.token(owner),
            "USER": owner,
        }
        return _CONSTANT.sub(lambda found: f'{found[1]}"{constants[found[2]]}"', self.text)


def snippets() -> Iterator[Snippet]:
    """Yield the snippets of the section on connecting."""
    section = _DOCUMENT.read_text(encoding="utf-8").partition("\n## Connect\n")[2]
    for client, language, text in _BLOCK.findall(section.partition("\n## ")[0]):
        yield Snippet(client=client, language=language, text=text)


@asynccontextmanager
async def running(
    snippet: Snippet, site: Site, *, owner: str, folder: Path
) -> AsyncGenerator[Process]:
    """Run a snippet against a site until the block ends."""
    program = folder / f"snippet.{_SUFFIXES[snippet.language]}"
    program.write_text(snippet.on(site, owner=owner), encoding="utf-8")
    if snippet.language == "js":
        (folder / MODULES.name).symlink_to(MODULES)
    words = {
        "sh": ("sh",),
        "python": (sys.executable,),
        "js": (NODE, "--import", (FOLDER / "websocket.mjs").as_uri()),
    }[snippet.language]
    process = await create_subprocess_exec(
        *words, str(program), stdout=PIPE, stderr=STDOUT, env=environment(site)
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line_with(text: str, process: Process) -> str:
    """Return the first line with a text, or all that was printed where there is none."""
    assert process.stdout is not None
    seen = ""
    while line := (await process.stdout.readline()).decode():
        seen += line
        if text in line:
            return line
    return seen
