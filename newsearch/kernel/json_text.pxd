# C types of json_text.py, which Cython compiles as it is.
cimport cython

ctypedef unsigned char u8


@cython.final
cdef class StringReader:
    cdef readonly Py_ssize_t length

    @cython.locals(length=Py_ssize_t, found=u8, i=Py_ssize_t, byte=u8, code=Py_ssize_t,
                   low=Py_ssize_t)
    cpdef Py_ssize_t unescape(self, const unsigned char* source, unsigned char* row, Py_ssize_t at,
                              Py_ssize_t size, Py_ssize_t to) noexcept

@cython.locals(number=Py_ssize_t, i=Py_ssize_t, byte=u8, digit=Py_ssize_t)
cdef Py_ssize_t hexadecimal(const unsigned char* source, Py_ssize_t at, Py_ssize_t size) noexcept

cdef Py_ssize_t put_character(unsigned char* row, Py_ssize_t at, Py_ssize_t code) noexcept
