"""Profiles over every engine."""

from dataclasses import replace
from datetime import date, time

import pytest

from domain.day import Calendar, DayRule
from domain.errors import VersionConflictError
from domain.profile import Profile
from domain.repositories import CountActive, Save
from persistence.store import Store
from tests.builders import NOW, OWNER, a_goal, a_profile
from tests.persistence.saving import change, save

VIENNA = DayRule(timezone="Europe/Vienna", day_start=time(3), week_start=0)


async def test_an_owner_without_a_profile_has_the_default_one(store: Store) -> None:
    assert await store.ports.profiles.get(OWNER) == Profile(owner=OWNER)
    assert await store.ports.profiles.owners() == ()


async def test_a_profile_is_read_as_it_was_saved(store: Store) -> None:
    calendar = Calendar(revisions=((date.min, VIENNA), (date(2026, 3, 1), DayRule(timezone="UTC"))))
    profile = a_profile(calendar=calendar, updated_at=NOW)

    await save(store, profile)

    assert await store.ports.profiles.get(OWNER) == replace(profile, version=1)


async def test_saving_a_profile_leaves_the_count_of_active_goals(store: Store) -> None:
    await change(store, CountActive(by=1))
    read = await store.ports.profiles.get(OWNER)
    await change(store, CountActive(by=1))

    await save(store, replace(read, calendar=Calendar.of(VIENNA), updated_at=NOW))

    saved = await store.ports.profiles.get(OWNER)
    assert (saved.active_goals, saved.version) == (2, 1)
    assert saved.calendar == Calendar.of(VIENNA)


async def test_saving_a_profile_takes_away_what_it_no_longer_has(store: Store) -> None:
    await save(store, a_profile(updated_at=NOW))

    await save(store, a_profile(version=1))

    assert (await store.ports.profiles.get(OWNER)).updated_at is None


async def test_a_profile_saved_by_another_meanwhile_is_refused(store: Store) -> None:
    await save(store, a_profile())
    refusal = VersionConflictError(expected=0, current=1)

    with pytest.raises(VersionConflictError):
        await change(store, Save(entity=a_profile(), refusal=refusal))


async def test_owners_are_listed_in_order_whatever_made_their_profile(store: Store) -> None:
    await save(store, a_profile(owner="cid"), owner="cid")
    await change(store, CountActive(by=1), owner="bob#1")
    await save(store, a_goal())

    assert await store.ports.profiles.owners() == ("bob#1", "cid")
