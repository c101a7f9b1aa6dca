cimport cython

@cython.locals(data="const unsigned char*", size=Py_ssize_t, at=Py_ssize_t, stop=Py_ssize_t,
               i=Py_ssize_t, found=cython.uchar, byte=cython.uchar, after=cython.uchar,
               last=cython.uchar)
cpdef bint is_plain_text(bytes text) noexcept

@cython.locals(left=list, at=Py_ssize_t, text=str)
cpdef list take_strings(dict values, tuple fields, dict found)

@cython.locals(line=str, before=cython.Py_UCS4, at=Py_ssize_t, code=cython.Py_UCS4)
cpdef bint is_plain_line(object text) except -1

@cython.locals(text="const unsigned char*", size=Py_ssize_t, first=int, other=int, most=Py_ssize_t,
               stop=Py_ssize_t, end=Py_ssize_t, beyond=bint)
cpdef bint may_repeat(bytes body, str title) except -1

cdef int _letter(int code) noexcept

@cython.locals(line=bytes, url="const unsigned char*", size=Py_ssize_t, at=Py_ssize_t,
               start=Py_ssize_t, label=Py_ssize_t, dots=Py_ssize_t, code=int)
cpdef bint is_canonical_address(str text) except -1
