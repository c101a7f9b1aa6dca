# C types of word_marks.py, which Cython compiles as it is.
cimport cython

@cython.locals(row=bytearray, letters="unsigned char*", size=Py_ssize_t)
cpdef bytes without_marks(bytes word, bint digits)

@cython.locals(left=Py_ssize_t, at=Py_ssize_t)
cpdef Py_ssize_t drop_marks(unsigned char* letters, Py_ssize_t size, bint digits) noexcept nogil

@cython.locals(end=Py_ssize_t, groups=Py_ssize_t, left=Py_ssize_t, at=Py_ssize_t)
cdef Py_ssize_t _without_commas(unsigned char* letters, Py_ssize_t size) noexcept nogil

@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t _digits(unsigned char* letters, Py_ssize_t first, Py_ssize_t size) noexcept nogil
