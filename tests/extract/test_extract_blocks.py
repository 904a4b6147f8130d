from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.extract import ExtractConfig
from normalize.extract.align import align
from normalize.extract.blocks import Block, Mark, blocks_of
from normalize.extract.features import NAMES, Features
from normalize.extract.page import parse
from normalize.extract.scorer import load
from normalize.extract.scorer import parse as parse_scorer


def blocks(body: str) -> list[Block]:
    return blocks_of(parse(f"<html><body>{body}</body></html>", None, ExtractConfig()).tree)


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("<p>Low <b>water</b> at six</p><p>High at noon</p>", ["Low water at six", "High at noon"]),
        ("<div>Before<p>inside</p>after</div>", ["Before", "inside", "after"]),
        ("<p>one<br>two<br><br>three</p>", ["one two", "three"]),
        ("<ul><li>boats</li><li>nets</li></ul>", ["boats", "nets"]),
        ("<script>x</script><style>y</style><p>text</p>", ["text"]),
        ("bare <i>text</i>", ["bare text"]),
    ],
)
def test_blocks_end_at_block_level_elements(body: str, parts: list[str]) -> None:
    assert texts(body) == parts


def test_blocks_know_links_and_ancestors() -> None:
    first, second = blocks(
        "<aside class='related-stories'><p><a href=x>Read this</a> now</p></aside><p>x</p>"
    )
    assert (first.links, first.linked) == (1, 9)
    assert first.marks & Mark.ASIDE
    assert first.marks & Mark.RELATED_WORD
    assert not second.marks
    assert second.links == 0


def test_lines_are_found_again() -> None:
    page = blocks("<p>Share</p><p>The ferry left.</p><p>It came back at nine in the evening.</p><p>Share</p><p>The end of it all.</p>")  # fmt: skip
    lines = [
        "The ferry left.",
        "It came back at nine in the evening. Share",
        "nowhere to be found on the page",
    ]
    assert align(lines, page) == [range(1, 2), range(2, 4), range(0)]
    assert align(["back at nine in the evening."], page) == [range(2, 3)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "<div>", "<li>", "</p>", "</div>", "<br>", "tide", " out ", "潮", "<a>", "</a>"]
        )
    )
)
def test_blocks_hold_all_text_and_figures_are_numbers(parts: list[str]) -> None:
    tree = parse(f"<html><body>x{''.join(parts)}</body></html>", None, ExtractConfig()).tree
    found = blocks_of(tree)
    assert "".join("".join(block.text.split()) for block in found) == "".join(tree.text_content().split())
    features = Features(found, range(0, len(found), 2), "tide", ["tide out"])
    for index in range(len(found)):
        row = features.of(index)
        assert len(row) == len(NAMES)
        assert all(isinstance(value, float) for value in row)
        assert 0 <= load().score(row) <= 1


def test_a_scorer_follows_its_trees_and_tells_why() -> None:
    tree = ["places", 0.5, -1.0, [1, 2.0, 0.25, 3.0]]
    data = {
        "names": ["chars", "links"],
        "bias": 0.0,
        "keep": 0.5,
        "prose": 0.4,
        "rescue": 0.8,
        "trees": [[0, *tree[1:]], 0.0],
    }
    model = parse_scorer(json.dumps(data))
    row = [0.0] * len(NAMES)
    assert model.score(row) < 0.5
    row[NAMES.index("chars")] = 1.0
    row[NAMES.index("links")] = 3.0
    assert model.score(row) > 0.9
    assert {name for name, _ in model.reasons(row)} == {"chars", "links"}


def test_the_shipped_scorer_tells_prose_from_links() -> None:
    prose = "The council met on Tuesday and agreed, after two hours of talk, to dredge the northern channel at last."
    page = blocks(
        f"<nav><ul><li><a href=a>Home</a></li></ul></nav><article><h1>Council to dredge</h1><p>{prose}</p><p>{prose} Twice.</p>"
        f"<p>{prose} Thrice.</p><div class=related><a href=b>More: ten boats that never came home</a></div></article>"
    )
    model = load()
    features = Features(page, range(1, 6), "Council to dredge")
    scores = [model.score(features.of(i)) for i in range(len(page))]
    assert min(scores[2:5]) > max(scores[0], scores[5])
