"""The commands `match` and `calibrate`. What they need is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click


@click.command()
@click.argument("source", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def match(source: TextIO) -> None:
    """Match comments to issues: JSON Lines in (a file or stdin), JSON Lines out."""
    import os
    import sys

    from harness.adapters.locations import rubrics_dir
    from harness.adapters.rubrics import load_classes
    from harness.steps.matching.stream import match_lines

    try:
        for line in match_lines(source, load_classes(rubrics_dir())):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone: keep the interpreter from flushing into the closed pipe once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.command()
@click.argument("labels", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="A card for the documentation.")
def calibrate(labels: tuple[Path, ...], as_json: bool, as_markdown: bool) -> None:
    """Say how well the matcher does on labelled records (JSON Lines with `gold`)."""
    import json

    from harness.adapters.locations import rubrics_dir
    from harness.adapters.rubrics import load_classes
    from harness.domain.display import display, display_lines
    from harness.steps.matching import calibrate as step

    figures = step.summary(step.calibrate(labels, load_classes(rubrics_dir())))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    click.echo(display_lines(step.markdown(figures)))
    if not as_markdown:
        for wrong in figures["worst"]:
            click.echo(f"{display(wrong['comment'])} / {display(wrong['issue'])}: {display(wrong['body'])}")
            for why in wrong["evidence"]:
                click.echo(f"    {display(why)}")
