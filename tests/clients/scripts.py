"""The clients of Node: scripts that tell each of their steps in a line of JSON."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.clients.serving import REGION, SIGNER, Site

FOLDER: Final = Path(__file__).with_name("node")
MODULES: Final = FOLDER / "node_modules"
SECONDS: Final = 120

NODE: Final = shutil.which("node") or ""
_MISSING: Final = (
    "needs Node"
    if not NODE
    else "needs npm and `make .venv/clients`, which installs tests/clients/node/package.json"
    if not (MODULES / ".package-lock.json").exists()
    else ""
)
needs_node: Final = pytest.mark.skipif(bool(_MISSING), reason=_MISSING)


def environment(site: Site) -> dict[str, str]:
    """Return the variables of a process of Node that trusts the site."""
    return {**os.environ, "NODE_EXTRA_CA_CERTS": str(site.authority)}


def steps(script: str, site: Site) -> Mapping[str, Any]:
    """Run a script as an owner of its own and return what came of each of its steps."""
    told = {
        "url": site.url,
        "secureUrl": site.secure_url,
        "region": REGION,
        "owner": script,
        "token": site.token(script),
        "ownToken": site.own_token(script),
        "apiKey": site.api_key,
        "signer": SIGNER,
    }
    done = subprocess.run(  # noqa: S603 - the words are ours
        [NODE, f"{script}.mjs"],
        cwd=FOLDER,
        env={**environment(site), "SITE": json.dumps(told)},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return {line.pop("step"): line for line in map(json.loads, done.stdout.splitlines())}
