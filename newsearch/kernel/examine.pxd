cimport cython

cdef int HAS_BLANK_RUN, HAS_CONTROL, HAS_EDGE_SPACE, HAS_SINGLE_BREAK, HAS_SPACES, HAS_WIDE

@cython.locals(found=int, last=Py_ssize_t, byte="unsigned int", at=Py_ssize_t)
cpdef int examine(const unsigned char[::1] text)

@cython.locals(out=cython.uchar[::1], length=Py_ssize_t, before="unsigned int", byte="unsigned int", at=Py_ssize_t)
cpdef bytes collapse_spaces(const unsigned char[::1] text)
