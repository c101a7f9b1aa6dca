cimport cython
from newsearch.kernel.postings cimport TermCursor
from newsearch.kernel.word_cursor cimport WordCursor

cdef long long END

cdef class GroupCursor(WordCursor):
    cdef public list members
    @cython.locals(member=TermCursor)
    cpdef long long cost(self)
    cpdef long long next_document(self) except -2
    @cython.locals(member=TermCursor, nearest="long long", document="long long", i=Py_ssize_t)
    cpdef long long advance(self, long long target) except -2
    @cython.locals(member=TermCursor, total=double, i=Py_ssize_t)
    cpdef double weighted_frequency(self) except? -1.0
    @cython.locals(member=TermCursor)
    cpdef Py_ssize_t load_positions(self) except -1
