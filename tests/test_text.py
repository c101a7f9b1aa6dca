"""Folding, stems, languages and the analyser."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.kernel.tokenise import spans
from newsearch.text.analysis import Analyzer, term
from newsearch.text.folding import fold, fold_value
from newsearch.text.languages import LANGUAGE_BITS, decide, detect, evidence, stop_word
from newsearch.text.stems import LANGUAGES, keeps_beginning, stem
from newsearch.text.ukrainian import stem_ukrainian


@pytest.mark.parametrize(
    ("form", "folded"),
    [
        ("Émigré", "emigre"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("İzmir", "izmir"),
        ("ısı", "isi"),
        ("ΆΝΕΜΟΣ", "ανεμοσ"),
        ("Їжак", "їжак"),
        ("Йод", "йод"),
        ("Ёлка", "елка"),
        ("за\u0301мок", "замок"),
        ("مُحَمَّـد", "محمد"),
        ("أحمد", "احمد"),
        ("۱۲٣", "123"),
        ("ｆｕｌｌ", "full"),
        ("so\u00adft", "soft"),
        ("U.S", "us"),
        ("u.s.a's", "usa"),
        ("1,000.5", "1000.5"),
        ("1,2,345", "1,2,345"),
        ("Harbour’s", "harbour"),
        ("O’Brien", "o'brien"),
        ("AT&T", "at&t"),
        ("C++", "c++"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_folding(form: str, folded: str) -> None:
    assert fold(form) == folded


def test_composed_and_decomposed_meet() -> None:
    assert fold("cafe\u0301") == fold("café")
    assert fold("и\u0306од") == fold("йод")


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(categories=["L", "Nd", "Mn"]) | st.sampled_from("'’.,&sЇй"), min_size=1)
)
def test_words_never_fold_to_nothing_and_folding_is_final(text: str) -> None:
    for token in Analyzer([None]).tokens(text):
        folded = fold(token.text)
        assert folded
        assert fold_value(fold_value(token.text)) == fold_value(token.text)
        if folded.isalnum():
            assert fold(folded) == folded


def test_keyword_values_keep_their_words() -> None:
    assert fold_value(" Zoë \u00a0 O’Neil\n") == "zoe o'neil"
    assert fold_value("World News") == "world news"
    assert fold_value("U.S.") == "u.s."


UKRAINIAN = """
санкція санкції санкцій санкціями санкцію санкцією
Україна України Україною Україні Україну
війна війни війні війною війну воєн
президент президента президентові президентом президентів
Київ Києва Києві Києвом
Львів Львова Львові Львовом
рік року роки років роках
питання питань питанням питаннями
рішення рішень рішеннями
незалежність незалежності незалежністю
безпека безпеки безпеці безпеку
економіка економіки економіці
ринок ринку ринки ринків
гривня гривні гривень
сигнал сигнали сигналів сигналами
проблема проблем проблеми проблемою
депутат депутати депутатів депутатами
вибори виборів виборах вибір
договір договору договори
область області областей областю
українець українця українців
український українського українською українських
міністр міністра міністром міністрів
компанія компанії компаній компанією
заявив заявила заявили заява
"""


@pytest.mark.parametrize("line", UKRAINIAN.strip().lower().splitlines())
def test_ukrainian_forms_of_a_word_meet(line: str) -> None:
    assert len({stem_ukrainian(word) for word in line.split()}) == 1


def test_ukrainian_words_stay_apart() -> None:
    apart = "санкція україна український війна президент рік питання безпека поліція полк позиція "
    apart += "позика ринок гривня сигнал область міністр вода місто мова суд уряд закон народ"
    assert len({stem_ukrainian(word) for word in apart.split()}) == len(apart.split())


@given(st.text("абвгеєиіїкносьюя'", min_size=1, max_size=14))
def test_ukrainian_stems_are_never_empty(word: str) -> None:
    assert stem_ukrainian(word)
    assert len(stem_ukrainian(word)) <= max(len(word), 4)


def test_stems_by_language() -> None:
    assert stem("elections", "en") == stem("election", "en") == "elect"
    assert stem("переговоров", "ru") == stem("переговоры", "ru")
    assert stem("l'economie", "fr") == stem("economie", "fr") == stem("economies", "fr")
    assert stem("dell'accordo", "it") == stem("accordo", "it")
    for unchanged in (None, "xx"):
        assert stem("elections", unchanged) == "elections"
    assert stem("747s", "en") == "747s"
    assert {"en", "uk", "de", "ru"} <= LANGUAGES
    for language in LANGUAGES:
        assert stem("standards", language)


def test_stems_are_the_same_in_all_threads() -> None:
    forms = ["governments", "elections", "ministers", "sailing"] * 300
    expected = [stem(form, "en") for form in forms]
    results: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: results.append([stem(form, "en") for form in forms]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


SENTENCES = {
    "en": "The minister said on Monday that talks would continue after summer.",
    "de": "Der Minister sagte am Montag, dass die Verhandlungen auch im Herbst weitergehen.",
    "fr": "Le ministre a déclaré lundi que les négociations se poursuivraient après l’été.",
    "es": "El ministro dijo el lunes que las negociaciones continuarán después del verano.",
    "it": "Il ministro ha detto lunedì che i negoziati proseguiranno dopo l’estate.",
    "pt": "O ministro disse na segunda-feira que as negociações vão continuar depois do verão.",
    "nl": "De minister zei maandag dat de onderhandelingen na de zomer doorgaan.",
    "sv": "Ministern sade på måndagen att förhandlingarna ska fortsätta efter sommaren.",
    "da": "Ministeren sagde, at forhandlingerne fortsætter, og at der ikke blev nået en aftale.",
    "no": "Ministeren sa at forhandlingene fortsetter, og at det ikke ble noen avtale etter møtet.",
    "fi": "Ministeri sanoi, että neuvottelut jatkuvat kesän jälkeen ja että sopimusta ei ole.",
    "pl": "Minister powiedział w poniedziałek, że rozmowy będą kontynuowane po lecie.",
    "cs": "Ministr v pondělí řekl, že jednání budou pokračovat po létě.",
    "ru": "Министр заявил в понедельник, что переговоры продолжатся после лета.",
    "uk": "Міністр заявив у понеділок, що переговори продовжаться після літа.",
    "bg": "Министърът каза в понеделник, че преговорите ще продължат след лятото.",
    "tr": "Bakan pazartesi günü görüşmelerin yazdan sonra da devam edeceğini söyledi.",
    "ar": "قال الوزير يوم الاثنين إن المفاوضات ستستمر بعد الصيف",
    "fa": "وزیر روز دوشنبه گفت که مذاکرات پس از تابستان ادامه خواهد یافت",
    "hu": "A miniszter hétfőn azt mondta, hogy a tárgyalások a nyár után is folytatódnak.",
    "ro": "Ministrul a spus luni că negocierile vor continua după vară.",
    "id": "Menteri mengatakan bahwa perundingan akan berlanjut dan tidak ada yang berubah.",
    "sw": "Waziri amesema kuwa mazungumzo yataendelea baada ya majira ya joto.",
    "vi": "Bộ trưởng nói hôm thứ Hai rằng các cuộc đàm phán sẽ tiếp tục sau mùa hè.",
    "ca": "El ministre va dir que les negociacions continuaran després de l’estiu amb els altres.",
    "el": "Ο υπουργός είπε τη Δευτέρα ότι οι διαπραγματεύσεις θα συνεχιστούν.",
    "he": "השר אמר ביום שני כי השיחות יימשכו אחרי הקיץ",
    "hi": "मंत्री ने सोमवार को कहा कि बातचीत जारी रहेगी",
    "zh": "部长周一表示谈判将在夏天之后继续",
    "ja": "大臣は月曜日に交渉を夏以降も続けると述べた",
    "ko": "장관은 월요일 협상이 여름 이후에도 계속될 것이라고 말했다",
    "th": "รัฐมนตรีกล่าวเมื่อวันจันทร์ว่าการเจรจาจะดำเนินต่อไป",
    "ha": "Jirgin ruwa ya dawo da safe saboda iska, amma mutane sun ce za su jira har gobe.",
    "yo": "Ọkọ̀ ojú omi náà kò lọ ní òwúrọ̀ yìí nítorí ìjì, ṣùgbọ́n àwọn ènìyàn ti ń dúró fún un.",
    "ig": "Ụgbọ mmiri ahụ apụghị n'ụtụtụ a n'ihi ifufe, mana ndị mmadụ kwuru na ha na-eche ya.",
    "ln": "Masuwa ekendeki te na ntongo mpo na mopepe, kasi bato balobi ete bazali kozela yango.",
    "so": "Doonta ma bixin sababtoo ah dabayl ayaa jirta, waxaana la sheegay in ay bixi doonto.",
    "om": "Bidiruun har'a hin deemne, garuu isaanii boru ni deema jedhan, akka kan kaleessa.",
    "lg": "Eryato teryagenda ku makya olw'omuyaga, naye abantu bano bagambye nti bajja kulinda.",
    "am": "ጀልባው ዛሬ አልሄደም ነገር ግን ሰዎች አሁን ወደ ባሕር ዳርቻ እየሄዱ ነው እና አልተቆጡም",
    "ti": "እታ ጃልባ ሎሚ ኣይከደትን ግን ሰባት ኣብ ገምገም ባሕሪ እዮም ካብ ትማሊ ድማ ይጽበዩ ኣለዉ",
}


def test_every_language_has_a_bit_and_a_sentence() -> None:
    assert sorted(LANGUAGE_BITS.values()) == list(range(46))
    assert LANGUAGE_BITS.keys() - {"rn", "rw", "sn", "xh", "zu"} == SENTENCES.keys()


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_shows_its_language(language: str) -> None:
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "42", "Kyiv", "Harbour reopens", "Minister Berlin Paris"])
def test_no_language_when_unsure(text: str) -> None:
    assert detect(text) is None


def test_words_of_languages_without_stems_are_no_stop_words_in_queries() -> None:
    assert evidence("ukuba") == 1 << LANGUAGE_BITS["xh"]
    assert stop_word("ukuba") == 0
    assert stop_word("The") == evidence("The")


def test_short_titles_in_ukrainian() -> None:
    assert detect("Міністр підписав указ") == "uk"


def test_evidence_of_words() -> None:
    assert evidence("The") == evidence("the") == 1 << LANGUAGE_BITS["en"]
    assert evidence("ще") & 1 << LANGUAGE_BITS["bg"]
    assert evidence("ћирилица") == 0
    assert evidence("їжак") == 1 << LANGUAGE_BITS["uk"]
    counts = [0] * 64
    assert decide(counts, 0) is None
    counts[LANGUAGE_BITS["da"]] = counts[LANGUAGE_BITS["no"]] = 9
    assert decide(counts, 20) is None


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_tokens_stand_where_they_say(text: str) -> None:
    last = 0
    for token in Analyzer(["en"]).tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= last or len(token.text) >= 2
        last = token.start


@given(st.text("abyzABYZ0189", min_size=1, max_size=70) | st.text(max_size=5))
def test_tokens_are_those_of_the_tokeniser(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    ends = spans(data).tolist()
    words = [data[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)]
    cut = [word.decode("utf-8", "surrogatepass") for word in words]
    assert [token.text for token in Analyzer(["en"]).tokens(text)] == cut


def test_variants_cover_the_languages() -> None:
    analyzer = Analyzer([None, "uk", "en"])
    assert analyzer.variants("Elections") == ("elect", "elections")
    assert analyzer.variants("санкцій") == ("санкц", "санкцій")
    assert Analyzer([]).variants("Elections") == ("elections",)
    assert analyzer.term("Elections", "en") == term("Elections", "en") == "elect"
    assert analyzer == Analyzer(["en", "uk", None])
    assert hash(analyzer) == hash(Analyzer(["en", "uk", None]))
    assert analyzer != Analyzer(["en"])


@given(
    st.from_regex(r"\A[a-zA-Z0-9]", fullmatch=False).map(lambda text: text[:12])
    | st.from_regex(r"\A[A-Za-z0-9][a-zA-Z'’\u0300-\u036féüïßøñ.]{0,12}\Z"),
    st.sampled_from([None, "zh", *sorted(filter(keeps_beginning, LANGUAGES))]),
)
def test_where_only_endings_are_cut_a_term_begins_as_its_word(
    form: str, language: str | None
) -> None:
    assert term(form, language)[0] == form[0].lower()


def test_where_beginnings_are_cut_that_is_known() -> None:
    for form, language in (("l'avion", "fr"), ("dimensions", "id"), ("нього", "uk")):
        assert term(form, language)[0] != form[0]
        assert not keeps_beginning(language)
