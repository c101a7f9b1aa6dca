cimport cython
from newsearch.kernel.boolean cimport PhraseCursor
from newsearch.kernel.collect cimport TopDocuments
from newsearch.kernel.cursor cimport Cursor
from newsearch.kernel.postings cimport Source, TermCursor

cdef Py_ssize_t WINDOW
cdef double SLACK
cdef long long END

cdef class RankedTerm(TermCursor):
    cdef Py_ssize_t bounds_at, probe
    cdef double bound_factor
    cdef public double maximum
    cdef double[::1] scores
    cdef Py_ssize_t scored_block
    cdef bint has_scores
    cpdef double score(self) except? -1.0
    @cython.locals(source=Source, weight=double, at=Py_ssize_t, bits=int, i=Py_ssize_t, code="unsigned int",
                   count="unsigned int", title="unsigned int", summary="unsigned int", tags="unsigned int",
                   frequency=double, length=double, factor=double, score=double)
    cdef int score_block(self) except -1
    @cython.locals(part=double)
    cdef double _limit(self, unsigned int bound) noexcept
    @cython.locals(pair="unsigned int")
    cdef unsigned int _block_bound(self, Py_ssize_t block) noexcept
    cdef double block_maximum(self, Py_ssize_t block) noexcept
    @cython.locals(probe=Py_ssize_t, most="unsigned int", bound="unsigned int")
    cdef double window_maximum(self, long long first, long long stop) except? -1.0
    @cython.locals(probe=Py_ssize_t)
    cdef Py_ssize_t reach(self, long long target) except -2
    @cython.locals(document="long long")
    cdef int add_window(self, long long first, long long stop, double[::1] sums) except -1

@cython.final
cdef class Ranking:
    cdef TopDocuments top
    cdef const unsigned char[::1] deleted
    cdef bint any_deleted, is_required
    cdef long long first, stop
    cdef double after
    cdef Cursor required
    @cython.locals(least=double)
    cdef double threshold(self) noexcept
    @cython.locals(required=Cursor)
    cdef bint allows(self, long long document) except -1
    @cython.locals(count=Py_ssize_t, sums=cython.double[::1], maxima=cython.double[::1], below=cython.double[::1],
                   order=list, begin="long long", end="long long", threshold=double, i=Py_ssize_t, term=RankedTerm,
                   maximum=double, at=Py_ssize_t, essential=Py_ssize_t)
    cpdef any_of(self, list terms)
    @cython.locals(lead=RankedTerm, rest=double, threshold=double, document="long long", block=Py_ssize_t, score=double)
    cdef int _one_essential(self, list order, Py_ssize_t essential, double[::1] below, long long begin, long long end) except -1
    @cython.locals(count=Py_ssize_t, i=Py_ssize_t, term=RankedTerm, rest=double, threshold=double, at=Py_ssize_t, score=double)
    cdef int _some_essential(self, list order, Py_ssize_t essential, double[::1] below, long long begin, long long end, double[::1] sums) except -1
    @cython.locals(i=Py_ssize_t, term=RankedTerm)
    cdef int _complete(self, list order, Py_ssize_t essential, double[::1] below, long long document, double score, double threshold) except -1
    @cython.locals(ordered=list, count=Py_ssize_t, lead=RankedTerm, total="long long", document="long long",
                   i=Py_ssize_t, term=RankedTerm, other="long long")
    cpdef Py_ssize_t count_all_of(self, list terms) except -1
    @cython.locals(ordered=list, count=Py_ssize_t, lead=RankedTerm, total_maximum=double, document="long long",
                   checked="long long", rest_maximum=double, threshold=double, i=Py_ssize_t, term=RankedTerm, last="long long",
                   other="long long", score=double, wanted=bint)
    cpdef all_of(self, list terms, PhraseCursor phrase=*)
