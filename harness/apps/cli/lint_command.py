"""`harness lint`."""

from __future__ import annotations

import click


@click.command()
@click.argument("fixture")
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
def lint(fixture: str, as_json: bool) -> int:
    """Say everything that is wrong with a FIXTURE, with file, line and column.

    FIXTURE is a folder or the slug of a fixture that comes with the harness. Ends with 1 where there are errors.
    """
    import json

    from harness.adapters.fixtures import find_fixture
    from harness.domain.display import display_lines
    from harness.domain.fault import Weight
    from harness.steps.authoring.lint import lint as lint_step

    folder = find_fixture(fixture)
    faults, summary = lint_step(folder)
    errors = sum(fault.weight is Weight.ERROR for fault in faults)
    if as_json:
        rows = [
            {"path": f.path, "line": f.line, "column": f.column, "weight": f.weight, "what": f.what, "remedy": f.remedy}
            for f in faults
        ]
        click.echo(json.dumps({"fixture": str(folder), "errors": errors, "faults": rows}, indent=2))
        return 1 if errors else 0
    for fault in faults:
        click.echo(display_lines(str(fault)))
    others = len(faults) - errors
    tail = f", {others} to look at" if others else ""
    click.echo(
        f"{folder}: {summary or 'not usable'}; {errors or 'no'} error{'' if errors == 1 else 's'}{tail}.", err=True
    )
    return 1 if errors else 0
