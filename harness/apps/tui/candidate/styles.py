"""The layout of the candidate's screen. A string and no file, so that a packet can be one zipped program."""

CANDIDATE = """
Screen { layers: base over; }
ToastRack { dock: top; align: right top; margin-top: 2; }
#top { height: 1; background: $primary-darken-2; color: $text; }
#place { height: 1; background: $panel; color: $text; }
#keys { height: 1; background: $panel; color: $text-muted; }
#coach { height: 1; background: $secondary; color: $text; display: none; text-style: bold; }
.practice #coach { display: block; }
#body { height: 1fr; }
#small { layer: over; width: 100%; height: 100%; content-align: center middle; display: none; background: $background; }
#search { display: none; height: 3; }
.close FileList { width: 30; }
.narrow FileList { display: none; }
.narrow.listing FileList { display: block; width: 100%; }
.narrow.listing DocumentView { display: none; }
"""


def box(name: str) -> str:
    """The layout of a dialog: a frame with a title, a text that scrolls, and keys that stay in sight."""
    return f"""
{name} {{ align: center middle; }}
{name} > #box {{
    width: 84; max-width: 100%; height: auto; max-height: 100%;
    border: round $primary; background: $surface; padding: 0 1;
}}
{name} OptionList, {name} OptionList:focus {{
    height: auto; max-height: 1fr; border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1;
}}
{name} .text {{ height: auto; scrollbar-size-vertical: 1; }}
{name} .title {{ text-style: bold; color: $text; padding-bottom: 1; }}
{name} .keys {{ color: $text-muted; padding-top: 1; }}
"""
