# C types of lookup.py, which Cython compiles as it is.
cimport cython

cdef unsigned int UNKNOWN
cdef Py_ssize_t SLICES


@cython.locals(bits=cython.uint, carry=cython.uint, ones=cython.uint, twos=cython.uint,
               fours=cython.uint, eights=cython.uint, pending=cython.int, at=Py_ssize_t,
               until=Py_ssize_t, form=cython.uint, known=Py_ssize_t, row=cython.uint[::1],
               rows=cython.uint[::1], sums=cython.uint[::1], planes=cython.uint[::1])
cpdef object add_bits(object tokens, Py_ssize_t first, Py_ssize_t last, object table,
                      object counts)

@cython.locals(before=cython.uint, half=cython.uint)
cdef unsigned int _add_slice(unsigned int[::1] planes, Py_ssize_t at, unsigned int bits,
                             unsigned int carry) noexcept

@cython.locals(at=Py_ssize_t, bits=cython.uint, bit=cython.int)
cdef void _add_counts(unsigned int[::1] sums, unsigned int[::1] planes) noexcept

@cython.locals(at=Py_ssize_t, form=cython.uint, known=Py_ssize_t, unknown=cython.uint,
               row=cython.uint[::1], rows=cython.uint[::1], term=cython.uint)
cpdef object map_terms(object tokens, Py_ssize_t first, Py_ssize_t last, object table)

@cython.locals(row=cython.uint[::1], rows=cython.uint[::1], count=Py_ssize_t, known=Py_ssize_t,
               i=Py_ssize_t, at=Py_ssize_t)
cpdef object map_places(object tokens, const unsigned int[::1] places, object table)

@cython.locals(known=Py_ssize_t, rows=cython.uint[::1], at=Py_ssize_t, form=cython.uint,
               number=object)
cpdef object number_terms(list terms, dict numbers, const unsigned int[::1] forms, object table)

cdef object _check(Py_ssize_t count, Py_ssize_t first, Py_ssize_t last)
