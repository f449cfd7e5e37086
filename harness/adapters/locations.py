"""Where the harness finds its data and keeps what it writes.

In a checkout, fixtures and rubrics lie beside the package; in an installed wheel, inside it.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _shipped(name: str) -> Path:
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def fixtures_dir() -> Path:
    """The folder `prs/` with the fixtures that come with the harness."""
    return _shipped("prs")


def rubrics_dir() -> Path:
    """The folder `rubrics/` with classes, levels and profiles."""
    return _shipped("rubrics")


def sessions_dir() -> Path:
    """Where session logs are kept: `$HARNESS_DATA/sessions`, or the user's data folder for this program."""
    chosen = os.environ.get("HARNESS_DATA")
    if chosen:
        return Path(chosen).expanduser() / "sessions"
    import platformdirs

    return Path(platformdirs.user_data_dir("code-review-harness")) / "sessions"


def runs_cache() -> Path:
    """The file in which test runs are remembered: in `$HARNESS_CACHE`, or in the user's cache folder."""
    chosen = os.environ.get("HARNESS_CACHE")
    if chosen:
        return Path(chosen).expanduser() / "runs.sqlite"
    import platformdirs

    return Path(platformdirs.user_cache_dir("code-review-harness")) / "runs.sqlite"
