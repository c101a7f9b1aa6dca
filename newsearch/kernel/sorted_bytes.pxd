cimport cython
from newsearch.kernel.checksums cimport Checksums

cdef bint INTERPRETED

@cython.final
cdef class SortedBytes:
    cdef const unsigned int[::1] starts
    cdef const unsigned char[::1] data
    cdef Checksums checksums
    cdef Py_ssize_t count, size, starts_at, data_at
    @cython.locals(start=Py_ssize_t, end=Py_ssize_t)
    cpdef bytes at(self, Py_ssize_t ordinal)
    @cython.locals(start=Py_ssize_t, length=Py_ssize_t, i=Py_ssize_t, buffer="unsigned char[128]")
    cpdef str text(self, Py_ssize_t ordinal)
    @cython.locals(ordinal=Py_ssize_t)
    cpdef Py_ssize_t find(self, bytes wanted) except? -2
    @cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
    cpdef Py_ssize_t lower_bound(self, bytes wanted) except? -2
    @cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t, first=Py_ssize_t)
    cpdef tuple prefix_range(self, bytes prefix)
    @cython.locals(at=Py_ssize_t, end=Py_ssize_t, length=Py_ssize_t, i=Py_ssize_t, difference=int)
    cdef int _compare(self, Py_ssize_t ordinal, bytes wanted) except? -1000
    @cython.locals(at=Py_ssize_t, end=Py_ssize_t, length=Py_ssize_t, i=Py_ssize_t)
    cdef int _starts_with(self, Py_ssize_t ordinal, bytes prefix) except -1
    @cython.locals(start=Py_ssize_t, end=Py_ssize_t)
    cdef int _touch(self, Py_ssize_t ordinal) except -1
    @cython.locals(ordinal=Py_ssize_t, begin=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t,
                   after=Py_ssize_t)
    cpdef object containing(self, bytes part, Py_ssize_t first, Py_ssize_t stop)
    @cython.locals(middle=Py_ssize_t)
    cdef Py_ssize_t _holder(self, Py_ssize_t place, Py_ssize_t first, Py_ssize_t stop) except -1
    cdef int check_place(self, Py_ssize_t ordinal) except -1
    @cython.locals(one=Py_ssize_t, other=Py_ssize_t, length=Py_ssize_t)
    cdef Py_ssize_t shared(self, Py_ssize_t left, Py_ssize_t right, Py_ssize_t most) except -1
    @cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t, step=Py_ssize_t)
    cdef Py_ssize_t after_start(self, Py_ssize_t ordinal, Py_ssize_t stop,
                                Py_ssize_t length) except -1
    cdef bint _shares(self, Py_ssize_t left, Py_ssize_t right, Py_ssize_t length) except -1
