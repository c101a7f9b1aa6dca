cimport cython
from newsearch.kernel.cursor cimport Cursor
from newsearch.kernel.postings cimport TermCursor
from newsearch.kernel.word_cursor cimport WordCursor

ctypedef unsigned long long u64

cdef long long END
cdef u64 ONE

@cython.final
cdef class TopDocuments:
    cdef public Py_ssize_t limit, count
    cdef public unsigned int[::1] documents
    cdef public double[::1] scores
    cpdef resize(self, Py_ssize_t limit)
    cpdef clear(self)
    @cython.locals(i=Py_ssize_t, document="unsigned int")
    cpdef give(self, list found, const long long[::1] dates, int number)
    @cython.locals(any_deleted=bint, document="long long")
    cpdef collect(self, Cursor cursor, const unsigned char[::1] deleted)
    cpdef double least(self)
    @cython.locals(at=Py_ssize_t, parent=Py_ssize_t)
    cdef void offer(self, unsigned int document, double score) noexcept
    @cython.locals(at=Py_ssize_t, child=Py_ssize_t)
    cdef void _replace_worst(self, unsigned int document, double score) noexcept
    cdef inline bint _worse(self, double score, unsigned int document, double other_score, unsigned int other_document) noexcept

@cython.locals(total="long long", any_deleted=bint, document="long long")
cpdef count_documents(Cursor cursor, const unsigned char[::1] deleted)

@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cpdef Py_ssize_t first_not_after(const long long[::1] dates, long long moment) except -1

@cython.locals(size=Py_ssize_t, total=Py_ssize_t, view=cython.uint[::1], any_deleted=bint, document="long long")
cpdef all_documents(Cursor cursor, const unsigned char[::1] deleted, long long limit=*)

@cython.locals(any_deleted=bint, document="long long")
cpdef tuple all_scores(Cursor cursor, const unsigned char[::1] deleted)

@cython.locals(added="long long", document="long long", word=Py_ssize_t, bit=u64)
cpdef add_to_bitmap(Cursor cursor, u64[::1] bitmap)

@cython.locals(added="long long", i=Py_ssize_t, document="unsigned int", before=u64)
cpdef add_list_to_bitmap(TermCursor cursor, u64[::1] bitmap)

@cython.locals(documents="long long", positions="long long", before="long long", document="long long",
               count=Py_ssize_t, i=Py_ssize_t)
cpdef tuple count_occurrences(WordCursor cursor)
