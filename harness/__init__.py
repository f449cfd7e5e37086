"""Code-review exercises with proven, hidden defects.

    interview:  fixture ─▶ variant ─▶ packet ─▶ session log ─▶ matching ─▶ scorecard ─▶ replay
    authoring:  new ─▶ plant ─▶ lint ─▶ verify ─▶ pack

Each arrow carries one plain value of `harness.domain`. The packages form four floors, and imports only go down:
`domain` ← `matching`, `scoring`, `planting`, `reports`, `adapters` ← `steps` ← `apps`.
"""

__version__ = "0.1.0"
