"""The layout of the candidate's screen. A string and no file, so that a packet can be one zipped program."""

CANDIDATE = """
Screen { layers: base over; }
#top { height: 1; background: $primary-darken-2; color: $text; }
#place { height: 1; background: $panel; color: $text; }
#keys { height: 1; background: $panel; color: $text-muted; }
#body { height: 1fr; }
#small { layer: over; width: 100%; height: 100%; content-align: center middle; display: none; background: $background; }
#editor { height: auto; display: none; border-top: solid $accent; }
#editor DraftEditor { height: 8; border: none; }
#editor-title { height: 1; color: $accent; padding: 0 1; }
#search { display: none; height: 3; }
.narrow FileList { display: none; }
.narrow.listing FileList { display: block; width: 100%; }
.narrow.listing DocumentView { display: none; }
"""
