cimport cython

ctypedef unsigned long long u64

cdef int KEY_BYTES

@cython.locals(count=Py_ssize_t, shared=Py_ssize_t, from_keys="unsigned long long[::1]", to_keys="unsigned long long[::1]",
               from_row="unsigned int[::1]", to_row="unsigned int[::1]",
               places="unsigned int[::1]", i=Py_ssize_t, key=u64, byte=int, total=Py_ssize_t,
               largest=Py_ssize_t, size=Py_ssize_t, at=Py_ssize_t, place=Py_ssize_t,
               start=Py_ssize_t, end=Py_ssize_t, swapped=bint)
cpdef ascending(list strings, const unsigned int[::1] numbers)

@cython.locals(first=bytes, string=bytes, shared=Py_ssize_t, length=Py_ssize_t, at=Py_ssize_t,
               i=Py_ssize_t)
cdef Py_ssize_t _shared(list strings, const unsigned int[::1] numbers) except -1

@cython.locals(length=Py_ssize_t, at=Py_ssize_t, key=u64, byte="unsigned char")
cdef u64 _key(bytes string, Py_ssize_t start) noexcept
