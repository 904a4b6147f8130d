"""What is shown: marks, colours, reasons; and hostile documents, which try to break out."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from normalize.article import Document
from normalize.pipeline import Pipeline
from normalize.report import Explanation, explain_article, explain_record
from normalize.report.page import as_page
from normalize.report.terminal import Screen, as_text

PLAIN = Screen(None, None)
COLOUR = Screen(80, "standard")
TEXT = "Ferry fares rise\n\nBy Ann Lee\n\nThe ferry will cost teh company more, “it” said.\n\nRead also: Bridge reopens\n\nMore follows\n"
ATTACKS = [
    "<script>alert(1)</script>",
    "</p></main></body><script src=//evil.example></script>",
    "\"'><img src=x onerror=alert(1)>",
    "<!-- --><style>@import url(//evil.example)</style>",
    "javascript:alert(1) &lt;script&gt; &#60;script&#62;",
    "]]><svg/onload=alert(1)>",
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil.example\x1b\\link \x9b31m",
    "\u202egnp.exe\u202c \u2066hidden\u2069 \u200e\u200f\u200b\ufeff",
    "\ud83d lone \x00 nul \x08\x08\x08",
    "[red]markup[/red] [link=http://evil.example]x[/link] :smile:",
    "{{7*7}} ${x} %s {0}",
]


def explained(pipeline: Pipeline, text: str, asked: str | None = None, **given: object) -> Explanation:
    document = Document(text, format="text", **given)  # type: ignore[arg-type]
    return explain_article(pipeline.clean(document), document, pipeline, asked)


class Outline(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


TAGS = set(
    "html head meta title style body header main section h1 h2 h3 p div bdi table thead tbody tr th td ul li del ins span code strong".split()
)


def test_plain_text(pipeline: Pipeline) -> None:
    shown = as_text(explained(pipeline, TEXT), PLAIN)
    assert "\x1b" not in shown
    assert "[-By Ann Lee-]\n    ^ captured into authors by describe.byline: The line only says" in shown
    assert "cost [-teh-]{+the+} company" in shown
    assert "    ^ rewritten by en.typo.teh: A slip." in shown
    assert (
        "[-Read also: Bridge reopens-]\n    ^ stripped, related taken from it by en.related.read-also: It only points"
        in shown
    )
    assert "More follows\n    ^ flagged by en.flag.stub: A stub." in shown
    assert re.search(r"segment +headline +Ferry fares rise +\(the first line, which looks like one\)", shown)


def test_colour(pipeline: Pipeline) -> None:
    shown = as_text(explained(pipeline, TEXT), COLOUR)
    assert "\x1b[9;31mRead also: Bridge reopens\x1b[0m" in shown
    assert "\x1b[4;32mthe\x1b[0m" in shown
    assert "[-" not in shown


def test_one_rule(pipeline: Pipeline) -> None:
    one = explained(pipeline, TEXT).only("en.typo.teh")
    shown = as_text(one, PLAIN)
    assert "What en.typo.teh did" in shown
    assert "[-teh-]{+the+}" in shown
    assert "flagged" not in shown
    assert [edit["rule"] for edit in one.as_json()["edits"]] == ["en.typo.teh"]


@pytest.mark.parametrize("screen", [PLAIN, COLOUR, Screen(20, None)])
def test_no_attack_reaches_the_terminal(pipeline: Pipeline, screen: Screen) -> None:
    attack = "\n\n".join(ATTACKS)
    found = explained(
        pipeline, f"{attack}\n\nRead also: {ATTACKS[6]}", ATTACKS[6], id=ATTACKS[6], headline=ATTACKS[7]
    )
    for one in (found, explained(pipeline, attack, id=ATTACKS[7], path=ATTACKS[6])):
        shown = as_text(one, screen)
        rest = re.sub(r"\x1b\[[0-9;]*m", "", shown) if screen.colour else shown
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", rest
        )
    assert "smile:" in as_text(explained(pipeline, attack), PLAIN)


def test_no_attack_acts_on_the_page(pipeline: Pipeline) -> None:
    for attack in [*ATTACKS, "\n\n".join(ATTACKS)]:
        text = f"Headline here\n\n{attack}\n\nA story.\n\nRead also: {attack}\n\nteh {attack} end"
        metadata = {"language": "en", "tags": [attack], "publisher": attack}
        found = explained(pipeline, text, attack, id=attack, path=attack, headline=attack, metadata=metadata)
        page = as_page(found)
        page.encode("utf-8")
        outline = Outline(page)
        assert set(outline.tags) <= TAGS
        assert outline.tags.count("style") == outline.tags.count("title") == 1
        assert {name for _, name, _ in outline.attributes} <= {
            "charset",
            "http-equiv",
            "content",
            "name",
            "lang",
            "class",
            "dir",
            "scope",
            "role",
        }
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page
        )
    assert (
        "<script>alert(1)</script>"
        in Outline(as_page(explained(pipeline, f"One line.\n\n{ATTACKS[0]} is here.\n\nMore."))).text
    )


def test_a_hostile_record_cannot_choose_the_language_attribute(pipeline: Pipeline) -> None:
    article = pipeline.clean(TEXT)
    record = article.record("text")
    record["metadata"] = {"language": 'en" onload="alert(1)', "origins": {"language": "<b>"}}
    record["edits"][0]["rule"] = record["edits"][0]["note"] = "<script>x</script>"
    outline = Outline(as_page(explain_record(record, None, pipeline)))
    assert set(outline.tags) <= TAGS
    assert [value for tag, name, value in outline.attributes if (tag, name) == ("div", "lang")] == []


def test_the_policy_allows_this_style_and_nothing_else(pipeline: Pipeline) -> None:
    page = as_page(explained(pipeline, TEXT))
    outline = Outline(page)
    policy = next(
        value
        for tag, name, value in outline.attributes
        if name == "content" and value and "default-src" in value
    )
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?://|url\(|@import", page)
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert "prefers-color-scheme: dark" in style[1]
    assert "@media print" in style[1]


def test_huge_lines_stay_small(pipeline: Pipeline) -> None:
    found = explained(
        pipeline, f"A headline\n\n{'word ' * 400_000}\n\nRead also: {'x' * 500_000}\n\nThe end came."
    )
    assert len(as_page(found)) < 60_000
    assert len(as_text(found, PLAIN)) < 60_000


def test_page_shows_what_was_done(pipeline: Pipeline) -> None:
    page = as_page(explained(pipeline, TEXT, "More follows"))
    assert '<del class="capture">By Ann Lee</del>' in page
    assert '<del class="rewrite">teh</del><ins>the</ins>' in page
    assert '<code class="rule">en.related.read-also</code>: It only points to another story.' in page
    assert "Why not “<bdi>More follows</bdi>”?" in page


def test_a_record_alone(pipeline: Pipeline) -> None:
    article = pipeline.clean(TEXT)
    with_text = as_text(explain_record(article.record("text"), None, pipeline), PLAIN)
    assert "[-Read also: Bridge reopens-]" in with_text
    places = as_text(explain_record(article.record("spans"), None, pipeline), PLAIN)
    assert "[-(25 characters)-]" in places
    assert "only its size is shown" in places
    bare = as_text(explain_record(article.record("none"), None, pipeline), PLAIN)
    assert "holds no account" in bare
    again = as_text(explain_record(article.record("none"), Document(TEXT), pipeline), PLAIN)
    assert "[-Read also: Bridge reopens-]" in again
    other = as_text(
        explain_record(article.record("spans"), Document("Another text.\n\nOf more."), pipeline), PLAIN
    )
    assert "another text than the record speaks of" in other
