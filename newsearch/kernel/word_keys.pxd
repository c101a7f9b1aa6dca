cimport cython

cdef bint INTERPRETED

@cython.locals(small=str, size=Py_ssize_t, words=list, at=Py_ssize_t, start=Py_ssize_t,
               character=cython.Py_UCS4)
cpdef str word_key(str text)
