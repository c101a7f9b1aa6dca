cimport cython

ctypedef unsigned long long u64

cdef const unsigned char[::1] LENGTHS

cpdef int bit_length(unsigned int value) noexcept nogil

@cython.final
cdef class BitWriter:
    cdef object words_array
    cdef readonly unsigned int[::1] words
    cdef readonly Py_ssize_t end

    cpdef void clear(self) noexcept nogil
    cpdef Py_ssize_t whole_words(self) noexcept nogil
    cpdef begin(self, unsigned int header, Py_ssize_t bits)
    @cython.locals(at=Py_ssize_t)
    cdef int reserve(self, Py_ssize_t bits) except -1 nogil
    cdef int _grow(self) except -1
    @cython.locals(at=Py_ssize_t)
    cdef void start(self, unsigned int header) noexcept nogil
    @cython.locals(at=Py_ssize_t, used=int, gathered=u64, low=u64, wide=u64, high=u64, i=Py_ssize_t)
    cpdef void pack(self, const unsigned int[::1] values, Py_ssize_t count, int bits) noexcept nogil
