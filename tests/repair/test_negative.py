"""What looks like damage and is none stays as it is."""

from __future__ import annotations

import pytest

from normalize.repair import repair_text

SOUND = [
    "Plain ASCII text, nothing more.",
    "Curly “quotes” and ‘single ones’, the dog’s dinner – and an em dash—so…",
    "„Deutsche Anführung“, »französische« und «guillemets» mit Leerzeichen",
    "The price rose from £5 to €6, about ¥900 or $7; 20¢ more, 5 € less.",
    "Sie zahlten 1.000€ für 20°C, 5 m², 3×4 ± 2 µm, § 5, ½ Liter, 10‰.",
    "AT&T, Q&A, R&D, S&P 500, rock &roll, this&not that, B&B &c.",
    "See https://example.org/a?b=1&copy=2&lt=3&reg=x and www.example.org/?q=a&para=b",
    "What? Why?Because. Is it so?no one knows; really?! http://example.org/page?id=7",
    r"Set the path to C:\users\xe2dir or match [\u4e00-\u9fff] with `\u2019`.",
    r"Windows\System32 and \n and \usual and \x and \u12",
    "全角文字，ＡＢＣ１２３、「引用」とｶﾀｶﾅ　空白",
    "می‌خواهم و क्‍ष and 👨‍👩‍👧 keep their joiners",
    "زبان فارسی \u200fRLM\u200e stays beside العربية",
    "ภาษา\u200bไทย and ភាសា\u200bខ្មែរ keep their word breaks",
    "non-breaking\xa0space, thin\u2009space, narrow\u202f%",
    "Café, naïve, façade, Zürich, Ærø, São Paulo, Łódź, Škoda, Đoković, Orbán, Dvořák, Åse, Þór",
    "È vero, perché no? Più di così non è.",
    "Él dijo que sí; ¿por qué no? ¡Ya! El 1º y la 2ª.",
    "Ça coûte cher à l’œuvre. Où ? « Là-bas »",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Zażółć gęślą jaźń – tak to się pisze.",
    "Árvíztűrő tükörfúrógép és őszi fűzfa.",
    "Það er gott að búa á Íslandi, sagði ráðherrann.",
    "İstanbul’da yağmur yağıyor, çocuklar şarkı söylüyor.",
    "Съешь ещё этих мягких французских булок, QR-код и «ТАСС»",
    "Завтра ВТБ и СССР – и США… так писал «Ъ»",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία, 5 μm και kΩ",
    "שלום לכולם, זה טקסט נקי",
    "这里是干净的中文，iPhone手机和A股市场。",
    "日本語の文章です。Apple社とGoogle広告。",
    "한국어 문장입니다. SK그룹 회장.",
    "(-1/2)! = √π, x ≥ 5, ≤ 3, a → b, ∞",
    "¯\\_(ツ)_/¯ ( o¬ô ) OK??:( `¬´ ): ┬──┬",
    "├── src\n│   └── main.py\n└── README",
    "tabs\tand\fform feeds\nand lines\r\nand\rmore",
    "See the notes of Smith† and Jones‡ below, where they differ.",
    "Smith‡ was there, and so was the other author† of the paper.",
    "* p < 0.05, † p < 0.01, ‡ p < 0.001",
    "The candidate needs ≥ 3% in the early state ≥5% Polls",
    "x ≈ 5, y ≠ 3, z ≤ 7 and √2 or ∞",
    "a ∆T of 5°C and ∑x, Ω resistor 5 Ω and 10 kΩ, Δx",
    "Rate of 5‰ and 0,8 ‰ in the city",
    "Müller¹ und Schmidt² sagten³ es",
    "The ® and ™ marks: Lego® bricks, Windows™ system, iPhone®s",
    "§ 5 Abs. 2, ¶ 3 of the act, §§ 12–14",
    "word◊ another ◊ word",
    "The price is 5¢ or 10¢ each, £5m, €2bn, ¥500",
    "H₂O, CO₂, m³, km², x²y",
    "◊ Item one\n◊ Item two",
    "√ Done\n√ Also done",
    "Café† und Straße‡",
    "Ø 5 mm, Ø-Wert, ø 3 cm",
    "5 ± 2, 3 × 4, 10 ÷ 2",
    "1º lugar, 2ª edición, nº 5",
    "naïve Ω-3 fatty acids and β-blockers, α-synuclein, µ-opioid",
    "Der TÜV prüft: Größe XÖ, ÄÖÜ groß",
    "McÉwan d'Ávila deÉ",
    "ÉCOLE D'ÉTÉ À L'ÎLE",
    "The L·L sign, paral·lel, col·legi",
    "étudiant·e·s et ami·es",
    "Leser·innen und Nutzer*innen",
    "El «niño» dijo: ¿qué?¡nada!",
    "“Ñandú” ó 3 ó 4 personas",
    "à 10 km – Å is a unit; Å alone",
    "Han sa: Ø!",
    "Ł is a letter, ß too, Þ also",
    "50 Ã 60",
    "Ð is eth",
    "J’ai vu l’œuvre ; c’est œ",
    "Æon Flux, Ægir, æ",
    "Yahoo!™ says © 2020 – ®",
    "A–Z, a–o, Spa–Francorchamps, Diana–Ali",
    "i—not you—know; Hawaii—no",
    "‚single low‘ quotes ‚again‘",
    "10 000 ƒ or fl. 5",
    "Motörhead, Blue Öyster Cult, Mötley Crüe, Queensrÿche",
    "Håkan Çelik, Zoë, Noël, façade",
    "Søren Kierkegaard und Ærø, Åse",
    "Þórður Ægisson og Ásdís",
    "Nguyễn Phú Trọng, Hồ Chí Minh",
    "Lech Wałęsa i Zażółć w tekście niemieckim",
    "der Name Đorđe Čolić und Hrvoje Žižić",
    "die Stadt Timișoara, Brașov und Iași",
    "Gabriel García Márquez y el ñandú",
    "Şanlıurfa ve Diyarbakır",
    "Tõnu Õnnepalu ja Jüri Ööbik",
    "Krāslava, Jēkabpils un Rīga",
    "Vilniaus gatvės ir žmonės",
    "Għawdex u Ħal Qormi",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_comes_back_as_it_is(text: str) -> None:
    repaired = repair_text(text)
    assert repaired.text is text
    assert repaired.edits == ()


def test_line_breaks_of_all_kinds_stay() -> None:
    text = "First line.\x85Second line.\u2028Third line.\u2029Fourth\x0bFifth\x0cSixth"
    assert repair_text(text).text is text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He waited\x85 and left", "He waited… and left"),
        ("“well\x85” he said", "“well…” he said"),
        ("he waited\x85\nThen he left", "he waited…\nThen he left"),
        ("\x93so\x94\x85Next", "“so”…Next"),  # other bytes of windows-1252 in the line
        ("End.\x85 Next line", "End.\x85 Next line"),
        ("Title\x85Text\x85", "Title\x85Text\x85"),
    ],
)
def test_nel_is_told_from_the_ellipsis_of_windows_1252(text: str, wanted: str) -> None:
    assert repair_text(text).text == wanted
