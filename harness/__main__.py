"""`python -m harness` is `harness`."""

from harness.apps.cli.main import run

run()
