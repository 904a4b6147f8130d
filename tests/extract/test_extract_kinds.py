from __future__ import annotations

from normalize import Pipeline

HTML = (
    "<html><head><title>Council to dredge</title></head><body><article><h1>Council to dredge</h1>"
    "<p>The harbour council met on Tuesday evening and agreed, after two hours of talk, to dredge the channel.</p>"
    "<h2>What comes next</h2>"
    "<p>Fishermen had asked for it since the spring, when three boats ran aground within a week of storms.</p>"
    "<ul><li>Work begins in March, said the harbour master of the town.</li>"
    "<li>It will take until the first herring come in, he said.</li></ul>"
    "<p>The council meets again in the autumn, when the bill is known to everyone in the harbour.</p>"
    "</article></body></html>"
)


def test_records_of_pages_tell_the_kinds_of_their_blocks() -> None:
    record = Pipeline.load({}).clean(HTML).record()
    kinds = record["spans"]["kinds"]
    assert len(kinds) == len(record["spans"]["blocks"])
    assert list(zip(record["body"].split("\n\n"), kinds, strict=True))[1] == ("What comes next", "heading")
    assert [kind for kind in kinds if kind != "heading"] == [
        "paragraph",
        "paragraph",
        "item",
        "item",
        "paragraph",
    ]


def test_records_of_text_have_none() -> None:
    text = "Council to dredge\n\nThe harbour council met on Tuesday evening.\n\n- Work begins in March.\n\n- So it is."
    assert "kinds" not in Pipeline.load({}).clean(text).record()["spans"]
