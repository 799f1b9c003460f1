"""What every run needs, loaded before the process that runs it is forked, so that none has to load it.

Nothing else belongs here, and nothing is asked of anybody: what is opened before a fork would be shared after it.
"""

import gc

from PIL import Image

from storytailor_dagster.definitions import defs
from storytailor_dagster.defs import run_queue, storage
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.providers.hands import hands_from, load
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.book import check, make
from storytailor_dagster.telemetry.tracing import is_on

__all__ = ["check", "make", "run_queue", "storage"]

defs.get_repository_def().load_all_definitions()
hands_from(settings := Settings(), SettingsKeys(settings)).close()
load(settings)
Image.init()
storage.load()
is_on(settings)  # loads OpenTelemetry, where it is

# What was loaded stays shared: a child that collected garbage in it would make a copy of it all.
gc.collect()
gc.freeze()
