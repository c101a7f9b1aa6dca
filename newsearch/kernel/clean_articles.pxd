# C types of clean_articles.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.gathering cimport EncodedArticle, encoded_article
from newsearch.kernel.instants cimport instant, utc_text
from newsearch.kernel.json_lines cimport LineReader
from newsearch.kernel.strings cimport is_canonical_address, is_plain_text, may_repeat

cdef Py_ssize_t LONGEST


@cython.final
cdef class ArticleReader:
    cdef readonly object rules
    cdef LineReader _reader
    cdef object _source, _head, _authors, _language, _oldest, _recent
    cdef Py_ssize_t _longest_url, _longest_dateline

    @cython.locals(found=list, title=str, body=bytes, id=object, section=object, place=object,
                   url=str, source=str, date=str, language=object, summary=object,
                   authors=object, tags=object, extra=dict, moment=object,
                   text="const unsigned char*")
    cpdef EncodedArticle article(self, bytes data, Py_ssize_t start, Py_ssize_t end)

    @cython.locals(field=Py_ssize_t, text=object)
    cdef bint _are_clean(self, list found) except -1

    @cython.locals(end=Py_ssize_t, known=object)
    cdef tuple _dateline(self, bytes body)

    cdef object _named(self, object authors, object source)

    cdef object _moment(self, str date, dict extra)

@cython.locals(text="const unsigned char*", size=Py_ssize_t, at=Py_ssize_t, characters=Py_ssize_t,
               capitals=bint, spaced=bint)
cpdef bint may_have_dateline(bytes body, Py_ssize_t longest) except -1

cdef bint is_capital(int byte) noexcept

cdef bint is_small(int byte) noexcept
