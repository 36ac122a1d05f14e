"""`schema print`, `check` and `openapi`: the contract, and whether the server keeps it."""

import sys
from argparse import Namespace

from schema.build import printed
from schema.check import problems
from server.rest.block_text import yaml_text
from server.rest.openapi import document


def print_schema(arguments: Namespace) -> int:
    """Print the schema that the server answers by."""
    del arguments
    sys.stdout.write(f"{printed().rstrip()}\n")
    return 0


def check_schema(arguments: Namespace) -> int:
    """Print what is wrong with the schema, a line each; exit code 1 if anything is."""
    del arguments
    found = problems()
    lines = found or ["the schema mirrors the contract"]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if found else 0


def print_openapi(arguments: Namespace) -> int:
    """Print the document of REST as YAML."""
    del arguments
    sys.stdout.write(yaml_text(document()))
    return 0
