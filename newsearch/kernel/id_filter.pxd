cimport cython
from newsearch.kernel.sorted_bytes cimport SortedBytes

ctypedef unsigned long long u64

cdef u64 OFFSET_BASIS, PRIME, MIX, MASK, ONE

@cython.final
cdef class IdFilter:
    cdef u64[::1] words
    cdef u64 mask
    @cython.locals(ordinal=Py_ssize_t, key=u64)
    cpdef add_all(self, SortedBytes ids, Py_ssize_t first, Py_ssize_t stop)
    @cython.locals(key=u64, bits=u64)
    cpdef bint may_hold(self, bytes id) noexcept
    @cython.locals(id=str)
    cpdef list candidates_among(self, object ids)
    @cython.locals(ordinal=Py_ssize_t, key=u64, bits=u64)
    cpdef candidates(self, SortedBytes ids, Py_ssize_t first, Py_ssize_t stop)
    @cython.locals(key=u64, i=Py_ssize_t)
    cdef u64 _key(self, bytes id) noexcept
    @cython.locals(key=u64, i=Py_ssize_t)
    cdef u64 _key_at(self, SortedBytes ids, Py_ssize_t ordinal) except? 0
    cdef u64 _mixed(self, u64 key) noexcept
    @cython.locals(one=u64)
    cdef u64 _bits(self, u64 key) noexcept

cdef int _check_range(SortedBytes ids, Py_ssize_t first, Py_ssize_t stop) except -1
