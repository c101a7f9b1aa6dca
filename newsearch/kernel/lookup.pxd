# C types of lookup.py, which Cython compiles as it is.
cimport cython

cdef unsigned int UNKNOWN


@cython.locals(bits=cython.uint, carry=cython.uint, ones=cython.uint, twos=cython.uint,
               fours=cython.uint, eights=cython.uint, pending=cython.int, at=Py_ssize_t,
               form=cython.uint, known=Py_ssize_t, row=cython.uint[::1], rows=cython.uint[::1],
               sums=cython.uint[::1])
cpdef object add_bits(object tokens, Py_ssize_t first, Py_ssize_t last, object table,
                      object counts)

@cython.locals(bit=cython.int)
cdef void _add_slices(unsigned int[::1] sums, unsigned int ones, unsigned int twos,
                      unsigned int fours, unsigned int eights) noexcept

@cython.locals(at=Py_ssize_t, form=cython.uint, known=Py_ssize_t, unknown=cython.uint,
               row=cython.uint[::1], rows=cython.uint[::1])
cpdef object missing(object tokens, Py_ssize_t first, Py_ssize_t last, object table)

@cython.locals(at=Py_ssize_t, form=cython.uint, known=Py_ssize_t, unknown=cython.uint,
               row=cython.uint[::1], rows=cython.uint[::1], left=Py_ssize_t, term=cython.uint)
cpdef Py_ssize_t map_terms(object tokens, Py_ssize_t first, Py_ssize_t last,
                           object table) except -1

cdef object _check(Py_ssize_t count, Py_ssize_t first, Py_ssize_t last)
