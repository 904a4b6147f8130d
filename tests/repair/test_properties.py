from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalize.ledger import apply
from normalize.repair import repair_text

BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")

# Pieces of damage that meet, nest and overlap when they are joined at random.
FRAGMENTS = [
    "â€™", "â€œ", "â€", "â€�", "Ã©", "Ã ", "Ã", "Â ", "Â", "ÃƒÂ©", "Ð¿Ñ€", "РїСЂ", "ГјГ¤", "âˆš", "‚Äô", "├⌐", "ΓÇÖ",
    "\u00e2\u0080\u0099", "\u0085", "\u0091", "\u0096", "\u2028", "\x0b", "\x0c", "\r\n", "\n", "\x00", "\x1b[31m", "\x1b[",
    "&amp;", "&amp", "&nbsp", "&nbsp;", "&eacute;", "&eacute ", "&#233;", "&#xe9;", "&#x2028;", "&#10;", "&#55357;&#56832;",
    "&lt;", "<b>", "&amp;amp;lt;", "\\u2019", "\\ud83d\\ude00", "\\xe2\\x80\\x99", "\\", "\\n",
    "\ud83d", "\ude00", "\ufffd", "?", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u202a", "\u202c", "\u2066", "\u2069",
    "\ufeff", "\u2060", "ﬁ", "ﬀ", "e", "\u0301", "\u0323", "\u1100", "\u1161", "\u212b", "한", "鈥檚", "盲", "縺", "č", "ř",
    "Ž", "š", "‰", "φ", "ñ", "é", "и", "И", "ПРИВЕТ", "рТЙЧЕФ", "Ïðèâåò", "שלום", "“", "”", "’", "«", "»", "…", "€", "£5", " ", "  ",
    "a", "B", "the ", "word", ".", ",", "0",
]  # fmt: skip
DAMAGED = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


def check(text: str) -> None:
    repaired = repair_text(text)
    assert apply(text, repaired.edits) == repaired.text
    end = -1
    for edit in repaired.edits:
        assert end <= edit.start <= edit.end <= len(text)
        assert edit.stage == "repair"
        assert edit.rule.startswith("repair.")
        assert text[edit.start : edit.end] != edit.text
        assert edit.text.isspace() or BREAKS.isdisjoint(edit.text)
        end = edit.end
    again = repair_text(repaired.text)
    assert again.edits == ()
    assert again.text is repaired.text


@given(DAMAGED)
@example("a\ufb05")
@settings(max_examples=1500, deadline=None)
def test_account_and_idempotence_on_damaged_text(text: str) -> None:
    check(text)


@given(st.lists(DAMAGED, min_size=2, max_size=5))
@settings(max_examples=300, deadline=None)
def test_repaired_lines_stay_when_others_go_or_join(damaged: list[str]) -> None:
    repaired = repair_text("\n".join(damaged)).text.split("\n")
    assert repair_text("\n".join(repaired[::2])).edits == ()
    assert repair_text("\n".join(repaired[1::2])).edits == ()


@given(ANY)
@settings(max_examples=500, deadline=None)
def test_account_and_idempotence_on_any_text(text: str) -> None:
    check(text)
