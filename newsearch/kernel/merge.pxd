cimport cython
from newsearch.kernel.packing cimport PostingWriter
from newsearch.kernel.postings cimport TermCursor

cdef unsigned int DELETED
cdef long long END

@cython.final
cdef class MergeInput:
    cdef TermCursor cursor
    cdef const unsigned int[::1] numbers
    cdef long long number
    @cython.locals(document="long long")
    cdef int step(self) except -1

@cython.locals(nearest=MergeInput, candidate=MergeInput, i=Py_ssize_t, cursor=TermCursor, count=Py_ssize_t)
cpdef merge_postings(list inputs, PostingWriter writer)
