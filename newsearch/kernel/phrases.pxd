cimport cython
from newsearch.kernel.ranked_term cimport RankedTerm

ctypedef unsigned long long u64

cdef long long END
cdef u64 ONE

@cython.final
cdef class PhrasePlace:
    cdef RankedTerm term
    cdef long long offset, position
    cdef Py_ssize_t left, at
    @cython.locals(term=RankedTerm)
    cdef bint open(self, long long document) except -1
    @cython.locals(term=RankedTerm, bits=int, position="long long", at=Py_ssize_t, wide_one=u64, mask=u64,
                   word=Py_ssize_t, wide=u64)
    cdef long long reach(self, long long target) noexcept

@cython.final
cdef class ExactPhrase:
    cdef list places
    @cython.locals(count=Py_ssize_t, opened=Py_ssize_t, begin="long long", i=Py_ssize_t, place=PhrasePlace, position="long long")
    cdef bint occurs(self, long long document) except -1
