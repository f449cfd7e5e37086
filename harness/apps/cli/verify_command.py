"""`harness verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from harness.domain.verification import Gate


@click.command()
@click.argument("fixture")
@click.option("--json", "as_json", is_flag=True, help="Print everything that was checked as JSON.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Runs at the same time (the number of cores).")
@click.option("--repeat", type=click.IntRange(1, 1000), default=1, show_default=True, help="Make every run so often.")
@click.option("--fresh", is_flag=True, help="Run everything again, also what is remembered from an earlier time.")
@click.option(
    "--publish", is_flag=True, help="Repeat 20 times and, where all holds, write the evidence `pack` asks for."
)
@click.option("--gate", "gates", multiple=True, metavar="G", help="Only this gate, such as G2; may be repeated.")
@click.option(
    "--quick", is_flag=True, help="Only the clean head, each issue alone and all together: for work in between."
)
@click.option("--table", is_flag=True, help="At the end, a table of issues and gates.")
@click.option("--foreign", is_flag=True, help="Somebody else wrote it: run none of its code outside a sandbox.")
@click.option("--trust", is_flag=True, help="Run a foreign fixture without a sandbox, with your rights, all the same.")
def verify(
    fixture: str, as_json: bool, jobs: int | None, repeat: int, fresh: bool, publish: bool, gates: tuple[str, ...],
    quick: bool, table: bool, foreign: bool, trust: bool,
) -> int:  # fmt: skip
    """Prove a FIXTURE: every defect real, hidden, alone and in company; every decoy right.

    Ends with 1 where something could not be proven. What did not change since an earlier time is not run again. Each gate
    is printed as soon as it is known, first those that need no run.
    """
    import sys

    from harness.adapters.fixtures import find_fixture, load_fixture
    from harness.adapters.locations import runs_cache
    from harness.adapters.sandbox import best_sandbox
    from harness.domain.display import display_lines
    from harness.domain.verification import Check
    from harness.reports.verification_report import gate_lines, issue_table, verification_json, verification_summary
    from harness.steps.authoring.bench import Progress
    from harness.steps.authoring.evidence import write_evidence
    from harness.steps.authoring.gates.steady import ENOUGH
    from harness.steps.authoring.verify import Options
    from harness.steps.authoring.verify import verify as verify_step

    def show(progress: Progress) -> None:
        remembered = f", {progress.remembered} remembered" if progress.remembered else ""
        click.echo(f"\r{progress.done} of {progress.planned} test runs{remembered} ", nl=False, err=True)

    def tell(gate: Gate, checks: tuple[Check, ...]) -> None:
        if watched:
            click.echo("\r\x1b[K", nl=False, err=True)
        click.echo(display_lines(gate_lines(gate, checks)), nl=False)

    if quick and (publish or gates):
        raise click.UsageError("--quick is a choice of gates of its own; leave out --publish and --gate.")
    _end_when_asked()
    watched = sys.stderr.isatty()
    repeat = max(repeat, ENOUGH) if publish else repeat
    options = Options(
        jobs, runs_cache(), fresh, repeat, _gates(gates), foreign, trust, quick, show if watched else None,
        None if as_json else tell,
    )  # fmt: skip
    folder = find_fixture(fixture)
    click.echo(best_sandbox().sentence, err=True)
    outcome = verify_step(folder, options)
    if watched:
        click.echo("\r\x1b[K", nl=False, err=True)
    if table and not as_json:
        issues = [issue.id for issue in load_fixture(folder).key.issues]
        click.echo(display_lines("\n" + issue_table(outcome, issues)))
    click.echo(verification_json(outcome) if as_json else display_lines(verification_summary(outcome)), nl=False)
    if publish:
        click.echo(f"{write_evidence(folder, outcome)}: written.", err=True)
    return 0 if outcome.holds else 1


def _end_when_asked() -> None:
    """A request to end is Ctrl-C under another name, and leaves as little; a job in the background hears no Ctrl-C at all."""
    import signal
    import threading

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _gates(names: tuple[str, ...]) -> frozenset[Gate] | None:
    from harness.domain.errors import BadInput
    from harness.domain.verification import Gate

    known = {gate.short: gate for gate in Gate}
    for name in names:
        if name.upper() not in known:
            raise BadInput(f"there is no gate {name!r}", next_step=f"There are: {', '.join(known)}.")
    return frozenset(known[name.upper()] for name in names) or None
