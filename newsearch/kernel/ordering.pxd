cimport cython

ctypedef unsigned long long u64

cdef int KEY_BYTES
cdef u64 SIGN, ALL_BITS
cdef Py_ssize_t FEW

@cython.locals(count=Py_ssize_t, shared=Py_ssize_t, keys="unsigned long long[::1]",
               row="unsigned int[::1]", i=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t)
cpdef ascending(list strings, const unsigned int[::1] numbers)

@cython.locals(count=Py_ssize_t, keys="unsigned long long[::1]", row="unsigned int[::1]",
               i=Py_ssize_t)
cpdef latest_first(const long long[::1] dates, const unsigned int[::1] numbers)

@cython.locals(count=Py_ssize_t, starts="unsigned int[::1]", total=Py_ssize_t, i=Py_ssize_t,
               letters="unsigned char[::1]", at=Py_ssize_t, string=bytes, place=Py_ssize_t)
cpdef tuple joined(list strings, const unsigned int[::1] order)

@cython.locals(count=Py_ssize_t, row="unsigned int[::1]", i=Py_ssize_t, number=Py_ssize_t)
cpdef inverse(const unsigned int[::1] order)

@cython.locals(count=Py_ssize_t, made=list, i=Py_ssize_t, number=Py_ssize_t)
cpdef list picked(list items, const unsigned int[::1] order)

@cython.locals(count=Py_ssize_t, places="unsigned int[::1]", i=Py_ssize_t,
               from_keys="unsigned long long[::1]", to_keys="unsigned long long[::1]",
               from_row="unsigned int[::1]", to_row="unsigned int[::1]", key=u64, byte=int,
               swapped=bint, total=Py_ssize_t, largest=Py_ssize_t, size=Py_ssize_t,
               at=Py_ssize_t, place=Py_ssize_t)
cdef _sort(u64[::1] keys, unsigned int[::1] row)

@cython.locals(i=Py_ssize_t, number="unsigned int", at=Py_ssize_t)
cdef _insert(list strings, unsigned int[::1] row, Py_ssize_t start, Py_ssize_t end,
             Py_ssize_t shared)

@cython.locals(length=Py_ssize_t)
cdef bint _before(bytes left, bytes right, Py_ssize_t at) noexcept

@cython.locals(first=bytes, string=bytes, shared=Py_ssize_t, length=Py_ssize_t, at=Py_ssize_t,
               i=Py_ssize_t)
cdef Py_ssize_t _shared(list strings, const unsigned int[::1] numbers) except -1

@cython.locals(length=Py_ssize_t, at=Py_ssize_t, key=u64, byte="unsigned char")
cdef u64 _key(bytes string, Py_ssize_t start) noexcept
