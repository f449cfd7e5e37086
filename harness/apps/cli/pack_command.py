"""`harness pack`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("fixture")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write, or the folder."
)
@click.option("--candidate", metavar="NAME", help="The variant of this candidate, drawn from the fixture's secret.")
@click.option("--candidates", metavar="FILE", type=click.Path(path_type=Path), help="One packet for each name in FILE.")
@click.option("--seed", help="Which variant: give every candidate another one. [default: 1]")
@click.option("--issues", help="Plant exactly these issues (ids with commas; `none` for the clean pull request).")
@click.option("--bare", is_flag=True, help="Only the packet, for `harness review`, without the program.")
@click.option("--unverified", is_flag=True, help="Pack a fixture also where it is not proven as it is now.")
@click.option("--force", is_flag=True, help="Overwrite files.")
def pack(
    fixture: str, output: Path, candidate: str | None, candidates: Path | None, seed: str | None, issues: str | None,
    bare: bool, unverified: bool, force: bool,
) -> None:  # fmt: skip
    """Make the file that a candidate receives: one file that runs with a plain `python3` (3.11 or newer).

    It holds the pull request and the program to review it, and nothing of the answer key. With --candidate or
    --candidates the fixture's ledger remembers who was given which variant; see `harness variants`.
    """
    if candidate is not None and candidates is not None:
        raise click.UsageError("Give --candidate or --candidates, not both.")
    if (candidate or candidates) and (seed is not None or issues is not None):
        raise click.UsageError(
            "A candidate's variant is drawn from the fixture's secret: leave --seed and --issues out."
        )
    if candidate is None and candidates is None:
        _pack_seed(fixture, output, seed or "1", issues, bare, unverified, force)
    else:
        _pack_candidates(fixture, _targets(output, candidate, candidates, bare, force), bare, unverified)


def _refuse_existing(path: Path, force: bool) -> None:
    from harness.domain.errors import BadInput

    if path.exists() and not force:
        raise BadInput("this file is there already", where=str(path), next_step="Use --force to overwrite it.")


def _targets(
    output: Path, candidate: str | None, candidates: Path | None, bare: bool, force: bool
) -> list[tuple[str, Path]]:
    """Each candidate with the file to write. Nothing is written yet, so nothing is half done where one is there already."""
    from harness.steps.authoring.issue_packets import packet_name, read_names

    if candidates is None:
        targets = [(candidate or "", output / packet_name(candidate or "", bare) if output.is_dir() else output)]
    else:
        output.mkdir(parents=True, exist_ok=True)
        targets = [(name, output / packet_name(name, bare)) for name in read_names(candidates)]
    for _, path in targets:
        _refuse_existing(path, force)
    return targets


def _pack_candidates(fixture: str, targets: list[tuple[str, Path]], bare: bool, unverified: bool) -> None:
    from harness.adapters.fixtures import find_fixture
    from harness.domain.display import display
    from harness.steps.authoring.issue_packets import pack_for

    for packed in pack_for(find_fixture(fixture), targets, bare=bare, unverified=unverified):
        entry = packed.entry
        size = f"{packed.size / 1e6:.1f} MB"
        click.echo(
            f"{display(str(packed.path))}: {size}, {display(entry.candidate)}, form {entry.form}, canary {entry.seed}",
            err=True,
        )


def _pack_seed(
    fixture: str, output: Path, seed: str, issues: str | None, bare: bool, unverified: bool, force: bool
) -> None:
    from harness.adapters.event_log import write_atomically
    from harness.adapters.fixtures import find_fixture, load_fixture
    from harness.domain.display import display
    from harness.domain.errors import CannotRun
    from harness.steps.authoring.evidence import require_evidence
    from harness.steps.interview.present import build_packet

    _refuse_existing(output, force)
    if not unverified:
        require_evidence(load_fixture(find_fixture(fixture)))
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
    shown = display(str(output))
    run = f"harness review {shown}" if bare else f"python3 {display(output.name)}"
    click.echo(
        f"{shown}: {len(content) / 1e6:.1f} MB, {slug}, seed {seed}, digest {digest[:16]}\n"
        f"The candidate runs:   {run}\n"
        f"and sends back:       {slug}-….session.jsonl\n"
        f"You run:              harness grade {slug}-….session.jsonl",
        err=True,
    )
