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
    cdef PhrasePlace rarest, second
    @cython.locals(rarest=RankedTerm, second=RankedTerm)
    cdef bint begins_with(self, RankedTerm one, RankedTerm other) noexcept
    @cython.locals(count=Py_ssize_t, opened=Py_ssize_t, begin="long long", i=Py_ssize_t, place=PhrasePlace, position="long long")
    cdef bint occurs(self, long long document) except -1
    @cython.locals(term=RankedTerm, other=RankedTerm, bits="long long", other_bits="long long", wide_one=u64, mask="long long",
                   other_mask="long long", kept=Py_ssize_t, i=Py_ssize_t, place=Py_ssize_t, before="long long", at="long long", other_at="long long",
                   left="long long", other_left="long long", word=Py_ssize_t, wide=u64, here="long long", there="long long",
                   chosen="long long", next_at="long long", step="long long")
    cdef Py_ssize_t keep_pairs(self, unsigned char *held, Py_ssize_t count) except -1
