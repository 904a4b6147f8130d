"""What truncated texts, paywalls, error pages and machines say, as patterns that ignore case."""

from __future__ import annotations

import re

_CONTINUE = (
    r"continue reading",
    r"read (?:the )?(?:more|full (?:story|article)|rest)(?: (?:here|at|on)\b.{0,40})?",
    r"weiterlesen",
    r"mehr lesen",
    r"lire la suite",
    r"(?:seguir|continuar) leyendo",
    r"leer más",
    r"continua a leggere",
    r"leggi tutto",
    r"continu(?:ar|e) (?:a ler|lendo)",
    r"leia mais",
    r"lees (?:verder|meer)",
    r"czytaj (?:dalej|więcej)",
    r"läs (?:mer|vidare)",
    r"læs (?:mere|videre)",
    r"les (?:mer|videre)",
    r"číst dále",
    r"читать (?:далее|полностью|дальше)",
    r"читати далі",
    r"devamını oku",
    r"baca selengkapnya",
)
_CONTINUE_ANYWHERE = ("続きを読む", "阅读全文", "閱讀全文", "더 보기", "اقرأ المزيد", "आगे पढ़ें")
_CUT = (
    r"\[\s*\+\s*[\d,.]+\s*(?:chars?|characters|zeichen|caractères|caracteres)\s*\]",
    r"\[\s*(?:…|\.\.\.)\s*\]",
    r"…",
    r"(?<!\.)\.\.\.",
)
TRUNCATED = re.compile(
    rf"(?:{'|'.join(_CUT)}|\b(?:{'|'.join(_CONTINUE)})|{'|'.join(_CONTINUE_ANYWHERE)})[\s.…>»→]*$",
    re.IGNORECASE,
)
"""At the very end of a text: an ellipsis, '[+1234 chars]' as news interfaces cut, or 'Continue reading'."""

_BARRIERS = (
    r"(?:subscribe|sign up|log ?in|register|sign in) (?:now )?(?:to|and) (?:continue|keep|read)",
    r"subscribe (?:now )?(?:to|and) get (?:full|unlimited)",
    r"^to (?:continue|keep) reading",
    r"already a (?:subscriber|member)",
    r"subscribers[ -]only",
    r"for subscribers only",
    r"(?:this|the) (?:article|content|story) is (?:for|only available to|reserved for|exclusive)",
    r"(?:jetzt|sofort) (?:weiterlesen|abonnieren)",
    r"mit (?:einem )?.{0,12}abo (?:weiter)?lesen",
    r"bereits abonnent",
    r"réservé (?:à nos|aux) abonnés",
    r"déjà abonné",
    r"(?:para|sólo|solo) (?:los )?su[bs]scriptores",
    r"ya eres suscriptor",
    r"(?:riservato|solo) (?:a(?:gli|i)|per gli) abbonati",
    r"sei già abbonato",
    r"exclusivo para assinantes",
    r"já é assinante",
    r"alleen voor abonnees",
    r"al abonnee",
    r"tylko dla (?:subskrybentów|prenumeratorów)",
    r"för prenumeranter",
    r"for abonnenter",
    r"pro předplatitele",
    r"только для подписчиков",
)
_BARRIERS_ANYWHERE = ("有料会員", "会員限定", "구독자 전용", "付费会员", "付费内容")
PAYWALL = re.compile(rf"\b(?:{'|'.join(_BARRIERS)})|{'|'.join(_BARRIERS_ANYWHERE)}", re.IGNORECASE)

_NO_ARTICLES = (
    r"(?:error )?40[0134]\b",
    r"50[0234]\b",
    r"(?:page|story|article) not found",
    r"not found\b",
    r"(?:access|permission) denied",
    r"forbidden\b",
    r"service unavailable",
    r"just a moment",
    r"attention required",
    r"are you (?:a )?(?:human|(?:a )?robot)",
    r"verify (?:that )?you are (?:a )?human",
    r"please (?:enable|turn on) (?:javascript|cookies)",
    r"javascript is (?:disabled|required)",
    r"(?:log|sign) ?in(?: (?:to|with|or)\b.{0,40})?$",
    r"create (?:an|your) account",
    r"before you continue",
    r"we value your privacy",
    r"(?:sorry,? )?(?:this|the|that) page (?:you.{0,30})?"
    r"(?:isn.t|(?:is|does|could|can) ?not|doesn.t|can.t|no longer|has (?:been )?(?:moved|removed|expired))",
    r"seite (?:wurde )?nicht gefunden",
    r"zugriff verweigert",
    r"anmelden$",
    r"page (?:introuvable|non trouvée)",
    r"accès refusé",
    r"página no encontrada",
    r"acceso denegado",
    r"página não encontrada",
    r"pagina non trovata",
    r"pagina niet gevonden",
    r"strona nie została znaleziona",
    r"страница не найдена",
    r"sidan hittades inte",
    r"siden (?:blev|ble) ikke fu(?:n|nn)(?:d|e)t",
    r"ページが見つかりません",
    r"页面不存在",
    r"페이지를 찾을 수 없습니다",
)
NO_ARTICLE = re.compile(rf"\W*(?:{'|'.join(_NO_ARTICLES)})", re.IGNORECASE)
"""At the beginning of a headline or of a first paragraph."""

_FILLERS = (
    r"lorem ipsum",
    r"as an ai (?:language )?model",
    r"i['’]?m sorry, but i can['’no]*t (?:assist|fulfil|help)",
    r"i cannot fulfil+ (?:this|that|your) request",
    r"als ki-(?:sprach)?modell",
    r"\{\{[^{}]{1,80}\}\}",
    r"\[insert [a-z ]{2,30}\]",
    r"regenerate response",
    r"click here to insert",
)
FILLER = re.compile("|".join(_FILLERS), re.IGNORECASE)
"""What no journalist leaves in: dummy text, an unfilled template, a language model's own voice."""

CLOCK = re.compile(
    r"\W{0,3}(?:[01]?\d|2[0-3])[:.h][0-5]\d\b(?!\s*(?:%|percent|prozent|million|mio))", re.IGNORECASE
)
"""At the beginning of a paragraph: the time of an entry."""

BULLETS = "•◦‣▪▫●○■□–—*·-►▶»➤✓"
"""What begins an item of a list, or stands alone for it."""
