cimport cython
from newsearch.kernel.postings cimport TermCursor
from newsearch.kernel.word_cursor cimport Source

ctypedef unsigned long long u64

cdef double SLACK
cdef long long END
cdef int FIELD_ALL, SINGLE_SCORES, ABSENT
cdef u64 ONE
cdef bint INTERPRETED

@cython.final
cdef class RankedTerm(TermCursor):
    cdef Py_ssize_t bounds_at, probe
    cdef double bound_factor
    cdef public double maximum
    cdef double window, below
    cdef double scores[128]
    cdef double factors[128]
    cdef int counts[128]
    cdef unsigned char places[128]
    cdef unsigned int befores[129]
    cdef Py_ssize_t scored_block, single_block, singles
    cdef Py_ssize_t summed_block
    @cython.locals(source=Source, count="unsigned int", frequency=double, length=double, factor=double, score=double)
    cdef double score_here(self) except? -1.0
    @cython.locals(source=Source, weight=double, filled=Py_ssize_t, bits=int, i=Py_ssize_t, body=double, b_part=double,
                   length_part=double, frequency=double, length=double, score=double)
    cdef int score_block(self) except -1
    @cython.locals(at=Py_ssize_t, bits=int, filled=Py_ssize_t, wide_one=u64, mask=u64, i=Py_ssize_t, word=Py_ssize_t, wide=u64)
    cdef void _unpack_counts(self) noexcept
    @cython.locals(source=Source, bits=int, at=Py_ssize_t, code="unsigned int", i=Py_ssize_t, escaped=bint, count="unsigned int",
                   title="unsigned int", summary="unsigned int", tags="unsigned int")
    cdef void _weigh_exceptions(self) noexcept
    @cython.locals(part=double)
    cdef double _limit(self, unsigned int bound) noexcept
    @cython.locals(pair="unsigned int")
    cdef unsigned int _block_bound(self, Py_ssize_t block) noexcept
    cdef double block_maximum(self, Py_ssize_t block) noexcept
    @cython.locals(probe=Py_ssize_t, most="unsigned int", bound="unsigned int")
    cdef double window_maximum(self, long long first, long long stop) except? -1.0
    @cython.locals(probe=Py_ssize_t)
    cdef Py_ssize_t reach(self, long long target) except -2
    @cython.locals(document="long long", index=Py_ssize_t, filled=Py_ssize_t, at=Py_ssize_t)
    cdef int add_window(self, long long first, long long stop, double *sums, unsigned char *touched) except -1
    @cython.locals(i=Py_ssize_t, stop=Py_ssize_t, at=Py_ssize_t, place="unsigned char")
    cdef int add_scores(self, unsigned int *documents, double *scores, Py_ssize_t count) except -1
    @cython.locals(kept=Py_ssize_t, i=Py_ssize_t, stop=Py_ssize_t, at=Py_ssize_t, place="unsigned char")
    cdef Py_ssize_t keep_scored(self, unsigned int *documents, unsigned int *indexes, double *scores,
                                Py_ssize_t count) except -1
    @cython.locals(bits=int, filled=Py_ssize_t, wide_one=u64, mask=u64, at=Py_ssize_t, total="long long", part="long long",
                   i=Py_ssize_t, word=Py_ssize_t, wide=u64)
    cdef int sum_counts(self) except -1
