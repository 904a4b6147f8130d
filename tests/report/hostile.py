"""Records in which every text tries to act on the page that shows it."""

from __future__ import annotations

import json
from pathlib import Path

from normalize.article import Document
from normalize.errors import DocumentError
from normalize.pipeline import Pipeline

HOSTILE = [
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "<!--<script>window.pwned=1",
    "'-window.pwned=1-'",
    "javascript:window.pwned=1",
    "{{policy}} {{scripts}} ${window.pwned=1}",
    "&lt;b&gt; &amp;lt; <b>bold</b> <style>*{display:none}</style>",
    "right \u202e to left \u2066 apart \u200f mark",
    "ends \u2028 of \u2029 lines \x85 and \x00 controls \x1b[31m",
    "half of a pair \ud83d alone \udc00",
    "endless " * 30_000,
    "#doc/%E0%A4%A &rule=x\\",
]


def write_hostile(out: Path, pipeline: Pipeline) -> Path:
    """Write an output directory whose texts are all of these."""
    out.mkdir()
    lines = []
    for text in HOSTILE:
        fields = {"publisher": text, "site": text, "authors": [text, text], "section": text}
        story = (
            f"{text}\n\nIt said so on Monday.\n\nRead also: {text}\n\nBy {text}\n\nHe saw teh {text} there."
        )
        try:
            record = pipeline.clean(Document(story, text, text, 1, headline=text, metadata=fields)).record(
                "text"
            )
        except DocumentError as error:
            raise AssertionError(text) from error
        record["quality"]["flags"] = [text[:500]]
        record["made_by"]["rules"] = text[:50]
        record["source"].update(charset=text[:500], charset_by=text[:500])
        for edit in record["edits"][:1]:
            edit.update(rule=text[:500], note=text, field=text[:50], stage=text[:50])
        lines.append(json.dumps(record))
    (out / "articles.jsonl").write_text("\n".join(lines))
    entries = [
        {"path": text, "record": 3, "id": text, "stage": text, "code": text[:99], "reason": text}
        for text in HOSTILE
    ]
    (out / "errors.jsonl").write_text("\n".join(map(json.dumps, entries)))
    (out / "run.json").write_text(
        json.dumps({"inputs": HOSTILE[:3], "skipped": {HOSTILE[0]: 3}, "made_by": {"version": HOSTILE[1]}})
    )
    return out
