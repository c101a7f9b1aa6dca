"""Searches in many languages, and words that need care, as a reader would type them."""

from __future__ import annotations

from typing import Any

import pytest

import newsearch
from newsearch import Article
from newsearch.text.analysis import term

#: Forms of one word a line, which must meet.
FORMS = {
    "uk": """
        санкція санкції санкцій санкціями санкціям санкціях
        уряд уряду урядом уряді уряди урядів урядами
        армія армії армію армією армій
        місто міста місту містом місті містами містах
        ракета ракети ракету ракетою ракет ракетами
        дрон дрона дрони дронів дронами
        закон закону законом закони законів законами
        партія партії партію партією партій
        переговори переговорів переговорам переговорами переговорах
        енергетика енергетики енергетику енергетикою
        ціна ціни ціну ціною цін цінами
        банк банку банком банки банків банками
        будинок будинку будинком будинки будинків будинками
        Харків Харкова Харкову Харковом Харкові
        Одеса Одеси Одесі Одесу Одесою
        поліція поліції поліцію поліцією
        суд суду судом суди судів судами
        лікар лікаря лікарю лікарем лікарі лікарів лікарями
        вчитель вчителя вчителю вчителем вчителі вчителів
        школа школи школі школу школою шкіл школами
        дитина дитини дитині дитину дитиною
        жінка жінки жінку жінкою жінок жінками
        вода води воді воду водою вод
        земля землі землю землею земель
        військовий військова військове військові військового військових
        державний державна державне державного державних державними
        новий нова нове нові нового нових новими
        російський російська російські російських російської
        підписати підписав підписала підписали підписують
        обстрілювати обстрілює обстріляли обстрілювали
    """,
    "ru": """
        санкция санкции санкций санкциями санкциях
        правительство правительства правительству правительством
        выборы выборов выборам выборами
        министр министра министру министром министры министров
        городской городская городские городских
    """,
    "de": """
        Regierung Regierungen
        Wahl Wahlen
        Haus Hauses
        politisch politische politischen politischer
        München Munchen MÜNCHEN
    """,
    "fr": """
        élection élections election
        gouvernement gouvernements
        français française francaises
        avion l'avion d'avions
    """,
    "es": """
        elección elecciones eleccion
        gobierno gobiernos
        moderno moderna modernos modernas
        político política políticos
    """,
    "ar": """
        مدينة المدينة والمدينة للمدينة
        حكومة الحكومة حكومات الحكومات
        إسرائيل اسرائيل
        أحمد احمد
    """,
    "en": """
        election elections
        sanction sanctions sanctioned
        McDonald's McDonalds McDonald’s
        U.S. US
        O'Neill O’Neill
    """,
}
LINES = [(code, line.strip()) for code, text in FORMS.items() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("language", "line"), LINES)
def test_forms_of_a_word_meet(language: str, line: str) -> None:
    from newsearch.text.analysis import Analyzer

    analyzer = Analyzer([language])
    tokens = [analyzer.tokens(word)[-1].text for word in line.split()]
    assert len({term(token, language) for token in tokens}) == 1


ARTICLES = {
    "uk": ("Рада продовжила санкціями тиск", "Україна чекає на переговори про зерно."),
    "ru": ("Правительства договорились", "В городе прошли выборы, сообщил министр."),
    "de": ("München plant Häuser", "Die Regierungen der Länder haben zugestimmt."),
    "fr": ("Les élections reportées", "L'avion du gouvernement a quitté Orléans."),
    "es": ("Los gobiernos negocian", "La elección será en la región de Cádiz."),
    "ar": ("الحكومة تجتمع", "قال الوزير إن المدينة ستفتح الميناء غدا."),
    "zh": ("港口重新开放", "北京大学的研究人员说，渡轮明天出发。"),
    "en": (
        "AT&T and C++",
        "The U.S. envoy said: don’t pay 1,000.5 crowns. COVID-19 closed O’Neill’s café. "
        "The Bank of America building; to be or not to be. Bank America was another firm.",
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with newsearch.create(tmp_path_factory.mktemp("languages") / "index") as index:
        with index.writer() as writer:
            for code, (title, body) in ARTICLES.items():
                writer.add(Article(title, body, id=code, language=code))
            writer.add(Article("The bank", "America has one more bank, not here.", id="other"))
        yield index


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("санкції", ["uk"]), ("САНКЦІЙ", ["uk"]), ("україною", ["uk"]), ("перегов*", ["uk"]),
        ("санкціи~1", ["uk"]), ("правительство", ["ru"]), ("выборам министра", ["ru"]),
        ("munchen", ["de"]), ("MÜNCHEN", ["de"]), ("haus", ["de"]), ("regierung", ["de"]),
        ("election*", ["fr"]), ("avion", ["fr"]), ("orleans", ["fr"]), ("gobierno", ["es"]),
        ("cadiz region", ["es"]), ("مدينة", ["ar"]), ("حكومات", ["ar"]), ("北京", ["zh"]),
        ("北京大学", ["zh"]), ('"渡轮明天"', ["zh"]), ("大北", []), ("AT&T", ["en"]),
        ("at&t", ["en"]),
        ("C++", ["en"]), ("c++ AND title:C++", ["en"]), ("U.S.", ["en"]), ("US envoy", ["en"]),
        ("COVID-19", ["en"]), ("covid", ["en"]), ("covid 19", ["en"]), ("don't", ["en"]),
        ("don’t pay", ["en"]), ("1,000.5", ["en"]), ("1000.5", ["en"]), ("cafe", ["en"]),
        ("O'Neill", ["en"]), ('"bank of america"', ["en"]),
        ('"bank america"', ["en"]), ('"to be or not to be"', ["en"]), ('"or not be"', []),
        ('"bank america building"', []), ('"america of bank"', []),
        ("bank america", ["en", "other"]),
    ],
)  # fmt: skip
def test_searches_a_reader_would_type(index: Any, query: str, ids: list[str]) -> None:
    found = index.search(query)
    if any(remark.code == "any_words" for remark in found.diagnostics):
        found = []
    assert sorted(hit.id for hit in found) == sorted(ids)


def test_marks_are_the_words_of_the_article(index: Any) -> None:
    for query, marked in [
        ("санкції", "санкціями"), ("munchen", "München"), ("avion", "L'avion"),
        ("مدينة", "المدينة"), ("governm* OR gobier*", "gobiernos"), ('"渡轮明天"', "渡轮明天"),
        ("1000.5", "1,000.5"), ("oneil~1", "O’Neill’s"), ('"bank of america"', "Bank of America"),
    ]:  # fmt: skip
        snippet = index.search(query)[0].snippet
        assert [snippet.text[start:end] for start, end in snippet.spans] == [marked], query
