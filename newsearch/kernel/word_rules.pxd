# C types of word_rules.py, which Cython compiles as it is.
cimport cython

ctypedef unsigned int u32
ctypedef unsigned char u8

cdef int LETTER, DIGIT, MARK, IDEOGRAPH, IGNORABLE, APOSTROPHE
cdef const u8[::1] FAST
cdef const u8[::1] BASIC
cdef const u8[::1] ASTRAL


@cython.final
cdef class WordRules:
    cdef u8[::1] text
    cdef Py_ssize_t tail, end
    cdef int unit

    @cython.locals(lead=u32, second=u32, third=u32, fourth=u32, code=u32)
    cdef int character(self, Py_ssize_t at) noexcept nogil

    @cython.locals(unit=int, kind=int, at=Py_ssize_t)
    cdef Py_ssize_t begin(self, Py_ssize_t start) noexcept nogil

    cdef Py_ssize_t unit_end(self, Py_ssize_t at) noexcept nogil

    @cython.locals(unit=int, kind=int, previous=int, dotted=bint, code=u32, lead=u32,
                   second=u32, joined=Py_ssize_t)
    cdef Py_ssize_t word_end(self, Py_ssize_t at, Py_ssize_t part) noexcept nogil

    @cython.locals(byte=u32, following=int, unit=int)
    cdef Py_ssize_t join(self, Py_ssize_t at, int kind, int previous, Py_ssize_t part,
                         bint dotted) noexcept nogil
