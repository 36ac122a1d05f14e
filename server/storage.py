"""Join storage to the rest: open the store that the settings name."""

from argparse import Namespace

from persistence.store import Store, open_dynamodb, open_embedded
from server.settings import EmbeddedPlace, Settings, settings_from


def open_store(settings: Settings) -> Store:
    """Open the store where the settings say the data is.

    Raises:
        OSError: The file cannot be opened.
        persistence.errors.StorageError: The store cannot be opened.
    """
    place = settings.place()
    if isinstance(place, EmbeddedPlace):
        return open_embedded(place.path, secret=place.secret)
    return open_dynamodb(
        table=place.table, region=place.region, endpoint=place.endpoint, secret=place.secret
    )


def open_named_store(arguments: Namespace) -> Store:
    """Open the store that a command's flags and the environment name.

    Raises:
        SettingsError: They do not name one store.
    """
    return open_store(settings_from(vars(arguments)))
