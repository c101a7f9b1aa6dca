cimport cython

cdef int BODY, ID, PLACE, SUMMARY, OTHER, LONGEST_ID

@cython.locals(numbers="const unsigned char*", at=Py_ssize_t, field=int, text=str,
               size=Py_ssize_t, items=list, others=dict)
cpdef bint take_plain(dict values, bytes fields, Py_ssize_t place, bytes body, list found) except -1

@cython.locals(left=list, at=Py_ssize_t, text=str)
cpdef list take_strings(dict values, tuple fields, dict found)

@cython.locals(line=str, before=cython.Py_UCS4, at=Py_ssize_t, code=cython.Py_UCS4)
cpdef bint is_plain_line(object text) except -1

@cython.locals(url=str, size=Py_ssize_t, at=Py_ssize_t, label=Py_ssize_t, dots=Py_ssize_t,
               code=cython.Py_UCS4)
cpdef bint is_canonical_address(object text) except -1
