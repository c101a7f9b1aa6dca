# C types of json_text.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.whitespace cimport normalised_part

ctypedef unsigned char u8

cdef Py_ssize_t LONGEST, LEAST, PADDING


@cython.final
cdef class TextCutter:
    cdef readonly bytes rest
    cdef readonly Py_ssize_t members, member
    cdef Py_ssize_t _length
    cdef bytearray _row, _clean

    @cython.locals(size=Py_ssize_t, source="const unsigned char*", depth=Py_ssize_t,
                   members=Py_ssize_t, is_value=bint, used=Py_ssize_t, best=Py_ssize_t,
                   longest=Py_ssize_t, best_start=Py_ssize_t, best_end=Py_ssize_t, at=Py_ssize_t,
                   byte=u8, end=Py_ssize_t, row="unsigned char*")
    cpdef object cut(self, bytes line)

    @cython.locals(length=Py_ssize_t, found=u8, i=Py_ssize_t, byte=u8, code=Py_ssize_t,
                   low=Py_ssize_t)
    cdef Py_ssize_t unescape(self, const unsigned char* source, unsigned char* row, Py_ssize_t at,
                             Py_ssize_t size, Py_ssize_t to) noexcept

@cython.locals(number=Py_ssize_t, i=Py_ssize_t, byte=u8, digit=Py_ssize_t)
cdef Py_ssize_t hexadecimal(const unsigned char* source, Py_ssize_t at, Py_ssize_t size) noexcept

cdef Py_ssize_t put_character(unsigned char* row, Py_ssize_t at, Py_ssize_t code) noexcept
