"""Declared languages, as inputs write them, to BCP-47 primary subtags."""

from __future__ import annotations

import re

__all__ = ["primary_subtag"]

_NAMES = {
    name: code
    for code, names in {
        "ar": "arabic ara العربية", "be": "belarusian bel", "bg": "bulgarian bul",
        "bn": "bengali ben", "cs": "czech ces cze cz", "da": "danish dan dk",
        "de": "german deu ger deutsch",
        "el": "greek ell gre gr", "en": "english eng", "es": "spanish spa español castellano",
        "et": "estonian est", "fa": "persian fas per farsi فارسی", "fi": "finnish fin suomi",
        "fr": "french fra fre français", "he": "hebrew heb iw", "hi": "hindi hin",
        "hr": "croatian hrv", "hu": "hungarian hun magyar", "id": "indonesian ind in",
        "it": "italian ita italiano", "ja": "japanese jpn jp", "ka": "georgian kat geo",
        "kk": "kazakh kaz", "ko": "korean kor kr", "lt": "lithuanian lit", "lv": "latvian lav",
        "nl": "dutch nld dut", "no": "norwegian nor nob nno nb nn", "pl": "polish pol polski",
        "pt": "portuguese por português", "ro": "romanian ron rum", "ru": "russian rus русский",
        "sk": "slovak slk slo", "sl": "slovenian slv", "sr": "serbian srp", "sv": "swedish swe",
        "sw": "swahili swa", "th": "thai tha", "tr": "turkish tur türkçe",
        "uk": "ukrainian ukr українська ua", "ur": "urdu urd", "vi": "vietnamese vie",
        "zh": "chinese zho chi cn",
    }.items()
    for name in names.split()
}  # fmt: skip
# Codes of countries that pages write for the language are among the names: cz, dk, gr, jp, kr.
_SUBTAG = re.compile(r"[a-z]{2,3}(?=$|[-_,;\s])")


def primary_subtag(declared: str) -> str | None:
    """The primary subtag of a declared language; None where it names none.

    Example: ``primary_subtag("en_US")``, ``primary_subtag("English")`` and
    ``primary_subtag("eng")`` are ``"en"``.
    """
    text = declared.strip().lower()
    match = _SUBTAG.match(text)
    found = _NAMES.get(match[0] if match else text)
    if found is not None:
        return found
    return match[0] if match and match[0] not in ("und", "mul", "zxx", "mis") else None
