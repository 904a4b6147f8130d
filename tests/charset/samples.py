"""Texts of our own in several languages, each in the charsets that it used to be published in."""

from __future__ import annotations

SAMPLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "en": (
        "The mayor’s office said on Monday that the harbour bridge won’t reopen before the spring. “We’d rather be "
        "late than sorry,” said the engineer who leads the repairs — and nobody in the room disagreed.",
        ("windows-1252", "macintosh"),
    ),
    "de": (
        "Die Bürgermeisterin erklärte am Dienstag, die Brücke über den Fluss bleibe für Fußgänger gesperrt. Größere "
        "Schäden hätten die Prüfer überrascht, hieß es später aus dem Rathaus.",
        ("windows-1252", "iso-8859-15"),
    ),
    "fr": (
        "La mairie a annoncé que l’école du quartier rouvrirait après les travaux. Les élèves étaient accueillis "
        "depuis février dans un bâtiment prêté par la région, où le chauffage marchait à peine.",
        ("windows-1252",),
    ),
    "es": (
        "El capitán declaró que la lluvia había dañado el muelle y que mañana volverán las barcas. ¿Quién pagará la "
        "reparación? Según el alcalde, la región tendrá que decidirlo este año.",
        ("windows-1252", "iso-8859-15"),
    ),
    "pl": (
        "Burmistrz zapowiedział, że most zostanie zamknięty jeszcze w tym tygodniu. Mieszkańcy wsi będą musieli "
        "jeździć okrężną drogą, a dzieci dostaną osobny autobus do szkoły.",
        ("windows-1250", "iso-8859-2"),
    ),
    "cs": (
        "Starostka oznámila, že škola zůstane zavřená až do příštího týdne. Děti budou zatím chodit do sousední "
        "vesnice, kde pro ně připravili prázdné třídy a teplé obědy.",
        ("windows-1250", "iso-8859-2"),
    ),
    "hu": (
        "A polgármester szerint a híd felújítása tovább tart, mint ahogy remélték. A környéken élők őszig kerülő "
        "úton juthatnak a városba, és külön buszt is indítanak nekik.",
        ("windows-1250",),
    ),
    "ru": (
        "Мэр сообщил, что мост через реку откроют только весной. Жители деревни ездят в город в объезд, а школьников "
        "возит отдельный автобус, который выходит в семь утра.",
        ("windows-1251", "koi8-r", "ibm866", "iso-8859-5"),
    ),
    "uk": (
        "Міський голова повідомив, що міст через річку відкриють лише навесні. Мешканці села їздять до міста в "
        "об’їзд, а школярів возить окремий автобус, який вирушає о сьомій.",
        ("windows-1251",),
    ),
    "el": (
        "Ο δήμαρχος ανακοίνωσε ότι η γέφυρα θα μείνει κλειστή μέχρι την άνοιξη. Οι κάτοικοι του χωριού πηγαίνουν στην "
        "πόλη από άλλο δρόμο και τα παιδιά έχουν δικό τους λεωφορείο.",
        ("windows-1253", "iso-8859-7"),
    ),
    "tr": (
        "Belediye başkanı, köprünün ilkbahara kadar kapalı kalacağını açıkladı. Köylüler şehre başka yoldan gidiyor, "
        "öğrenciler için de ayrı bir otobüs çalışıyor.",
        ("windows-1254",),
    ),
    "he": (
        "ראש העיר הודיע שהגשר יישאר סגור עד האביב. תושבי הכפר נוסעים לעיר בדרך אחרת, ולתלמידים יש אוטובוס משלהם.",
        ("windows-1255",),
    ),
    "ar": (
        "أعلن رئيس البلدية أن الجسر سيبقى مغلقا حتى الربيع. ويسافر سكان القرية إلى المدينة من طريق آخر، وللتلاميذ "
        "حافلة خاصة بهم.",
        ("windows-1256", "iso-8859-6"),
    ),
    "th": (
        "นายกเทศมนตรีแจ้งว่าสะพานจะปิดจนถึงฤดูใบไม้ผลิ ชาวบ้านต้องเดินทางเข้าเมืองโดยใช้ถนนอีกสายหนึ่ง",
        ("windows-874",),
    ),
    "ja": (
        "市長は月曜日、橋の修理が春まで続くと発表した。村の人たちは別の道で町へ通い、子どもたちには専用のバスが用意される。",
        ("shift_jis", "euc-jp", "iso-2022-jp"),
    ),
    "ko": (
        "시장은 다리가 봄까지 닫혀 있을 것이라고 발표했다. 마을 주민들은 다른 길로 시내에 다니고, 학생들을 위한 버스가 따로 "
        "운행된다.",
        ("euc-kr", "iso-2022-kr"),
    ),
    "zh": (
        "市长宣布，大桥要到明年春天才能重新开放。村民们只好绕道进城，学校也为孩子们安排了专门的班车。",
        ("gb18030", "hz-gb-2312"),
    ),
    "zh-hant": (
        "市長宣布，大橋要到明年春天才能重新開放。村民們只好繞道進城，學校也為孩子們安排了專門的班車。",
        ("big5",),
    ),
}

# Python's codec for each charset, named here again so that the tests do not ask the code under test.
CODECS = {
    "windows-874": "cp874",
    "macintosh": "mac-roman",
    "ibm866": "cp866",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "iso-2022-kr": "iso2022_kr",
    "big5": "cp950",
    "hz-gb-2312": "hz",
}

CASES = [(text, charset) for text, charsets in SAMPLES.values() for charset in charsets]


def encode(text: str, charset: str) -> bytes:
    """The text's bytes in a charset."""
    return text.encode(CODECS.get(charset, charset))
