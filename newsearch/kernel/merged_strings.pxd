cimport cython
from newsearch.kernel.sorted_bytes cimport SortedBytes

cdef unsigned int DELETED
cdef unsigned short NO_OWNER

@cython.final
cdef class StringInput:
    cdef SortedBytes strings
    cdef const unsigned int[::1] starts
    cdef const unsigned char[::1] data
    cdef unsigned int[::1] numbers
    cdef Py_ssize_t count, size, place, start, end
    @cython.locals(place=Py_ssize_t)
    cdef int step(self) except -1
    @cython.locals(place=Py_ssize_t)
    cdef int seek(self, unsigned int number) except -1

@cython.final
cdef class MergedStrings:
    cdef list inputs
    cdef bint distinct
    cdef public Py_ssize_t count
    cdef public object owners
    cdef unsigned short[::1] owner_view
    cdef unsigned int[::1] heap
    cdef Py_ssize_t waiting, last, last_start, last_end, kept, next
    cdef unsigned long long length
    @cython.locals(total=Py_ssize_t, i=Py_ssize_t, source=StringInput)
    cdef Py_ssize_t _fill_heap(self) except -1
    @cython.locals(at="unsigned int", source=StringInput)
    cpdef bint run(self, Py_ssize_t limit) except -1
    @cython.locals(i=Py_ssize_t, source=StringInput)
    cpdef rewind(self)
    @cython.locals(number=Py_ssize_t, owner="unsigned short", source=StringInput, most="unsigned long long")
    cpdef Py_ssize_t measure(self, Py_ssize_t first, Py_ssize_t stop, unsigned int[::1] starts) except -1
    @cython.locals(number=Py_ssize_t, owner="unsigned short", source=StringInput, at=Py_ssize_t, room=Py_ssize_t,
                   length=Py_ssize_t, i=Py_ssize_t)
    cpdef copy(self, Py_ssize_t count, unsigned char[::1] out)
    @cython.locals(other=StringInput, length=Py_ssize_t, i=Py_ssize_t)
    cdef bint _is_last(self, StringInput source) noexcept
    @cython.locals(a=StringInput, b=StringInput, length=Py_ssize_t, shorter=Py_ssize_t, i=Py_ssize_t,
                   left="unsigned char", right="unsigned char")
    cdef bint _before(self, Py_ssize_t one, Py_ssize_t other) noexcept
    @cython.locals(entry=Py_ssize_t, child=Py_ssize_t)
    cdef void _sift(self, Py_ssize_t at) noexcept
