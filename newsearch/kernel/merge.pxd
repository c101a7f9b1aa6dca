cimport cython
from newsearch.kernel.invert cimport TermResults
from newsearch.kernel.packing cimport PostingWriter

ctypedef unsigned long long u64

cdef unsigned int DELETED
cdef unsigned short NO_OWNER
cdef long long END
cdef u64 ONE
cdef int HEAD_BITS
cdef long long HEAD_INDEX, NO_HEAD

@cython.final
cdef class PostingInput:
    cdef const unsigned int[::1] words, frequencies, occurrences, terms, numbers
    cdef const u64[::1] starts
    cdef unsigned int[::1] documents, counts
    cdef Py_ssize_t term_count, limit, ordinal, blocks, block, skip, data, filled, index
    cdef long long document_count, number, frequency, left, last
    cdef Py_ssize_t exception_at, exception_end, exception_index, position_at
    cdef unsigned int title, summary, tags
    cdef int position_bits

    cdef bint has(self, Py_ssize_t term) noexcept
    @cython.locals(frequency="long long", start=Py_ssize_t, blocks=Py_ssize_t)
    cdef int open(self) except -1
    @cython.locals(written=Py_ssize_t, index=Py_ssize_t, count=Py_ssize_t, bits=int)
    cdef Py_ssize_t write(self, long long stop, Py_ssize_t most, PostingWriter writer) except -1
    @cython.locals(index=Py_ssize_t)
    cdef int _step(self) except -1
    @cython.locals(begin=Py_ssize_t, previous="long long", filled=Py_ssize_t, header="unsigned int",
                   gap_bits=int, count_bits=int, at=Py_ssize_t, i=Py_ssize_t, positions=Py_ssize_t,
                   count="unsigned int")
    cdef int _load(self, Py_ssize_t block) except -1
    @cython.locals(word=Py_ssize_t, wide=u64, wide_one=u64)
    cdef inline u64 _bits(self, Py_ssize_t at, int bits) noexcept
    @cython.locals(code="unsigned int")
    cdef void _read_exceptions(self, Py_ssize_t index) noexcept

@cython.final
cdef class PostingMerger:
    cdef list inputs, active
    cdef unsigned short[::1] owners
    cdef PostingWriter writer
    cdef TermResults results
    cdef bint is_text, is_open
    cdef Py_ssize_t term_count, term
    cdef public Py_ssize_t kept
    cdef long long[::1] heads

    @cython.locals(left=Py_ssize_t)
    cpdef bint run(self, Py_ssize_t word_limit, Py_ssize_t posting_limit) except -1
    @cython.locals(i=Py_ssize_t, source=PostingInput)
    cdef int _begin(self) except -1
    @cython.locals(active=list, count=Py_ssize_t, at=Py_ssize_t, nearest="long long",
                   next_nearest="long long", i=Py_ssize_t, head="long long", source=PostingInput)
    cdef Py_ssize_t _merge(self, Py_ssize_t left) except? -1
    @cython.locals(head="long long")
    cdef long long _head(self, PostingInput source, Py_ssize_t at) noexcept
    @cython.locals(writer=PostingWriter, results=TermResults, start=u64, kept=Py_ssize_t)
    cdef int _end(self) except -1
