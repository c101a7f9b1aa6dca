cimport cython

cdef unsigned int PART_MASK, TABLE_MASK, FNV_PRIME, FNV_OFFSET, WORD_MASK, GOLDEN
cdef unsigned int LETTERS_END, MARKS, MARKS_END, DOTLESS_I, LONG_S
cdef int TABLE_BITS
cdef bint INTERPRETED

@cython.final
cdef class NameSigns:
    cdef object words, parts, pattern
    cdef bint lines
    cdef unsigned char[::1] word_table, part_table
    @cython.locals(letters=str, code="unsigned int", word="unsigned int", character=cython.Py_UCS4, byte="unsigned int")
    cpdef bint may_be_in(self, object text) except -1
