"""`harness variants`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from harness.adapters.ledger import Entry
    from harness.domain.fixture import Fixture


@click.command()
@click.argument("fixture")
@click.option(
    "--seed", "seeds", multiple=True, metavar="TEXT", help="Also say which variant this seed gives; may be repeated."
)
@click.option("--whose", type=click.Path(path_type=Path), help="Say to whom this packet or session was given.")
@click.option("--ledger", "show_ledger", is_flag=True, help="List what was packed for whom.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def variants(fixture: str, seeds: tuple[str, ...], whose: Path | None, show_ledger: bool, as_json: bool) -> int:
    """List the forms of a FIXTURE: sets of issues that may meet and are equally hard, whoever gets which.

    Ends with 1 where --whose finds nobody.
    """
    import json

    from harness.adapters.fixtures import find_fixture, load_fixture
    from harness.domain.display import display_lines

    folder = find_fixture(fixture)
    if whose is not None or show_ledger:
        return _ledger(folder, whose, as_json)
    value = _about(load_fixture(folder), seeds)
    click.echo(json.dumps(value, indent=2) if as_json else display_lines(_table(value)))
    return 0


def _about(fixture: Fixture, seeds: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from harness.planting.compose import compose
    from harness.planting.forms import balanced_forms
    from harness.steps.authoring.evidence import evidence_of

    forms = balanced_forms(fixture)
    drawn = {seed: compose(fixture, seed) for seed in seeds}
    return {
        "fixture": fixture.slug,
        "proven": evidence_of(fixture) is not None,
        "issues": forms.count,
        "admissible": forms.considered,
        "omissions": forms.omissions,
        "delocalised": forms.delocalised,
        "difficulty": list(forms.difficulty),
        "forms": [
            {"number": n, "issues": list(f.issues), "difficulty": f.difficulty, "files": list(f.files)}
            for n, f in enumerate(forms.forms, 1)
        ],
        "seeds": {
            seed: {"issues": list(v.issues), "blemishes": list(v.blemishes), "files": list(v.file_order)}
            for seed, v in drawn.items()
        },
    }


def _table(value) -> str:  # type: ignore[no-untyped-def]
    lines = [f"{f['number']:>3}  difficulty {f['difficulty']:>2}  {', '.join(f['issues'])}" for f in value["forms"]]
    lines += [f"seed {seed}: {', '.join(v['issues'])}; {', '.join(v['files'])}" for seed, v in value["seeds"].items()]
    low, high = value["difficulty"]
    lines.append(
        f"{value['fixture']}: {len(value['forms'])} of {value['admissible']} admissible sets of {value['issues']} issues, each "
        f"with {value['omissions']} by omission and {value['delocalised']} in two places, difficulty {low} to {high}"
    )
    proven = "every form is proven" if value["proven"] else f"not proven: harness verify {value['fixture']} --publish"
    return "\n".join([*lines, proven])


def _ledger(folder: Path, file: Path | None, as_json: bool) -> int:
    import json
    from dataclasses import asdict

    from harness.adapters.ledger import read_ledger
    from harness.domain.display import display
    from harness.steps.authoring.issue_packets import whose

    entries, otherwise = (read_ledger(folder), "") if file is None else whose(folder, file)
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in entries], indent=2))
    for entry in () if as_json else entries:
        click.echo(display(_line(entry)))
    if otherwise:
        click.echo(f"{display(str(file))}: {display(otherwise)}.", err=True)
    return 1 if file is not None and not entries else 0


def _line(entry: Entry) -> str:
    return f"{entry.candidate}: packed {entry.at}, form {entry.form}, canary {entry.seed}, {', '.join(entry.issues)}"
