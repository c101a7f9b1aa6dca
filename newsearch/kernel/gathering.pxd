# C types of gathering.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.instants cimport instant

cdef int LENGTH_BYTES


@cython.final
@cython.no_gc
cdef class EncodedArticle:
    cdef readonly object title, id, tags, given_date, authors, source, section, summary, place
    cdef readonly object language, url
    cdef readonly bytes body
    cdef readonly dict more

    @cython.locals(fields=dict, date=object)
    cpdef dict fields(self, object language)

@cython.locals(made=EncodedArticle)
cpdef EncodedArticle encoded_article(object title, bytes body, object id, object tags, object date,
                                     object authors, object source, object section,
                                     object summary, object place, object language, object url,
                                     dict extra)

cpdef EncodedArticle encoded(object article)

@cython.locals(kept=list, names=list, ids=list, bodies=list, fields=list, own=list, one=EncodedArticle,
               kinds=bytes, tag=object)
cpdef tuple texts_of(object articles, list failures, list texts)

@cython.locals(plain=str)
cdef bytes utf8(object text)

@cython.locals(lines=list, failures=list, at=Py_ssize_t, one=EncodedArticle)
cpdef tuple record_lines(list articles, list languages, object dumps)

@cython.locals(found=list, at=Py_ssize_t, one=EncodedArticle, language=object, keywords=tuple)
cpdef list keywords_of(list articles, list languages, dict known)

@cython.locals(row="long long[::1]", at=Py_ssize_t, one=EncodedArticle, date=object)
cpdef object instants_of(list articles, object microseconds)

@cython.locals(count=Py_ssize_t, number="unsigned int", end=Py_ssize_t, stop=Py_ssize_t,
               rows="unsigned int[::1]", heads=bytearray, head="unsigned char*", at=Py_ssize_t,
               line=bytes, body=bytes, size=Py_ssize_t)
cpdef tuple cut_block(list lines, list bodies, Py_ssize_t first, tuple block, object places,
                      list parts)

@cython.locals(articles=Py_ssize_t, texts=Py_ssize_t, stops="unsigned int[::1]",
               counts="unsigned int[::1]", ends="unsigned int[::1]", kinds="unsigned char[::1]",
               last="long long", count=Py_ssize_t, text=Py_ssize_t, at=Py_ssize_t, own=bytes,
               size=Py_ssize_t, most="long long", i=Py_ssize_t, end="long long")
cpdef tuple runs_of(list fields, const unsigned int[::1] text_ends, long long first,
                    long long longest)
