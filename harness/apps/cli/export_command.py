"""`harness export`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.option(
    "--to", "form", required=True,
    type=click.Choice(["github", "rdjsonl", "sarif", "markdown", "asciicast", "asciicast-v3"]),
    help="github: the payload that creates a review; asciicast: a recording drawn anew from the log, version 2 or 3.",
)  # fmt: skip
@click.option("--fixture", help="The fixture, where it is not one that comes with the harness.")
@click.option("--packet", type=click.Path(path_type=Path), help="The packet that was reviewed, instead of the fixture.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of the screen.")
def export(session: Path, form: str, fixture: str | None, packet: Path | None, output: Path | None) -> None:
    """Write what a SESSION's candidate did in the words of other tools. Holds nothing of the answer key."""
    from harness.steps.interview.export import export as export_step

    text = export_step(session, form, fixture, packet)
    if output is None:
        click.echo(text, nl=False)
        return
    from harness.adapters.event_log import write_atomically
    from harness.domain.display import display

    write_atomically(output, text.encode("utf-8", "replace"))
    click.echo(f"{display(str(output))}: written. It contains nothing of the key.", err=True)
