cimport cython
from newsearch.kernel.word_cursor cimport Source, WordCursor

ctypedef unsigned long long u64

cdef int FIELD_TITLE, FIELD_SUMMARY, FIELD_ALL
cdef long long END
cdef u64 ONE
cdef bint INTERPRETED

cdef class TermCursor(WordCursor):
    cdef const unsigned int[::1] words
    cdef int field
    cdef long long frequency
    cdef Py_ssize_t blocks, skip, data, block, filled, index
    cdef long long block_last
    cdef unsigned int documents[128]
    cdef unsigned int title, summary, tags
    cdef int count_bits, position_bits
    cdef Py_ssize_t exceptions, count_base, exception_at, exception_base, exception_end, position_base
    cdef Py_ssize_t exception_index
    cdef unsigned int exception_title, exception_summary, exception_tags
    cdef Py_ssize_t counted, positions_counted, position_at

    cdef int _open(self, Source source, Py_ssize_t start, long long document_frequency, double weight,
                   int field) except -1

    @cython.locals(document="long long")
    cpdef long long next_document(self) except -2
    @cython.locals(document="long long")
    cpdef long long advance(self, long long target) except -2
    cpdef long long cost(self)
    @cython.locals(source=Source, count="unsigned int")
    cpdef double weighted_frequency(self) except? -1.0
    @cython.locals(count=Py_ssize_t, at=Py_ssize_t, bits=int, i=Py_ssize_t, position="long long")
    cpdef Py_ssize_t load_positions(self) except -1
    @cython.locals(count="unsigned int")
    cpdef tuple field_frequencies(self)
    @cython.locals(first=Py_ssize_t, count=Py_ssize_t)
    cdef Py_ssize_t _open_positions(self) except -1
    @cython.locals(index=Py_ssize_t)
    @cython.final
    cdef long long _step(self) except -2
    @cython.locals(block=Py_ssize_t)
    @cython.final
    cdef long long _seek(self, long long target) except -2
    @cython.locals(low=Py_ssize_t)
    @cython.final
    cdef inline Py_ssize_t _lower_bound(self, unsigned int target) noexcept
    @cython.locals(target="long long", last="long long", index=Py_ssize_t)
    cdef Py_ssize_t locate(self, unsigned int *documents, Py_ssize_t i, Py_ssize_t count, unsigned char *places) except -1
    @cython.locals(kept=Py_ssize_t, i=Py_ssize_t, target="long long", last="long long")
    cdef Py_ssize_t keep(self, unsigned int *documents, Py_ssize_t count) except -1
    @cython.final
    @cython.locals(low=Py_ssize_t, high=Py_ssize_t, step=Py_ssize_t, middle=Py_ssize_t)
    cdef Py_ssize_t _find_block(self, long long target) noexcept
    @cython.locals(begin=Py_ssize_t, previous="long long", filled=Py_ssize_t,
                   header="unsigned int", gap_bits=int, base=Py_ssize_t, wide_one=u64, mask=u64, at=Py_ssize_t,
                   i=Py_ssize_t, word=Py_ssize_t, wide=u64)
    @cython.final
    cdef int _load(self, Py_ssize_t block) except -1
    @cython.locals(word=Py_ssize_t, wide=u64, wide_one=u64)
    @cython.final
    cdef inline u64 _bits(self, Py_ssize_t at, int bits) noexcept
    @cython.final
    cdef inline unsigned int _count(self) noexcept
    @cython.locals(index=Py_ssize_t, code="unsigned int")
    @cython.final
    cdef bint _exception(self) noexcept
    cdef unsigned int _field_frequency(self) noexcept
    @cython.locals(bits=int, index=Py_ssize_t, before=Py_ssize_t, at=Py_ssize_t, total=Py_ssize_t,
                   wide_one=u64, mask=u64, word=Py_ssize_t, wide=u64)
    @cython.final
    cdef Py_ssize_t _positions_before(self) noexcept
    @cython.locals(first=Py_ssize_t, base=Py_ssize_t, field=int, stop=Py_ssize_t, kept=Py_ssize_t, i=Py_ssize_t, position="unsigned int")
    cdef Py_ssize_t _positions_in_field(self, Py_ssize_t count) noexcept
