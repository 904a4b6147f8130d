"""Sentences of our own in several languages, and ways to damage them."""

from __future__ import annotations

SENTENCES = {
    "en": "The mayor’s office said “we don’t know yet” – and that it’s too early to tell.",
    "de": "Die Bürgermeisterin eröffnete die neue Brücke über den Fluss, größer und schöner als geplant.",
    "fr": "Le préfet a déclaré que la rivière était montée de deux mètres à cause des pluies d’été.",
    "es": "La alcaldesa inauguró ayer el puente más largo de la región, según informó su oficina en España.",
    "pt": "A câmara aprovou ontem à noite a construção da estação, após uma longa discussão.",
    "da": "Borgmesteren sagde, at både børn og ældre får glæde af den nye bro over åen.",
    "pl": "Burmistrz otworzył wczoraj nowy most, który połączył oba brzegi rzeki, choć spóźnił się rok.",
    "cs": "Starostka včera otevřela nový most, který spojil oba břehy řeky, přestože stavba trvala déle.",
    "ru": "Вчера мэр города открыл новый мост через реку, который строили почти пять лет.",
    "uk": "Учора міський голова відкрив новий міст через річку, який будували майже п’ять років.",
    "el": "Ο δήμαρχος εγκαινίασε χθες τη νέα γέφυρα πάνω από το ποτάμι της πόλης.",
    "ar": "افتتح رئيس البلدية أمس الجسر الجديد فوق النهر بعد سنوات من العمل المتواصل.",
    "ja": "市長は昨日、川にかかる新しい橋を開通させ、五年にわたる工事が終わったと述べました。",
    "ko": "시장은 어제 강을 가로지르는 새 다리를 열었고 공사가 오 년 만에 끝났다고 말했다.",
    "zh": "市长昨天宣布新的大桥正式通车，这项工程前后用了五年时间。",
}


def misread(text: str, right: str, wrong: str) -> str:
    """Text in one charset, read as another; bytes that the other does not define become C1 controls."""
    found = []
    for byte in text.encode(right):
        try:
            found.append(bytes([byte]).decode(wrong))
        except UnicodeDecodeError:
            found.append(chr(byte))
    return "".join(found)
