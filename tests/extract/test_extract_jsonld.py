from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.extract.jsonld import Graph, article, read, types


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Ebb"}',
        '<!-- {"@type": "NewsArticle", "headline": "Ebb"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Ebb"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Ebb",}',
        '{"@type": "Thing"} {"@type": "NewsArticle", "headline": "Ebb"}',
        '{"@type": "NewsArticle", "headline": "Ebb", "text": "a\nb \\x"}',
        '[{"@graph": [{"@type": ["schema:NewsArticle"], "headline": "Ebb"}]}];',
    ],
)
def test_broken_scripts_are_read(script: str) -> None:
    graph = read([script])
    node = article(graph, [])
    assert node is not None
    assert graph.first_text(node, "headline") == "Ebb"


def test_the_node_with_the_pages_title_is_the_article() -> None:
    scripts = ['{"@type": "NewsArticle", "headline": "Another", "author": "A", "datePublished": "2024"}']
    scripts.append('{"@type": "NewsArticle", "headline": "Ebb and flow"}')
    node = article(read(scripts), ["ebbandflowtidepost"])
    assert node is not None
    assert node["headline"] == "Ebb and flow"


def test_a_site_is_no_article() -> None:
    assert article(read(['{"@type": "WebSite", "name": "Tide Post"}']), []) is None


def test_types_lose_their_vocabulary() -> None:
    assert types({"@type": ["https://schema.org/NewsArticle", "schema:Thing", 3]}) == ["NewsArticle", "Thing"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["NewsArticle", "#a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60) | JSON.map(str) | JSON.map(lambda value: __import__("json").dumps(value)))
def test_any_script_is_read_or_left_out(script: str) -> None:
    graph = read([script])
    assert isinstance(graph, Graph)
    node = article(graph, ["a"])
    if node is not None:
        for key in ("headline", "author"):
            graph.first_text(node, key)
            graph.all(node, key)


def test_deep_nesting_is_left_out() -> None:
    assert read(["[" * 100_000]).nodes == ()
