"""`version`: which Milepost this is."""

import sys
from argparse import Namespace
from importlib.metadata import version as version_of


def version(arguments: Namespace) -> int:
    """Print the version."""
    del arguments
    sys.stdout.write(f"milepost {version_of('milepost')}\n")
    return 0
