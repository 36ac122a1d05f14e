"""Run a program for as long as the process that started this one lives: `guard.py PROGRAM WORDS`.

A test run that is killed cannot stop its servers; the end of its pipe can.
"""

import os
import subprocess
import sys
import threading


def guard(words: list[str]) -> None:
    """Start the program, and end it when standard input ends."""
    program = subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - the words are ours
    threading.Thread(target=lambda: os._exit(program.wait()), daemon=True).start()
    sys.stdin.read()
    program.terminate()
    program.wait()


if __name__ == "__main__":
    guard(sys.argv[1:])
