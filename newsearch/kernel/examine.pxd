cimport cython

cdef unsigned long long LOW_BITS
cdef int HAS_BLANK_RUN, HAS_CONTROL, HAS_EDGE_SPACE, HAS_SINGLE_BREAK, HAS_SPACES, HAS_WIDE

@cython.locals(length=Py_ssize_t, spaces=cython.uchar, control=cython.uchar, wide=cython.uchar,
               edge=cython.uchar, alone=cython.uchar, blank=cython.uchar, at=Py_ssize_t,
               before=cython.uchar, byte=cython.uchar, after=cython.uchar, found=int)
cpdef int examine(const unsigned char[::1] text)

@cython.locals(found=int, first=cython.uchar, last=cython.uchar)
cdef int _edges(const unsigned char[::1] text, Py_ssize_t length) noexcept

@cython.locals(size=Py_ssize_t, out=cython.uchar[::1], length=Py_ssize_t, before=cython.uchar,
               byte=cython.uchar, at=Py_ssize_t, i=Py_ssize_t, ones=cython.ulonglong,
               word=cython.ulonglong, spaces=cython.ulonglong, breaks=cython.ulonglong)
cpdef bytes collapse_spaces(const unsigned char[::1] text, bint join_lines)

cdef bint stands_alone(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size) noexcept
