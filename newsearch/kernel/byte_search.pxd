cimport cython

cdef bint INTERPRETED

@cython.locals(source="const unsigned char*", sought="const unsigned char*", length=Py_ssize_t,
               last=Py_ssize_t, first="unsigned char", second="unsigned char", at=Py_ssize_t,
               found=int, i=Py_ssize_t, near=Py_ssize_t)
cpdef Py_ssize_t find_bytes(bytes data, bytes wanted, Py_ssize_t start, Py_ssize_t stop) except? -2

@cython.locals(source="const unsigned char*", count=Py_ssize_t, at=Py_ssize_t)
cpdef Py_ssize_t count_byte(bytes data, unsigned char wanted) except? -2

@cython.locals(source="const unsigned char*", size=Py_ssize_t, left=Py_ssize_t, at=Py_ssize_t, place=Py_ssize_t)
cpdef Py_ssize_t find_byte(bytes data, unsigned char wanted, Py_ssize_t number) except? -2

@cython.locals(source="const unsigned char*", size=Py_ssize_t, at=Py_ssize_t, found="unsigned char",
               i=Py_ssize_t, near=Py_ssize_t, first="unsigned char", low="unsigned char",
               high="unsigned char", more=Py_ssize_t)
cpdef bint is_utf8(bytes data) except -1
