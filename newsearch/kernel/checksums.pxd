cimport cython

@cython.final
cdef class Checksums:
    cdef str path
    cdef const unsigned char[::1] data
    cdef const unsigned int[::1] sums
    cdef unsigned char[::1] seen
    cdef Py_ssize_t first
    cdef readonly Py_ssize_t count
    cdef int shift
    @cython.locals(chunk=Py_ssize_t)
    cpdef int touch(self, Py_ssize_t start, Py_ssize_t stop) except -1
    @cython.locals(chunk=Py_ssize_t, last=Py_ssize_t)
    cpdef int touch_item(self, Py_ssize_t at) except -1
    @cython.locals(stop=Py_ssize_t, chunk=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t)
    cpdef object replaced(self, Py_ssize_t start, const unsigned char[::1] data)
    @cython.locals(start=Py_ssize_t, stop=Py_ssize_t)
    cpdef int compare(self, Py_ssize_t chunk) except -1
