"""Strategies: texts that look like scraped articles, and texts that look like nothing."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

HEADLINES = [
    "Port closes its breakwater until May",
    "More on the harbour",
    "Порт закрыт до мая",
    "Oops! Ferry misses quay",
]
PROSE = [
    "The harbour authority of Port Ellery said on Tuesday that the northern breakwater will be closed until May.",
    "“Read also the small print,” said its director, Maren Holt, “and donate to nobody who knocks at the door.”",
    "Fishermen who moor there were told to use the old quay. They weren't pleased (RELATED: Ferry fares rise) at all.",
    "PORT ELLERY, May 3 (Reuters) - The repairs may take longer than planned.",
    "Der Hafen bleibt geschlossen, sagte Frau Öz; „das Wetter“ entscheide.",
    "Порт останется закрытым, сообщила администрация.",
    "港务局星期二表示，北防波堤将关闭至五月底。",
    "The council’s vote – 7 to 2 – came after midnight&nbsp;on Monday.",
    "The councilâ€™s vote was cafÃ© talk by noon.",
]
JUNK = [
    "Read also: Ferry fares rise again",
    "  • Oops!\n    Something went wrong.\n    Please try again later.",
    "Oops!",
    "Advertisement",
    "Sign up for our newsletter",
    "Share this article",
    "We’ve been working hard to bring you independent news from Ellery. Consider supporting the Ellery Post.",
    "Story continues below",
    "© 2024 The Ellery Post. All rights reserved.",
    "By Jane Doe and John Roe, Reuters",
    "Published 3 May 2024",
    "Skip to main content",
    "Follow us on Twitter",
    "This website uses cookies. Accept all cookies",
]
MESS = st.sampled_from(
    [
        *("\r\n", "\x85", "\u2028", "\u200b", "\ufeff", "\x00", "\ud83d", "\udc00", "\x1b[31m", "\u202e"),
        *("&amp;", "&#10;", "&nbsp;", "<p>", "â€™", "Ã", "ﬁ", "İ", "e\u0301", "\xa0", "\u3000", "\t", "  "),
        *('"', "“", "”", "«", "-", "•", "1. ", ".", "\n", "\n\n"),
    ]
)

anything = st.text(st.one_of(st.characters(), MESS.map(lambda text: text[0])), max_size=120)
fragments = st.lists(st.one_of(st.sampled_from(PROSE + JUNK + HEADLINES), MESS), max_size=14).map("".join)


@st.composite
def articles(draw: st.DrawFn) -> str:
    """An article with junk, in one of the two paragraph styles, perhaps hard-wrapped, perhaps with characters thrown in."""
    parts = draw(st.lists(st.sampled_from(PROSE + JUNK), min_size=1, max_size=12))
    if draw(st.booleans()):
        parts.insert(0, draw(st.sampled_from(HEADLINES)))
    if draw(st.booleans()):
        width = draw(st.integers(40, 100))
        parts = [textwrap.fill(part, width) if "\n" not in part else part for part in parts]
    text = draw(st.sampled_from(["\n", "\n\n", "\r\n"])).join(parts)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(MESS) + text[at:]
    return text


texts = st.one_of(articles(), fragments, anything)
