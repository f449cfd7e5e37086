"""Provers: what a proof imports to show a defect without sleeping, guessing or stressing."""
