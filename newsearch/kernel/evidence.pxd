# C types of evidence.py, which Cython compiles as it is.
cimport cython

ctypedef unsigned long long u64
ctypedef unsigned int u32

cdef Py_ssize_t LANGUAGES, SLICES
cdef int NONE


@cython.locals(planes=u64[::1])
cpdef object add_bits(const u32[::1] tokens, Py_ssize_t first, Py_ssize_t last,
                      const u64[::1] table, u32[::1] counts)

@cython.locals(known=Py_ssize_t, pending=int, until=Py_ssize_t, at=Py_ssize_t, form=u32, bits=u64,
               carry=u64, ones=u64, twos=u64, fours=u64, eights=u64)
cdef void _add_bits(const u32[::1] row, Py_ssize_t first, Py_ssize_t last, const u64[::1] rows,
                    u32[::1] sums, u64[::1] planes) noexcept

@cython.locals(before=u64, half=u64)
cdef u64 _add_slice(u64[::1] planes, Py_ssize_t at, u64 bits, u64 carry) noexcept

@cython.locals(at=Py_ssize_t, bits=u64, bit=Py_ssize_t)
cdef void _add_counts(u32[::1] sums, u64[::1] planes) noexcept


@cython.final
cdef class LanguageRule:
    cdef double share, lead
    cdef u32[::1] least
    cdef u64 alone
    cdef Py_ssize_t few, kana, han

    cpdef int leading(self, const u32[::1] counts, Py_ssize_t words) except -1

    @cython.locals(share=double, kana=u64, han=u64, best=u32, second=u32, leader=Py_ssize_t,
                   bit=Py_ssize_t, count=u32, least=u32)
    cdef int decide(self, const u32[::1] counts, Py_ssize_t words) noexcept

    @cython.locals(counts=u32[::1], planes=u64[::1], leaders=bytearray, text=Py_ssize_t,
                   last=Py_ssize_t, words=Py_ssize_t, bit=Py_ssize_t)
    cpdef bytes leading_all(self, const u32[::1] tokens, Py_ssize_t first,
                            const u64[::1] ends, Py_ssize_t most, const u64[::1] table)
