cimport cython
from newsearch.kernel.boolean cimport PhraseCursor
from newsearch.kernel.collect cimport TopDocuments
from newsearch.kernel.cursor cimport Cursor
from newsearch.kernel.phrases cimport ExactPhrase
from newsearch.kernel.ranked_term cimport RankedTerm

cdef long long END
cdef int ABSENT
cdef double SLACK
cdef bint INTERPRETED

cdef class Conjunctions:
    cdef public TopDocuments top
    cdef const unsigned char[::1] deleted
    cdef bint any_deleted, is_required
    cdef long long first, stop
    cdef double after
    cdef Cursor required
    cdef unsigned int documents[128]
    cdef unsigned int indexes[128]
    cdef double scores[128]
    cdef unsigned char held[128]
    cdef int _begin(self) except -1
    cpdef enter(self, bytes deleted, long long first, long long stop, double after, Cursor required=*)
    cpdef leave(self)
    @cython.locals(least=double)
    cdef double threshold(self) noexcept
    @cython.locals(required=Cursor)
    cdef bint allows(self, long long document) except -1
    @cython.locals(document="long long", index=Py_ssize_t, end=Py_ssize_t, count=Py_ssize_t, i=Py_ssize_t)
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
                   threshold=double, rest=double, count=Py_ssize_t, i=Py_ssize_t, reached=Py_ssize_t, held=Py_ssize_t)
    cpdef phrase_of(self, list terms, ExactPhrase phrase, PhraseCursor near)
    @cython.locals(at=Py_ssize_t, term=RankedTerm)
    cdef Py_ssize_t _locate(self, list ordered, Py_ssize_t eager, Py_ssize_t i, Py_ssize_t count) except -1
    @cython.locals(lead=RankedTerm, count=Py_ssize_t, candidate=Py_ssize_t, at=Py_ssize_t, term=RankedTerm, kept=Py_ssize_t)
    cdef Py_ssize_t _hold(self, list ordered, Py_ssize_t eager, Py_ssize_t i, Py_ssize_t stop) except -1
    @cython.locals(i=Py_ssize_t, term=RankedTerm, document="unsigned int")
    cdef bint _enter_document(self, list ordered, Py_ssize_t eager, Py_ssize_t candidate) except -1
    @cython.locals(lead=RankedTerm, document="long long", threshold=double, wanted=bint, score=double, i=Py_ssize_t,
                   term=RankedTerm)
    cdef int _offer_phrase(self, list ordered, Py_ssize_t eager, ExactPhrase phrase, PhraseCursor near) except -1
    @cython.locals(score=double, i=Py_ssize_t, term=RankedTerm)
    cdef double _high(self, list ordered, Py_ssize_t eager) except? -1.0

@cython.locals(ordered=list, i=Py_ssize_t, term=RankedTerm, at=Py_ssize_t, before=RankedTerm)
cdef list _rarest_first(list terms)
