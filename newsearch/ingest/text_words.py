"""Words of copied pages that stand on lines of their own: buttons, headings of lists, labels.

They add to the tables of `page_words`, which the readers of HTML share: where there are no
elements, more has to be told by words.
"""

from __future__ import annotations

import re

from newsearch.ingest.page_words import words_key

__all__ = [
    "CAPTION_END",
    "CAPTION_LINE",
    "DATE_WORDS",
    "MENU_WORDS",
    "READING_TIME",
    "ROLE_LINE",
    "SOURCE_LABEL",
    "STOP_WORDS",
    "TAG_HEADINGS",
]


def _keys(words: str) -> frozenset[str]:
    return frozenset(words_key(word) for word in words.replace("\n", "").split("|"))


MENU_WORDS = _keys(
    """accept|accept all|accept all cookies|agree|i agree|reject|reject all|decline|manage cookies|
cookie settings|settings|preferences|learn more|find out more|ok|got it|close|skip to main content|
skip to content|skip navigation|save|save article|save for later|listen|listen to this article|
play|pause|email|e-mail|comment|copy|bookmark|like|follow|more|back|next|previous|top|up|
account|my account|register|profile|newsletter|newsletters|e-paper|shop|jobs|live|video|videos|
podcasts|photos|gallery|weather|opinion|opinions|all news|
прийняти|прийняти все|погоджуюсь|погоджуюся|відхилити|зрозуміло|закрити|зберегти|слухати|друк|
друкувати|увійти|вхід|реєстрація|меню|пошук|укр|рус|eng|ua|ru|en|головна|думки|мнения|
принять|принять все|согласен|отклонить|закрыть|сохранить|слушать|печать|войти|регистрация|
главная|поиск|распечатать|роздрукувати|поділитись|коментувати|комментировать|підписатися|
подписаться|telegram|viber|
akzeptieren|alle akzeptieren|zustimmen|ablehnen|alle ablehnen|einstellungen|mehr erfahren|schließen|
drucken|merken|teilen|speichern|vorlesen|anhören|anmelden|abo|abonnieren|startseite|menü|suche|
suchen|zum inhalt springen|zum hauptinhalt springen|mehr|anzeige|werbung|zurück|weiter|
accepter|tout accepter|refuser|tout refuser|continuer sans accepter|paramétrer|fermer|imprimer|
enregistrer|écouter|partager|se connecter|connexion|s'inscrire|s'abonner|accueil|rechercher|
publicité|s'abonner à la newsletter|aller au contenu|
aceptar|aceptar todo|aceptar todas|rechazar|cerrar|imprimir|guardar|compartir|escuchar|
iniciar sesión|suscribirse|inicio|buscar|publicidad|
accetta|accetta tutti|rifiuta|chiudi|stampa|salva|condividi|ascolta|accedi|abbonati|cerca|
aceitar|rejeitar|fechar|imprimir|salvar|compartilhar|ouvir|entrar|assinar|buscar|publicidade|
akceptuję|akceptuj|odrzuć|zamknij|drukuj|zapisz|udostępnij|posłuchaj|zaloguj|zaloguj się|
strona główna|szukaj|reklama|więcej|
accepteren|weigeren|afdrukken|delen|inloggen|zoeken|advertentie|kabul et|reddet|paylaş|yazdır"""
)
"""Buttons, menu entries and answers to a notice, each alone on its line."""

STOP_WORDS = _keys(
    """more on this story|more about|more about this|more stories|more from this section|latest|
reuse this content|more headlines|top story|most viewed|around the web|from the web|
about the author|about us|imprint|privacy policy|
terms of use|terms and conditions|contact us|site map|
join the conversation|show comments|view comments|read the comments|leave a reply|
новини партнерів|читайте нас|новини дня|стрічка новин|вас може зацікавити|дивіться також|
новости партнеров|лента новостей|вам может быть интересно|смотрите также|
mehr zu diesem thema|mehr aus|impressum|datenschutz|meistgelesene artikel|neueste meldungen|
auch lesenswert|leserkommentare|sur le même sujet|à voir aussi|mentions légales|plus d'articles|
más noticias|noticias relacionadas|te puede interesar|aviso legal|altre notizie|articoli correlati|
potrebbe interessarti|veja também|mais notícias|notícias relacionadas|zobacz także|zobacz też|
najnowsze|najczęściej czytane|polecane|powiązane artykuły|meer nieuws|ilgili haberler"""
)
"""Headings of what stands behind an article, each alone on its line."""

TAG_HEADINGS = _keys(
    """tags|topics|explore more on these topics|related topics|keywords|filed under|
in this article|теги|мітки|ключові слова|теми|метки|темы|
ключевые слова|schlagwörter|schlagworte|themen|stichwörter|mots-clés|mots clés|thèmes|sujets|
etiquetas|temas|palabras clave|tag|argomenti|palavras-chave|tagi|tematy|słowa kluczowe|etiketler"""
)
"""A line above tags that fill lines of their own."""

DATE_WORDS = (
    "last|alle|ore|kl|klo|uur|om|às|hs?|hrs|godz|час|ч|година|saat|à|den|dia|"
    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|"
    "(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|"
    "poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|"
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|lørdag|søndag|"
    "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|"
    "pondělí|úterý|středa|čtvrtek|pátek|neděle|hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|"
    "luni|marți|miercuri|joi|vineri|sâmbătă|duminică|"
    "δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή|"
    "الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الساعة|"
    "[月火水木金土日]曜日?|更新|公開|发布|來源|[월화수목금토일]요일|입력|수정|등록|mo|di|mi|do|fr|sa|so"
)
"""Words beside a date that say nothing else: days of the week, "at" before a time of day."""

SOURCE_LABEL = re.compile(
    r"(?:source|quelle|źródło|джерело|источник|fuente|fonte|kaynak|bron|källa|kilde|المصدر)"
    r"\s*[:：]\s*(?P<name>[^:]{2,60})",
    re.IGNORECASE,
)
CAPTION_LINE = re.compile(
    r"(?:image (?:caption|source|credit)|picture (?:caption|credit)|photo caption|caption|"
    r"bildunterschrift|bildquelle|legende|légende|підпис до фото|подпись к фото|джерело фото|"
    r"pie de foto|didascalia|podpis zdjęcia)\s*[:：]",
    re.IGNORECASE,
)
CAPTION_END = re.compile(
    r"\((?:(?:AP|AFP|EPA|Getty|Reuters) )?(?:Photo|Foto|Фото|Bild|Image|Video)\b[^()]{0,80}\)$",
    re.IGNORECASE,
)
READING_TIME = re.compile(
    r"(?:reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|час читання|"
    r"время чтения|czas czytania|tempo di lettura|tempo de leitura|leestijd)\s*[:：]?\s*"
    r"(?:ca\.\s*)?\d{1,3}\s*\w{1,9}\.?"
    r"|this article is more than \d{1,3} (?:years?|months?) old"
    r"|\d{1,3}\s?(?:minut[a-z]{0,2}|dk|min\.?) (?:di lettura|czytania|lästid|lesetid|okuma)"
    r"|\d{1,3}[\s-]?min(?:ute)?s?\.?\s(?:read|de lecture|czytania|lesezeit)",
    re.IGNORECASE,
)
ROLE_LINE = re.compile(
    r"(?:[^\W\d_]+\s){0,3}(?:reporter|correspondent|editor|columnist|journalist|writer|"
    r"кореспондент(?:ка)?|журналіст(?:ка)?|редактор(?:ка)?|оглядач(?:ка)?|корреспондент|журналист|"
    r"обозреватель|redakteur(?:in)?|reporterin|journaliste|rédact(?:eur|rice)|redactora?|periodista|"
    r"giornalista|dziennikarz|dziennikarka|redaktor(?:ka)?)(?:,?\s[^\W\d_]+){0,4}",
    re.IGNORECASE,
)
