"""`python -m bench`: print what requests cost, as a table for docs/performance.md."""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from bench import documents, rules, stock
from bench.asking import App, ask
from bench.measure import cost_of
from domain.loads import Load, goal_id_of, ulid_of
from domain.policy import Policy
from domain.requests import NewActivity, NewGoal, NewTarget
from domain.target import GoalPattern
from persistence.store import Store, open_embedded
from resolvers.loading import load
from server.app import create_app
from server.importing.beeminder import import_file

_GOALS = 50
_ACTIVITIES = 60
Call: TypeAlias = Callable[[], Awaitable[object]]
Row: TypeAlias = tuple[str, int, Call, Call]

_START = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> None:
    """Run every benchmark and print its row."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--most", type=int, default=100_000, help="activities of the last row")
    parser.add_argument("--import-file", type=Path, default=None, help="a Beeminder export")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_requests(Path(folder)))
        asyncio.run(_growth(Path(folder), most=arguments.most))
        if arguments.import_file is not None:
            _import(Path(folder), arguments.import_file)
    rules.run()
    _start()


async def _requests(folder: Path) -> None:
    """Compare requests on 50 goals with 60 activities each."""
    engine = stock.open_stock(folder / "stock.db")
    stock.fill(_GOALS, _ACTIVITIES)
    store = open_embedded(folder / "milepost.db")
    await _fill(store, goals=_GOALS, activities=_ACTIVITIES)
    app = _app(store)
    ours, theirs = {"goal": goal_id_of("bench", "0")}, {"goal": "000000"}
    rows: tuple[Row, ...] = (
        (
            "page of 50 goals",
            5,
            lambda: ask(app, documents.PAGE),
            lambda: ask(stock.APP, documents.STOCK_PAGE),
        ),
        (
            "one goal",
            20,
            lambda: ask(app, documents.GOAL, **ours),
            lambda: ask(stock.APP, documents.STOCK_GOAL, **theirs),
        ),
        (
            "log an activity, read progress",
            20,
            lambda: ask(app, documents.LOG, **ours),
            lambda: ask(stock.APP, documents.STOCK_LOG, **theirs),
        ),
    )
    print("| request | CPU ms | clock ms | stock CPU ms | stock clock ms | stock / ours, CPU |")
    print("|---|---|---|---|---|---|")
    for name, calls, ask_us, ask_them in rows:
        mine, other = await cost_of(ask_us, calls=calls), await cost_of(ask_them, calls=calls)
        numbers = (mine.cpu, mine.clock, other.cpu, other.clock, other.cpu / mine.cpu)
        print(f"| {name} | " + " | ".join(f"{number:.2f}" for number in numbers) + " |")
    store.close()
    engine.close()


async def _growth(folder: Path, *, most: int) -> None:
    """Show what one owner's goal costs as its log grows tenfold from 100 activities on."""
    print("\n| activities | load s | read CPU ms | log CPU ms | read a past day CPU ms |")
    print("|---|---|---|---|---|")
    count = 100
    while count <= most:
        store = open_embedded(folder / f"growth-{count}.db")
        start = time.perf_counter()
        await _fill(store, goals=1, activities=count)
        loaded = time.perf_counter() - start
        numbers = await _one_goal(_app(store))
        print(f"| {count:,} | {loaded:.1f} | " + " | ".join(f"{n:.2f}" for n in numbers) + " |")
        store.close()
        count *= 10


async def _one_goal(app: App) -> tuple[float, float, float]:
    goal_id = goal_id_of("bench", "0")
    then = (_START + timedelta(days=90)).isoformat()
    reading = await cost_of(lambda: ask(app, documents.GOAL, goal=goal_id), calls=10)
    logging = await cost_of(lambda: ask(app, documents.LOG, goal=goal_id), calls=10)
    asking = await cost_of(lambda: ask(app, documents.PAST, goal=goal_id, at=then), calls=5)
    return reading.cpu, logging.cpu, asking.cpu


def _app(store: Store) -> App:
    return create_app(store, is_dev=True, policy=Policy(), clock=lambda: datetime.now(UTC))


async def _fill(store: Store, *, goals: int, activities: int) -> None:
    """Load goals whose logs are spread evenly over six years."""
    step = timedelta(days=2_190) / activities
    now = datetime.now(UTC)
    for number in range(goals):
        goal_id = goal_id_of("bench", str(number))
        log = tuple(
            (ulid_of(row, str(number)), _activity(goal_id, _START + row * step))
            for row in range(activities)
        )
        target = NewTarget(value=Decimal(activities * 4), unit="units")
        goal = NewGoal(title=f"Goal {number}", pattern=GoalPattern.MILESTONE, target=target)
        wanted = Load(goal_id=goal_id, goal=goal, made_at=_START, activities=log)
        await load(store.ports, wanted, owner="demo", now=now, policy=Policy(), tell=lambda _: None)


def _activity(goal_id: str, at: datetime) -> NewActivity:
    return NewActivity(goal_id=goal_id, value=Decimal(1), occurred_at=at)


def _import(folder: Path, path: Path) -> None:
    store = open_embedded(folder / "import.db")
    start, cpu = time.perf_counter(), time.process_time()
    report = import_file(store, path=path, owner="demo", now=datetime.now(UTC), is_dry_run=False)
    took, spent = time.perf_counter() - start, time.process_time() - cpu
    print(f"\nimport of {report.count:,} datapoints: {took:.1f} s, CPU {spent:.1f} s")
    store.close()


def _start() -> None:
    """Show how long the application takes to import, and the memory that it then holds."""
    code = "import server.app; print(open('/proc/self/status').read())"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    took = (time.perf_counter() - start) * 1_000
    held = next(line for line in done.stdout.splitlines() if line.startswith("VmRSS"))
    print(f"\nstart: {took:.0f} ms to import the application; {' '.join(held.split())}")


if __name__ == "__main__":
    main()
