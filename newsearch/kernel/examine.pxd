cimport cython

cdef int HAS_BLANK_RUN, HAS_CONTROL, HAS_EDGE_SPACE, HAS_SINGLE_BREAK, HAS_SPACES, HAS_WIDE

@cython.locals(length=Py_ssize_t, spaces=cython.uchar, control=cython.uchar, wide=cython.uchar,
               edge=cython.uchar, alone=cython.uchar, blank=cython.uchar, at=Py_ssize_t,
               before=cython.uchar, byte=cython.uchar, after=cython.uchar, found=int)
cpdef int examine(const unsigned char[::1] text)

@cython.locals(found=int, first=cython.uchar, last=cython.uchar)
cdef int _edges(const unsigned char[::1] text, Py_ssize_t length) noexcept

@cython.locals(out=cython.uchar[::1], length=Py_ssize_t, before=cython.uchar, byte=cython.uchar,
               at=Py_ssize_t)
cpdef bytes collapse_spaces(const unsigned char[::1] text)
