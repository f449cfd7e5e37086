"""The commands `match` and `calibrate`. What they need is imported when they run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import click


class _Source(click.File):
    """A file, or stdin as `-`, or what the shell has opened already; never a pipe or a device that may have no end."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value != "-" and not _may_be_read(value):
            self.fail(f"{value}: this is no file. Give a pipe as stdin: harness match < PIPE.", param, ctx)
        return super().convert(value, param, ctx)


def _may_be_read(name: str) -> bool:
    import os
    import stat

    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError):
        return True  # the attempt to open it says why not
    opened = name.startswith(("/dev/fd/", "/proc/self/fd/")) or name in ("/dev/stdin", os.devnull)
    return opened or stat.S_ISREG(mode) or stat.S_ISDIR(mode)


@click.command()
@click.argument("source", type=_Source("r", encoding="utf-8", errors="replace"), default="-")
@click.option(
    "--try", "fixture", metavar="FIXTURE", help="Show how the matcher takes comments on this fixture instead."
)
@click.option("--at", metavar="PATH:LINE", help="With --try: where the comments stand. By default the whole review.")
@click.option("--issue", "only", metavar="ID", help="With --try: show what speaks for this issue alone.")
def match(source: TextIO, fixture: str | None, at: str | None, only: str | None) -> None:
    """Match comments to issues: JSON Lines in (a file or stdin), JSON Lines out.

    With --try every line is a comment as a candidate might type it, and the answer is for reading.
    """
    _one_thread()
    if fixture is not None:
        _try(source, fixture, at, only)
        return
    if at or only:
        raise click.UsageError("--at and --issue go with --try FIXTURE.")
    from harness.adapters.locations import rubrics_dir
    from harness.adapters.rubrics import load_classes
    from harness.steps.matching.stream import bounded_lines, match_lines

    _print(match_lines(bounded_lines(source), load_classes(rubrics_dir())))


def _try(source: TextIO, fixture: str, at: str | None, only: str | None) -> None:
    from harness.adapters.fixtures import find_fixture, load_fixture
    from harness.domain.display import display
    from harness.steps.authoring.reaction import reaction
    from harness.steps.matching.trial import place_of, trial_lines

    loaded = load_fixture(find_fixture(fixture))
    path, line = place_of(at, (*loaded.clean_head, *(artefact.path for artefact in loaded.brief.artefacts)))
    if only is not None and only not in {issue.id for issue in loaded.key.issues}:
        raise click.UsageError(
            f"{loaded.slug} has no issue {only}; it has {', '.join(i.id for i in loaded.key.issues)}."
        )
    if source.isatty():
        click.echo("Type a comment and press Enter; an empty line or Ctrl-D ends.", err=True)
    for body in source:
        if not body.strip():
            if source.isatty():
                return
            continue
        _print(display(text) for text in trial_lines(reaction(loaded, body.strip(), path, line), body.strip(), only))


def _one_thread() -> None:
    """Keep numpy to one thread, before it is loaded: its products here are too small to share, and waiting threads cost."""
    import os

    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _print(lines: Iterable[str]) -> None:
    import os
    import sys

    try:
        for line in lines:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone: keep the interpreter from flushing into the closed pipe once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


@click.command()
@click.argument("labels", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="A card for the documentation.")
def calibrate(labels: tuple[Path, ...], as_json: bool, as_markdown: bool) -> None:
    """Say how well the matcher does on labelled records (JSON Lines with `gold`)."""
    import json

    _one_thread()
    from harness.adapters.locations import rubrics_dir
    from harness.adapters.rubrics import load_classes
    from harness.domain.display import display, display_lines
    from harness.steps.matching.calibrate import calibrate as measure
    from harness.steps.matching.calibrate import summary
    from harness.steps.matching.card import markdown

    figures = summary(measure(labels, load_classes(rubrics_dir())))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    click.echo(display_lines(markdown(figures)))
    if not as_markdown:
        for wrong in figures["worst"]:
            click.echo(f"{display(wrong['comment'])} / {display(wrong['issue'])}: {display(wrong['body'])}")
            for why in wrong["evidence"]:
                click.echo(f"    {display(why)}")
