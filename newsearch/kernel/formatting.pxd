# C types of formatting.py, which Cython compiles as it is.
cimport cython

ctypedef unsigned char u8
ctypedef unsigned long long u64

cdef Py_ssize_t LONGEST, MOST_ALIKE

@cython.locals(source="const unsigned char*", size=Py_ssize_t, seen=dict, keys=u64[::1],
               active=Py_ssize_t, total=Py_ssize_t, at=Py_ssize_t, found=u8, i=Py_ssize_t,
               start=Py_ssize_t, key=u64, shift=int, letter=u64, tag=bytes, count=Py_ssize_t)
cpdef Py_ssize_t end_of_harmless(bytes data, Py_ssize_t most) except -1

@cython.locals(valued=bint, byte=u8)
cdef Py_ssize_t tag_end(const u8* source, Py_ssize_t at, Py_ssize_t size) noexcept
