"""Bytes in encodings that nobody declares, or declares wrongly."""

from __future__ import annotations

import time

import pytest

from newsearch.ingest.encoding import decode
from newsearch.ingest.html import parse_html

# A title and a paragraph in each language, and the encodings in which it was written.
TEXTS = {
    "uk": (
        ["cp1251", "koi8-u"],
        "Плавуча бібліотека повернулася до гавані",
        "Мешканці містечка зібралися на набережній, щоб зустріти баржу з книжками після двох зим "
        "ремонту. Мер пообіцяв, що вона зупинятиметься в кожному селі навколо озера, а за книжкам"
        "и більше ніхто не їздитиме човном.",
    ),
    "ru": (
        ["cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"],
        "Плавучая библиотека вернулась в гавань",
        "Жители городка собрались на набережной, чтобы встретить баржу с книгами после двух зим р"
        "емонта. Мэр пообещал, что она будет останавливаться в каждой деревне вокруг озера, и за "
        "книгами больше никому не придётся плыть на лодке.",
    ),
    "bg": (
        ["cp1251"],
        "Плаващата библиотека се върна в пристанището",
        "Жителите на градчето се събраха на кея, за да посрещнат шлепа с книги след две зими ремо"
        "нт. Кметът обеща, че той ще спира във всяко село около езерото.",
    ),
    "pl": (
        ["cp1250", "iso8859-2"],
        "Pływająca biblioteka wróciła do portu",
        "Mieszkańcy miasteczka zebrali się na nabrzeżu, żeby powitać barkę z książkami po dwóch z"
        "imach remontu. Burmistrz obiecał, że będzie się zatrzymywać w każdej wsi nad jeziorem i "
        "że nikt już nie będzie musiał płynąć łodzią po książkę.",
    ),
    "cs": (
        ["cp1250", "iso8859-2"],
        "Plovoucí knihovna se vrátila do přístavu",
        "Obyvatelé městečka se sešli na nábřeží, aby přivítali člun s knihami po dvou zimách opra"
        "v. Starosta slíbil, že bude zastavovat v každé vesnici kolem jezera a že nikdo už nebude"
        " muset veslovat pro knížku.",
    ),
    "hu": (
        ["cp1250", "iso8859-2"],
        "Visszatért a kikötőbe az úszó könyvtár",
        "A városka lakói összegyűltek a rakparton, hogy két télnyi javítás után fogadják a könyve"
        "kkel teli uszályt. A polgármester megígérte, hogy a tó körül minden faluban megáll, és s"
        "enkinek sem kell többé evezőt fognia egy könyvért.",
    ),
    "de": (
        ["cp1252", "iso8859-1", "iso8859-15"],
        "Schwimmende Bücherei kehrt in den Hafen zurück",
        "Die Einwohner des Städtchens kamen am Ufer zusammen, um den Kahn mit den Büchern nach zw"
        "ei Wintern Arbeit zu begrüßen. Der Bürgermeister versprach, dass er in jedem Dorf am See"
        " anlegen werde, und dass niemand mehr für ein Buch rudern müsse.",
    ),
    "fr": (
        ["cp1252", "iso8859-1"],
        "La bibliothèque flottante revient au port",
        "Les habitants de la petite ville se sont réunis sur le quai pour accueillir la péniche e"
        "t ses livres après deux hivers de réparations. Le maire a promis qu’elle s’arrêterait da"
        "ns chaque village autour du lac, où personne n’aura plus à ramer pour lire.",
    ),
    "es": (
        ["cp1252"],
        "La biblioteca flotante vuelve al puerto",
        "Los vecinos se reunieron en el muelle para recibir la barcaza de los libros después de d"
        "os inviernos de reparación. El alcalde prometió que hará escala en cada pueblo del lago:"
        " «Nadie tendrá que remar más por un libro», señaló.",
    ),
    "en": (
        ["cp1252"],
        "Floating library returns to the harbour",
        "The people of the little town met on the quay to greet the barge after two winters of wo"
        "rk. “Nobody should have to row for a book,” the mayor’s office said — and it wasn’t a jo"
        "ke.",
    ),
    "ja": (
        ["shift_jis", "euc_jp", "iso2022_jp"],
        "水上図書館が港に戻る",
        "町の人々は二年の冬にわたる修理を終えた本の船を迎えるために岸壁に集まった。町長は、船が湖のまわり"
        "のすべての村に順番に停まることを約束し、本のためにボートを漕ぐ必要はもうないと述べた。",
    ),
    "zh": (
        ["gb18030", "gbk"],
        "水上图书馆回到港口",
        "镇上的居民聚集在码头，迎接经过两个冬天修理的图书船。镇长承诺，这艘船将依次停靠湖边的每一个村庄，"
        "今后谁也不必为了借一本书而划船了。",
    ),
    "zht": (
        ["big5"],
        "水上圖書館回到港口",
        "鎮上的居民聚集在碼頭，迎接經過兩個冬天修理的圖書船。鎮長承諾，這艘船將依次停靠湖邊的每一個村莊，"
        "今後誰也不必為了借一本書而划船了。",
    ),
    "ko": (
        ["euc_kr"],
        "물 위의 도서관이 항구로 돌아오다",
        "마을 주민들은 두 해 겨울 동안의 수리를 마친 책 배를 맞이하기 위해 부두에 모였다. "
        "시장은 배가 호수 주변의 모든 마을에 차례로 들를 것이며 이제 아무도 책을 빌리려고 노"
        "를 저을 필요가 없다고 약속했다.",
    ),
    "el": (
        ["cp1253", "iso8859-7"],
        "Η πλωτή βιβλιοθήκη επέστρεψε στο λιμάνι",
        "Οι κάτοικοι της μικρής πόλης μαζεύτηκαν στην προκυμαία για να υποδεχτούν τη φορτηγίδα με"
        " τα βιβλία ύστερα από δύο χειμώνες εργασιών. Ο δήμαρχος υποσχέθηκε ότι θα σταματά σε κάθ"
        "ε χωριό γύρω από τη λίμνη.",
    ),
    "tr": (
        ["cp1254"],
        "Yüzen kütüphane limana döndü",
        "Kasabanın sakinleri iki kış süren onarımın ardından kitap dolu mavnayı karşılamak için r"
        "ıhtımda toplandı. Belediye başkanı, teknenin gölün çevresindeki her köyde sırayla duraca"
        "ğına ve artık kimsenin bir kitap için kürek çekmek zorunda kalmayacağına söz verdi.",
    ),
    "he": (
        ["cp1255"],
        "הספרייה הצפה חזרה לנמל",
        "תושבי העיירה התאספו על הרציף כדי לקבל את פני הדוברה עם הספרים אחרי שני חורפים של תיקונים"
        ". ראש העיר הבטיח שהיא תעגון בכל כפר סביב האגם, ושאיש לא יצטרך עוד לחתור בשביל ספר.",
    ),
    "ar": (
        ["cp1256"],
        "المكتبة العائمة تعود إلى الميناء",
        "اجتمع سكان البلدة على الرصيف لاستقبال مركب الكتب بعد شتاءين من الإصلاح. ووعد رئيس البلدي"
        "ة بأن يتوقف المركب في كل قرية حول البحيرة، وأن لا يضطر أحد بعد اليوم إلى التجديف من أجل "
        "كتاب.",
    ),
    "th": (
        ["tis-620"],
        "ห้องสมุดลอยน้ำกลับสู่ท่าเรือ",
        "ชาวเมืองมารวมตัวกันที่ท่าเรือเพื่อต้อนรับเรือหนังสือหลังการซ่อมแซมนานสองฤดูหนาว นายกเทศม"
        "นตรีสัญญาว่าเรือจะจอดที่ทุกหมู่บ้านรอบทะเลสาบ",
    ),
    "pt": (
        ["cp1252"],
        "Biblioteca flutuante regressa ao porto",
        "Os habitantes da vila reuniram-se no cais para receber a barcaça dos livros depois de do"
        "is invernos de reparações. O presidente da câmara prometeu que ela fará escala em cada a"
        "ldeia à volta do lago e que ninguém terá de remar por um livro.",
    ),
    "sv": (
        ["cp1252"],
        "Flytande bibliotek åter i hamnen",
        "Invånarna i den lilla staden samlades på kajen för att hälsa bokpråmen välkommen efter t"
        "vå vintrars arbete. Borgmästaren lovade att den ska lägga till vid varje by runt sjön, s"
        "å att ingen längre behöver ro för en bok.",
    ),
    "ro": (
        ["cp1250"],
        "Biblioteca plutitoare s-a întors în port",
        "Locuitorii orăşelului s-au adunat pe chei ca să întâmpine barja cu cărţi după două ierni"
        " de reparaţii. Primarul a promis că va opri în fiecare sat din jurul lacului şi că nimen"
        "i nu va mai vâsli pentru o carte.",
    ),
    "hr": (
        ["cp1250"],
        "Ploveća knjižnica vratila se u luku",
        "Stanovnici gradića okupili su se na obali kako bi dočekali teglenicu s knjigama nakon dv"
        "ije zime popravaka. Gradonačelnik je obećao da će pristajati u svakom selu oko jezera i "
        "da više nitko neće morati veslati po knjigu.",
    ),
    "lt": (
        ["cp1257"],
        "Plaukiojanti biblioteka grįžo į uostą",
        "Miestelio gyventojai susirinko krantinėje pasitikti baržos su knygomis po dvi žiemas tru"
        "kusio remonto. Meras pažadėjo, kad ji sustos kiekviename kaime aplink ežerą ir niekam ne"
        "bereikės irkluoti dėl knygos.",
    ),
    "lv": (
        ["cp1257"],
        "Peldošā bibliotēka atgriezusies ostā",
        "Pilsētiņas iedzīvotāji sapulcējās krastmalā, lai sagaidītu grāmatu liellaivu pēc divu zi"
        "emu remonta. Mērs apsolīja, ka tā piestās katrā ciemā ap ezeru un nevienam vairs nebūs j"
        "āairē pēc grāmatas.",
    ),
}
EVERY = [
    (language, encoding) for language, (encodings, *_) in TEXTS.items() for encoding in encodings
]


def page(language: str, head: str = "") -> str:
    _, title, paragraph = TEXTS[language]
    return (
        f"<html><head>{head}<title>{title}</title></head><body><h1>{title}</h1><p>{paragraph}</p>"
    )


@pytest.mark.parametrize(("language", "encoding"), EVERY)
def test_undeclared(language: str, encoding: str) -> None:
    _, title, paragraph = TEXTS[language]
    written = paragraph.encode(encoding, "replace")
    assert decode(written) == written.decode(encoding)  # a paragraph alone
    raw = parse_html(page(language).encode(encoding, "replace"))
    assert raw.title == title
    if language != "th":  # without full stops it is no sentence to the rules for bodies
        assert raw.body == written.decode(encoding)


@pytest.mark.parametrize("cut", range(1, 8))
def test_a_sample_that_ends_within_a_character(cut: int) -> None:
    for language, encoding in EVERY:
        written = TEXTS[language][2].encode(encoding, "replace")[:-cut]
        if encoding != "iso2022_jp":
            assert decode(written) == written.decode(encoding, "replace")


@pytest.mark.parametrize(("language", "encoding"), EVERY)
@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "us-ascii", "windows-1252", "utf-8", "none-such"]
)
def test_a_default_that_a_program_declared(language: str, encoding: str, declared: str) -> None:
    scripts = ("uk", "ru", "bg", "ja", "zh", "zht", "ko", "el", "he", "ar", "th")
    if language in scripts or declared in ("utf-8", "none-such"):
        head = f'<meta charset="{declared}">'
        raw = parse_html(page(language, head).encode(encoding, "replace"))
        assert raw.title == TEXTS[language][1]


def test_names_in_declarations_mean_what_browsers_take_them_for() -> None:
    quoted = "“Rain,” he said — and it wasn’t."
    for name in ("iso-8859-1", "ISO_8859-1", "latin1", "us-ascii"):
        assert decode(quoted.encode("cp1252"), name) == quoted
    assert decode("①新聞".encode("cp932"), "Shift_JIS") == "①新聞"
    assert decode("镕基".encode("gbk"), "gb2312") == "镕基"
    assert decode("똠방각하".encode("cp949"), "euc-kr") == "똠방각하"


def test_no_bytes_are_too_odd_for_it() -> None:
    assert decode(b"") == ""
    for number in range(256):
        assert decode(bytes([number]) * 5, "rot13") is not None
        assert decode(bytes([number, 255 - number]) * 9) is not None
    start = time.process_time()
    decode(bytes(range(128, 256)) * 100_000)
    assert time.process_time() - start < 5.0
