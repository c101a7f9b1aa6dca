cimport cython
from newsearch.kernel.cursor cimport Cursor
from newsearch.kernel.word_cursor cimport WordCursor

cdef long long END

cdef class AndCursor(Cursor):
    cdef public list children, ordered
    cdef Cursor lead
    cpdef long long cost(self)
    cpdef long long next_document(self) except -2
    cpdef long long advance(self, long long target) except -2
    @cython.locals(count=Py_ssize_t, i=Py_ssize_t, child=Cursor, document="long long")
    cdef long long _agree(self, long long candidate) except -2
    @cython.locals(total=double, i=Py_ssize_t, child=Cursor)
    cpdef double score(self) except? -1.0

cdef class OrCursor(Cursor):
    cdef public list children
    @cython.locals(total="long long", child=Cursor)
    cpdef long long cost(self)
    cpdef long long next_document(self) except -2
    @cython.locals(nearest="long long", document="long long", i=Py_ssize_t, child=Cursor)
    cpdef long long advance(self, long long target) except -2
    @cython.locals(total=double, i=Py_ssize_t, child=Cursor)
    cpdef double score(self) except? -1.0

cdef class BestCursor(OrCursor):
    cdef double tiebreak
    @cython.locals(best=double, total=double, part=double, i=Py_ssize_t, child=Cursor)
    cpdef double score(self) except? -1.0

cdef class AndNotCursor(Cursor):
    cdef Cursor positive, negative
    cpdef long long cost(self)
    cpdef long long next_document(self) except -2
    cpdef long long advance(self, long long target) except -2
    @cython.locals(document="long long")
    cdef long long _allowed(self, long long candidate) except -2
    cpdef double score(self) except? -1.0

cdef class ChildCursor(Cursor):
    cdef Cursor child
    cpdef long long cost(self)
    cpdef long long next_document(self) except -2
    cpdef long long advance(self, long long target) except -2

cdef class AndMaybeCursor(ChildCursor):
    cdef Cursor optional
    @cython.locals(total=double, document="long long")
    cpdef double score(self) except? -1.0

cdef class FilterCursor(AndCursor):
    pass

cdef class ScaledCursor(ChildCursor):
    cdef double factor, constant
    cpdef double score(self) except? -1.0

cdef class DecayCursor(ChildCursor):
    cdef const long long[::1] dates
    cdef long long now
    cdef double half_life
    @cython.locals(now="long long", date="long long", age=double, halvings=double)
    cpdef double score(self) except? -1.0

cdef class PhraseCursor(AndCursor):
    cdef public list words
    cdef const unsigned int[::1] places, checks
    cdef Py_ssize_t place_count
    cdef long long slop
    cdef double boost
    cdef unsigned int[::1] counts, reached, following
    cpdef long long next_document(self) except -2
    cpdef long long advance(self, long long target) except -2
    @cython.locals(total=double, i=Py_ssize_t, child=Cursor)
    cpdef double score(self) except? -1.0
    cdef long long _in_order(self, long long candidate) except -2
    @cython.locals(i=Py_ssize_t, word=WordCursor, reached_count=Py_ssize_t, place=Py_ssize_t)
    cdef bint occurs(self) except -1
    @cython.locals(place=Py_ssize_t, word=WordCursor, count=Py_ssize_t, kept=Py_ssize_t, i=Py_ssize_t,
                   position="long long", check=Py_ssize_t, begins=Py_ssize_t, at=Py_ssize_t, wanted="long long")
    cdef bint _occurs_exactly(self) except -1
    @cython.locals(swapped=cython.uint[::1], kept=Py_ssize_t, at=Py_ssize_t, i=Py_ssize_t, position="long long")
    cdef Py_ssize_t _reach(self, WordCursor word, Py_ssize_t count, Py_ssize_t reached_count) except -1
