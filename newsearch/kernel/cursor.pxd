cimport cython

ctypedef unsigned long long u64

cdef long long END

cdef class Cursor:
    cdef public long long document
    cpdef long long next_document(self) except -2
    @cython.locals(document="long long")
    cpdef long long advance(self, long long target) except -2
    cpdef double score(self) except? -1.0
    cpdef long long cost(self)

cdef class RangeCursor(Cursor):
    cdef long long first, stop
    cdef double constant
    cpdef long long next_document(self) except -2
    cpdef long long advance(self, long long target) except -2
    cpdef double score(self) except? -1.0
    cpdef long long cost(self)

cdef class ListCursor(Cursor):
    cdef const unsigned int[::1] documents
    cdef const double[::1] scores
    cdef bint scored
    cdef double constant
    cdef Py_ssize_t at, count
    cpdef long long next_document(self) except -2
    @cython.locals(low=Py_ssize_t, high=Py_ssize_t, step=Py_ssize_t, middle=Py_ssize_t)
    cpdef long long advance(self, long long target) except -2
    cpdef double score(self) except? -1.0
    cpdef long long cost(self)

cdef class BitmapCursor(Cursor):
    cdef const u64[::1] bitmap
    cdef Py_ssize_t word_count
    cdef long long bit_count
    cdef double constant
    cpdef long long next_document(self) except -2
    @cython.locals(word=Py_ssize_t, bits=u64, document="long long")
    cpdef long long advance(self, long long target) except -2
    cpdef double score(self) except? -1.0
    cpdef long long cost(self)
