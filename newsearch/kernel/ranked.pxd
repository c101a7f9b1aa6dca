cimport cython
from newsearch.kernel.conjunctions cimport Conjunctions
from newsearch.kernel.ranked_term cimport RankedTerm

cdef Py_ssize_t WINDOW, BLOCK_SIZE
cdef bint INTERPRETED

@cython.final
cdef class Ranking(Conjunctions):
    cdef double sums[2048]
    cdef unsigned char touched[128]
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
