"""Pages made of templates: one file, no script, nothing from the network. What is foreign is escaped twice over.

Every value passes the sanitiser, so that no invisible or direction character is left, and then Jinja's autoescape. A
content policy in the page allows no script and no request, and only the page's own style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.domain.display import display_lines

_TEMPLATES = Path(__file__).parent / "templates"


def page(template: str, **values: Any) -> str:
    """The page that a template makes of these values."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return _environment().get_template(template).render(style=Markup(style), style_digest=digest, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _style() -> str:
    return (_TEMPLATES / "report.css").read_text("utf-8")


def _shown(value: Any) -> Any:
    """A value as it may stand in a page: harmless text. What a template itself wrote is left as it is."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else display_lines(value)
