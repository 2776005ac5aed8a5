"""Settings for every test."""

from hypothesis import settings

# no test depends on the clock or on chance: a slow machine and a rerun give the same outcome
settings.register_profile("demarche", deadline=None, derandomize=True)
settings.load_profile("demarche")
