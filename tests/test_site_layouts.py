"""Copied pages as sites of many countries lay them out: what is the article, and what is not."""

# ruff: noqa: E501  (paragraphs stand on one line)

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newsearch.ingest.reading import read_text

# The name, the text as copied, the fields, and how many paragraphs the body has.
PAGES: list[tuple[str, str, dict[str, Any], int]] = [
    (
        "English, blank lines",
        """\
Skip to main content
We use cookies to improve your experience. Learn more
Accept all
Sign in
Home
News
Sport
Weather
Breaking: Harbour strike ends

Local

New bridge opens in Karsholt after eight months

The crossing over the Tarrow carries cars again from Thursday, a week earlier than planned.

By Ada Quill, Local Government Reporter
Published 12 February 2026, 2:30 PM GMT
Updated 12 February 2026, 4:05 PM GMT
3 min read

Share
Save

Image caption: The bridge on Thursday morning. Photo: Ben Marsh

The bridge over the Tarrow reopened to traffic on Thursday after eight months of repairs, the council said.

Mayor Rita Holm cut the ribbon before some 200 people and called it a good day for the town.

"We replaced every pier and the lighting is new," she said.

Advertisement

Lorries will be allowed from March, once the load tests are done.

Related: Bus fares to rise in spring

The bridge was closed in June when engineers found cracks.

Topics
Bridges
Karsholt
Transport

More on this story
Bus fares to rise in spring
Harbour strike ends

Most read
1
Harbour strike ends
2
Rain on Friday

About us
Contact
Privacy policy
© 2026 Karsholt Courier. All rights reserved.
""",
        {
            "title": "New bridge opens in Karsholt after eight months",
            "date": "2026-02-12T14:30",
            "authors": ("Ada Quill",),
            "section": "Local",
            "tags": ("Bridges", "Karsholt", "Transport"),
            "summary": "The crossing over the Tarrow carries cars again from Thursday, a week earlier than planned.",
        },
        5,
    ),
    (
        "English, notices",
        """\
Transport
This article is more than 2 years old
New bridge opens in Karsholt after eight months
This article is more than 2 years old
Crossing over the Tarrow carries cars again, a week earlier than planned

Ada Quill Transport correspondent
Thu 12 Feb 2026 14.30 GMT
Last modified on Fri 13 Feb 2026 09.00 GMT

Share
The bridge over the Tarrow reopened to traffic on Thursday after eight months of repairs, the council said.

Mayor Rita Holm cut the ribbon before some 200 people.

Lorries will be allowed from March, once the load tests are done.

Explore more on these topics
Transport
Karsholt
news
Share
Reuse this content
Most viewed
""",
        {
            "title": "New bridge opens in Karsholt after eight months",
            "date": "2026-02-12T14:30",
            "authors": ("Ada Quill",),
            "tags": ("Transport", "Karsholt", "news"),
            "summary": "Crossing over the Tarrow carries cars again, a week earlier than planned",
        },
        3,
    ),
    (
        "English, dateline",
        """\
AP
Menu
World
U.S.
Karsholt bridge reopens after eight months of repairs
A crowd walks over the bridge in Karsholt, Thursday, Feb. 12, 2026. (AP Photo/Ada Quill)
By  BEN MARSH
Updated 4:05 PM CET, February 12, 2026
Share
KARSHOLT, Lisk (AP) — The bridge over the Tarrow reopened to traffic on Thursday after eight months of repairs, the council said.

The mayor, Rita Holm, cut the ribbon and called it a good day for the town.

___

Associated Press writer Ada Quill contributed to this report.
""",
        {
            "title": "Karsholt bridge reopens after eight months of repairs",
            "date": "2026-02-12T15:05",
            "authors": ("BEN MARSH",),
            "place": "Karsholt, Lisk",
            "source": "AP",
        },
        4,
    ),
    (
        "English, hashtags",
        """\
14:30 12.02.2026
1 min read

New bridge opens in Karsholt – council

The bridge over the Tarrow reopened to traffic on Thursday after eight months of repairs, the council said in a statement published on its website.

"We replaced every pier and the lighting is new," the statement said.

As reported, the bridge was closed in June when engineers found cracks in the piers.

Tags: #bridge #karsholt

MORE ABOUT
BRIDGE
KARSHOLT

LATEST
Bus fares to rise in spring
Harbour strike ends
""",
        {
            "title": "New bridge opens in Karsholt – council",
            "date": "2026-02-12T14:30",
            "tags": ("bridge", "karsholt"),
        },
        3,
    ),
    (
        "Ukrainian, no blank lines",
        """\
Укр
Рус
Eng
Головна
Новини
Політика
Економіка
Війна
Ми використовуємо файли cookie, щоб сайт працював краще.
Погоджуюсь
USD 41,25 EUR 48,10
Головна
>
Суспільство
>
У Калинополі відкрили міст через Вовчу після ремонту
12 лютого 2026, 14:30
1245
Олена Коваль
кореспондентка
Фото: пресслужба міськради
Міст через річку Вовча знову відкритий для руху, повідомила міська рада Калинополя.
Ремонт тривав вісім місяців і коштував 34 мільйони гривень. За словами міського голови Петра Гая, роботи завершили на тиждень раніше, ніж планували.
«Ми замінили всі опори й зробили нове освітлення», – сказав він журналістам у четвер.
Читайте також: У Калинополі подорожчає проїзд
Рух вантажівок мостом дозволять з березня, коли завершать випробування навантаженням.
Нагадаємо, міст закрили в червні після того, як експерти знайшли тріщини в опорах.
Теги:
міст
Калинопіль
ремонт
Поділитися
Facebook
Telegram
Коментарі (3)
Підписуйтесь на наш канал у Telegram
Останні новини
15:10 Курс валют на 13 лютого
14:55 У Лисках засідала рада
© 2026 Калинопіль Онлайн. Усі права захищені.
""",
        {
            "title": "У Калинополі відкрили міст через Вовчу після ремонту",
            "date": "2026-02-12T14:30",
            "authors": ("Олена Коваль",),
            "section": "Суспільство",
            "tags": ("міст", "Калинопіль", "ремонт"),
        },
        5,
    ),
    (
        "Ukrainian, tags at the end",
        """\
Новини
Суспільство
У Калинополі відкрили міст через Вовчу
12.02.2026 14:30
Укрінформ

У Калинополі після ремонту відкрили для руху міст через річку Вовча.

Як передає Укрінформ, про це повідомила міська рада.

«Ми замінили всі опори й зробили нове освітлення», – зазначив міський голова.

Як повідомляло агентство, міст закрили в червні.

Фото: Калинопільська міська рада

Міст
Калинопіль

Читайте нас у Telegram
Приєднуйтесь до нашого каналу
""",
        {
            "title": "У Калинополі відкрили міст через Вовчу",
            "date": "2026-02-12T14:30",
            "source": "Укрінформ",
            "section": "Суспільство",
            "tags": ("Міст", "Калинопіль"),
        },
        4,
    ),
    (
        "Russian",
        """\
Агентство Хвост
ГЛАВНАЯ | НОВОСТИ | МНЕНИЯ
12.02.2026 14:30
Мост через Тарроу открыт после ремонта
КАРСХОЛЬТ, 12 фев – Хвост. Движение по мосту через Тарроу открыто в четверг, сообщила мэрия.
Ремонт продолжался восемь месяцев и обошелся в 34 миллиона крон, заявила мэр Рита Холм.
Грузовики смогут ездить с марта, когда закончатся испытания.
Теги: мост, Карсхольт
""",
        {
            "title": "Мост через Тарроу открыт после ремонта",
            "date": "2026-02-12T14:30",
            "source": "Хвост",
            "place": "Карсхольт",
            "tags": ("мост", "Карсхольт"),
        },
        3,
    ),
    (
        "German",
        """\
Zum Inhalt springen
Menü
Startseite
Politik
Wirtschaft
Sport
Abo
Anmelden
Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.
Alle akzeptieren
Ablehnen
Startseite > Region > Quellstein
Verkehr
Neue Brücke in Quellstein: Verkehr rollt wieder
Von Anna Muster und Bert Beispiel
Stand: 12.02.2026, 14:30 Uhr
Lesezeit: 3 Min.
Teilen
Drucken
Die neue Brücke über die Quell ist seit Donnerstag für den Verkehr freigegeben. Pendler sparen nun eine halbe Stunde.
Quellstein. Nach acht Monaten Bauzeit rollt der Verkehr wieder über die Quell. Bürgermeisterin Rita Halm durchschnitt am Morgen das Band.
„Das ist ein guter Tag für die Stadt“, sagte sie vor rund 200 Besuchern. Die Kosten lagen mit 3,4 Millionen Euro leicht unter dem Plan.
Anzeige
Lesen Sie auch: Nahverkehr wird teurer
Lastwagen dürfen erst ab März fahren, wenn die Belastungsproben abgeschlossen sind.
Schlagwörter: Brücke, Quellstein, Verkehr
Mehr zum Thema
Radweg bleibt gesperrt
Kommentare
Impressum
Datenschutz
AGB
""",
        {
            "title": "Neue Brücke in Quellstein: Verkehr rollt wieder",
            "date": "2026-02-12T14:30",
            "authors": ("Anna Muster", "Bert Beispiel"),
            "tags": ("Brücke", "Quellstein", "Verkehr"),
        },
        4,
    ),
    (
        "French",
        """\
Accueil
Politique
Monde
Nous utilisons des cookies pour améliorer votre expérience.
Tout accepter
Valbrume : le nouveau pont ouvre après huit mois de travaux
Publié le 12 février 2026 à 14h30 • Mis à jour le 12 février 2026 à 16h05
Par Jeanne Dupré
Temps de lecture : 2 min
Le pont sur la Brume est rouvert à la circulation depuis jeudi, a annoncé la mairie.
Les travaux ont duré huit mois et coûté 3,4 millions d'euros, selon la maire, Rita Holm.
« C'est un bon jour pour la ville », a-t-elle dit devant deux cents personnes.
À lire aussi : Les bus plus chers au printemps
Les camions pourront passer à partir de mars, une fois les essais terminés.
Mots-clés : pont, Valbrume
Partager
S'abonner à la newsletter
""",
        {
            "title": "Valbrume : le nouveau pont ouvre après huit mois de travaux",
            "date": "2026-02-12T14:30",
            "authors": ("Jeanne Dupré",),
            "tags": ("pont", "Valbrume"),
        },
        4,
    ),
    (
        "Polish",
        """\
Strona główna
Kraj
Świat
Używamy plików cookies. Dowiedz się więcej
Akceptuję
Nowy most w Żurawiu otwarty po ośmiu miesiącach
12 lutego 2026, 14:30
Autor: Jan Kowal
Źródło: PAP
Most nad Tarą jest od czwartku otwarty dla ruchu – poinformował ratusz.
Remont trwał osiem miesięcy i kosztował 34 mln zł, powiedziała burmistrz Rita Holm.
Czytaj także: Droższe bilety od wiosny
Ciężarówki pojadą od marca, gdy skończą się próby obciążeniowe.
Tagi: most, Żuraw, remont
Udostępnij
Komentarze
""",
        {
            "title": "Nowy most w Żurawiu otwarty po ośmiu miesiącach",
            "date": "2026-02-12T14:30",
            "authors": ("Jan Kowal",),
            "source": "PAP",
            "tags": ("most", "Żuraw", "remont"),
        },
        3,
    ),
    (
        "Spanish",
        """\
Inicio
Política
Usamos cookies para mejorar su experiencia.
Aceptar
Abre el nuevo puente de Karsholt tras ocho meses
La circulación volvió el jueves, una semana antes de lo previsto
Por Ana Gómez
12 de febrero de 2026 - 14:30
Compartir
El puente sobre el río Tarrow está abierto de nuevo, informó el ayuntamiento este jueves.
Las obras duraron ocho meses y costaron 3,4 millones, según la alcaldesa Rita Holm.
Lea también: Suben los autobuses
Los camiones podrán pasar desde marzo, cuando acaben las pruebas de carga.
Etiquetas: puente, Karsholt
Comentarios (12)
""",
        {
            "title": "Abre el nuevo puente de Karsholt tras ocho meses",
            "date": "2026-02-12T14:30",
            "authors": ("Ana Gómez",),
            "tags": ("puente", "Karsholt"),
            "summary": "La circulación volvió el jueves, una semana antes de lo previsto",
        },
        3,
    ),
    (
        "Italian",
        """\
Cronaca
Karsholt, riapre il ponte dopo otto mesi di lavori
di Maria Rossi
12 febbraio 2026 alle 14:30
2 minuti di lettura
Il ponte sul Tarrow è di nuovo aperto al traffico da giovedì, ha annunciato il comune.
«È una buona giornata per la città», ha detto la sindaca Rita Holm.
Leggi anche: Aumentano i biglietti
I camion potranno passare da marzo.
© Riproduzione riservata
""",
        {
            "title": "Karsholt, riapre il ponte dopo otto mesi di lavori",
            "date": "2026-02-12T14:30",
            "authors": ("Maria Rossi",),
        },
        3,
    ),
    (
        "Turkish",
        """\
Ana Sayfa
Gündem
Karsholt'ta yeni köprü sekiz ay sonra açıldı
12 Şubat 2026 Perşembe 14:30
Kaynak: AA
Tarrow Nehri üzerindeki köprü perşembe günü yeniden trafiğe açıldı, belediye açıkladı.
Çalışmalar sekiz ay sürdü ve 34 milyon krona mal oldu.
Etiketler: köprü, Karsholt
""",
        {
            "title": "Karsholt'ta yeni köprü sekiz ay sonra açıldı",
            "date": "2026-02-12T14:30",
            "source": "AA",
            "tags": ("köprü", "Karsholt"),
        },
        2,
    ),
    (
        "Arabic",
        """\
الرئيسية
أخبار
افتتاح الجسر الجديد في كارسهولت بعد ثمانية أشهر
12 فبراير 2026 14:30
أعلنت البلدية يوم الخميس إعادة فتح الجسر فوق نهر تارو أمام حركة المرور بعد ثمانية أشهر من الإصلاحات.
وقالت رئيسة البلدية ريتا هولم إنه يوم جيد للمدينة.
الوسوم: جسر، كارسهولت
""",
        {
            "title": "افتتاح الجسر الجديد في كارسهولت بعد ثمانية أشهر",
            "date": "2026-02-12T14:30",
            "tags": ("جسر", "كارسهولت"),
        },
        2,
    ),
    (
        "Japanese",
        """\
ホーム
ニュース
カルスホルトの橋、8か月ぶりに通行再開
2026年2月12日 14:30
タロー川にかかる橋は木曜日、8か月の修理を終えて通行が再開された。市役所が発表した。
ホルム市長は「町にとって良い日だ」と述べた。工事費は予定をわずかに下回った。
トラックは3月から通行できる。
""",
        {"title": "カルスホルトの橋、8か月ぶりに通行再開", "date": "2026-02-12T14:30"},
        3,
    ),
]
FIELDS = ("authors", "source", "section", "tags", "summary", "place")


@pytest.mark.parametrize(("text", "expected", "paragraphs"), [page[1:] for page in PAGES],
                         ids=[page[0] for page in PAGES])  # fmt: skip
def test_layouts(text: str, expected: dict[str, Any], paragraphs: int) -> None:
    article = read_text(text)
    nothing: dict[str, Any] = {"authors": (), "tags": ()}
    assert article.title == expected["title"]
    assert article.date == datetime.fromisoformat(expected["date"]).replace(tzinfo=UTC)
    found = {name: getattr(article, name) for name in FIELDS}
    assert found == {name: expected.get(name, nothing.get(name)) for name in FIELDS}
    body = article.body.split("\n\n")
    assert len(body) == paragraphs
    lines = text.splitlines()
    assert all(paragraph in lines for paragraph in body)


def test_plain_paragraphs_lose_nothing() -> None:
    text = "New bridge opens\n\nThe bridge reopened.\n\nShare\n\nThe mayor came."
    article = read_text(text)
    assert article.title == "New bridge opens"
    assert article.body == "The bridge reopened.\n\nShare\n\nThe mayor came."


def test_categories_beside_tags_are_sections() -> None:
    text = "---\ntitle: Rain\ncategories:\n  - Local\n  - Sea\ntags: [storm]\n---\nIt rained.\n"
    article = read_text(text)
    assert (article.section, article.tags) == ("Local", ("storm",))
    assert article.extra["sections"] == ["Local", "Sea"]
    assert read_text("---\ntitle: Rain\ncategories: [a, b]\n---\nIt rained.").tags == ("a", "b")
