# C types of lookup.py, which Cython compiles as it is.
cimport cython

cdef unsigned int UNKNOWN, MET
cdef Py_ssize_t AT_ONCE


@cython.locals(at=Py_ssize_t, form=cython.uint, known=Py_ssize_t, unknown=cython.uint,
               met=cython.uint, beyond=Py_ssize_t, row=cython.uint[::1], rows=cython.uint[::1],
               places=cython.uint[::1], forms=cython.uint[::1], until=Py_ssize_t,
               left_count=Py_ssize_t, new_count=Py_ssize_t, term=cython.uint)
cpdef tuple map_terms(object tokens, Py_ssize_t first, Py_ssize_t last, object table)

@cython.locals(row=cython.uint[::1], rows=cython.uint[::1], count=Py_ssize_t, known=Py_ssize_t,
               i=Py_ssize_t, at=Py_ssize_t)
cpdef object map_places(object tokens, const unsigned int[::1] places, object table)

cdef object _check(Py_ssize_t count, Py_ssize_t first, Py_ssize_t last)
