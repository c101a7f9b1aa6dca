cimport cython
from newsearch.kernel.boolean cimport PhraseCursor
from newsearch.kernel.collect cimport TopDocuments
from newsearch.kernel.cursor cimport Cursor
from newsearch.kernel.phrases cimport ExactPhrase
from newsearch.kernel.ranked_term cimport RankedTerm

cdef Py_ssize_t WINDOW, CANDIDATES
cdef long long END, COMMON
cdef double SLACK
cdef bint INTERPRETED

@cython.final
cdef class Ranking:
    cdef public TopDocuments top
    cdef const unsigned char[::1] deleted
    cdef bint any_deleted, is_required
    cdef long long first, stop
    cdef double after
    cdef Cursor required
    cdef double sums[2048]
    cdef unsigned char touched[128]
    cdef unsigned int documents[128]
    cdef unsigned int indexes[128]
    cdef double scores[128]
    cpdef enter(self, bytes deleted, long long first, long long stop, double after, Cursor required=*)
    cpdef leave(self)
    @cython.locals(least=double)
    cdef double threshold(self) noexcept
    @cython.locals(required=Cursor)
    cdef bint allows(self, long long document) except -1
    @cython.locals(order=list, count=Py_ssize_t, begin="long long", end="long long", threshold=double, i=Py_ssize_t,
                   term=RankedTerm, lower=RankedTerm, at=Py_ssize_t, below=double, essential=Py_ssize_t)
    cpdef any_of(self, list terms)
    @cython.locals(lead=RankedTerm, threshold=double, document="long long", count=Py_ssize_t, index=Py_ssize_t,
                   filled=Py_ssize_t)
    cdef int _one_essential(self, list order, Py_ssize_t essential, double rest, long long begin, long long end) except -1
    @cython.locals(i=Py_ssize_t, term=RankedTerm, threshold=double, count=Py_ssize_t, group=Py_ssize_t, at=Py_ssize_t,
                   score=double)
    cdef int _some_essential(self, list order, Py_ssize_t essential, double rest, long long begin, long long end) except -1
    @cython.locals(threshold=double, i=Py_ssize_t, term=RankedTerm, below=double, kept=Py_ssize_t, at=Py_ssize_t, score=double)
    cdef int _complete(self, list order, Py_ssize_t essential, Py_ssize_t count) except -1
    @cython.locals(document="long long", index=Py_ssize_t, count=Py_ssize_t)
    cdef Py_ssize_t _candidates(self, RankedTerm lead, long long first, long long stop) except -1
    @cython.locals(ordered=list, lead=RankedTerm, total=Py_ssize_t, at="long long", count=Py_ssize_t, i=Py_ssize_t, term=RankedTerm)
    cpdef Py_ssize_t count_all_of(self, list terms) except -1
    @cython.locals(total=double, i=Py_ssize_t, term=RankedTerm)
    cdef double _others_maximum(self, list ordered, long long first, long long stop) except? -1.0
    @cython.locals(ordered=list, lead=RankedTerm, at="long long", last="long long", stop="long long", threshold=double,
                   rest=double, count=Py_ssize_t, i=Py_ssize_t, term=RankedTerm, document="long long", score=double)
    cpdef all_of(self, list terms)
    @cython.locals(kept=Py_ssize_t, i=Py_ssize_t, index="unsigned int")
    cdef Py_ssize_t _good_enough(self, RankedTerm lead, Py_ssize_t count, double least) except -1
    @cython.locals(ordered=list, lead=RankedTerm, eager=Py_ssize_t, at="long long", last="long long", stop="long long",
                   threshold=double, rest=double, count=Py_ssize_t, wanted="long long", candidate=Py_ssize_t,
                   document="long long", score=double, i=Py_ssize_t, term=RankedTerm)
    cpdef phrase_of(self, list terms, ExactPhrase phrase, PhraseCursor near)
    @cython.locals(eager=Py_ssize_t, term=RankedTerm)
    cdef Py_ssize_t _eager(self, list ordered, bint lazy)
    @cython.locals(i=Py_ssize_t, term=RankedTerm, other="long long")
    cdef Py_ssize_t _agreed(self, list ordered, Py_ssize_t eager, long long document) except -2
    @cython.locals(score=double, i=Py_ssize_t, term=RankedTerm)
    cdef double _high(self, list ordered, Py_ssize_t eager, long long document) except? -1.0

@cython.locals(ordered=list, i=Py_ssize_t, term=RankedTerm, at=Py_ssize_t, before=RankedTerm)
cdef list _rarest_first(list terms)
