"""`harness pack`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("fixture")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--seed", default="1", show_default=True, help="Which variant: give every candidate another one.")
@click.option("--issues", help="Plant exactly these issues (ids with commas; `none` for the clean pull request).")
@click.option("--bare", is_flag=True, help="Only the packet, for `harness review`, without the program.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def pack(fixture: str, output: Path, seed: str, issues: str | None, bare: bool, force: bool) -> None:
    """Make the file that a candidate receives: one file that runs with a plain `python3` (3.11 or newer).

    It holds the pull request and the program to review it, and nothing of the answer key.
    """
    from harness.adapters.event_log import write_atomically
    from harness.domain.errors import BadInput, CannotRun
    from harness.steps.interview.present import build_packet

    if output.exists() and not force:
        raise BadInput("this file is there already", where=str(output), next_step="Use --force to overwrite it.")
    content, digest, slug = build_packet(fixture, seed, issues)
    if not bare:
        from harness.adapters.single_file import single_file

        content = single_file(content)
    try:
        write_atomically(output, content, mode=0o644 if bare else 0o755)
    except OSError as error:
        raise CannotRun(
            f"the file cannot be written: {error.strerror}", where=str(output), next_step="Choose another place."
        ) from None
    run = f"harness review {output}" if bare else f"python3 {output.name}"
    click.echo(
        f"{output}: {len(content) / 1e6:.1f} MB, {slug}, seed {seed}, digest {digest[:16]}\n"
        f"The candidate runs:   {run}\n"
        f"and sends back:       {slug}-….session.jsonl\n"
        f"You run:              harness grade {slug}-….session.jsonl",
        err=True,
    )
