cimport cython
from newsearch.kernel.packing cimport PostingWriter

ctypedef unsigned long long u64

cdef Py_ssize_t MOST_BUCKETS
cdef int MOST_LOW_BITS

@cython.locals(at=Py_ssize_t, document=Py_ssize_t, i=Py_ssize_t, present=Py_ssize_t,
               term=Py_ssize_t, terms="unsigned int[::1]", live="unsigned char[::1]")
cpdef count_terms(const unsigned int[::1] tokens, Documents documents, unsigned int[::1] counts)

@cython.final
cdef class SortedTokens:
    cdef readonly Py_ssize_t buckets
    cdef readonly u64[::1] occurrences
    cdef readonly unsigned int[::1] firsts
    cdef readonly int position_width
    cdef Py_ssize_t count, groups
    cdef int low_bits, piece_bits, group_bits
    cdef unsigned int[::1] sizes, ends, places, bounds, dealt
    cdef u64[::1] origins

    @cython.locals(total=Py_ssize_t, largest=Py_ssize_t, bucket=Py_ssize_t, start=Py_ssize_t,
                   stop=Py_ssize_t, rank=Py_ssize_t, term=Py_ssize_t)
    cdef tuple _plan(self, const unsigned int[::1] counts, const unsigned int[::1] terms,
                     unsigned int[::1] ranks)

    cdef int _deal_aside(self, const unsigned int[::1] tokens, Documents documents,
                         const unsigned int[::1] ranks) except -1

    @cython.locals(piece=Py_ssize_t, last=Py_ssize_t, number=Py_ssize_t, document=Py_ssize_t,
                   token=Py_ssize_t, origin=u64, run=Py_ssize_t, end=Py_ssize_t, field=u64,
                   stop=Py_ssize_t, group=Py_ssize_t)
    cdef void _deal(self, const unsigned int[::1] tokens, Documents documents,
                    const unsigned int[::1] ranks) noexcept nogil

    @cython.locals(low_bits=int, key_shift=int, low=u64, ends="unsigned int[::1]",
                   dealt="unsigned int[::1]", i=Py_ssize_t, rank=u64, bucket=Py_ssize_t,
                   place=Py_ssize_t)
    cdef void _deal_piece(self, const unsigned int[::1] tokens, Py_ssize_t first, Py_ssize_t stop,
                          const unsigned int[::1] ranks, u64 entry) noexcept nogil

    @cython.locals(row=Py_ssize_t, bucket=Py_ssize_t)
    cdef void _bound(self, Py_ssize_t group) noexcept nogil

    @cython.locals(rank=Py_ssize_t, width=Py_ssize_t, total=Py_ssize_t, low=Py_ssize_t,
                   group=Py_ssize_t, row=Py_ssize_t)
    cpdef Py_ssize_t sort(self, Py_ssize_t bucket) noexcept nogil

    @cython.locals(key_shift=int, piece_bits=int, pieces=u64, words=u64,
                   dealt="unsigned int[::1]", places="unsigned int[::1]", origins="unsigned long long[::1]",
                   occurrences="unsigned long long[::1]", base=Py_ssize_t, i=Py_ssize_t, entry=u64, low=Py_ssize_t,
                   place=Py_ssize_t)
    cdef void _sort_group(self, Py_ssize_t group, Py_ssize_t first, Py_ssize_t stop) noexcept nogil

@cython.locals(bucket=Py_ssize_t)
cpdef Py_ssize_t encode_buckets(SortedTokens tokens, Py_ssize_t first, PostingWriter writer,
                                TermResults results, Py_ssize_t most_words) except -1

@cython.locals(width=Py_ssize_t, at=Py_ssize_t, low=Py_ssize_t)
cdef int _encode_bucket(SortedTokens tokens, Py_ssize_t bucket, PostingWriter writer,
                        TermResults results) except -1 nogil

@cython.final
cdef class TermResults:
    cdef public u64[::1] starts
    cdef public unsigned int[::1] document_frequencies, collection_frequencies
    cdef public unsigned short[::1] bounds
    cdef public unsigned char[::1] fields
    cdef public u64 base
    cpdef TermResults shortened(self, Py_ssize_t term_count)

@cython.final
cdef class Documents:
    cdef readonly const unsigned int[::1] starts, order, run_starts, run_ends
    cdef readonly const unsigned char[::1] run_fields
    cdef readonly Py_ssize_t gap

    @cython.locals(highest=Py_ssize_t, at=Py_ssize_t, document=Py_ssize_t, runs=Py_ssize_t,
                   words=Py_ssize_t)
    cpdef last_position(self)

    @cython.locals(most=Py_ssize_t, at=Py_ssize_t, document=Py_ssize_t)
    cpdef pieces(self, int piece_bits)

@cython.locals(number=Py_ssize_t, document=Py_ssize_t, token="unsigned int", weighted=double,
               run=Py_ssize_t, size="unsigned int", field=int)
cpdef weighted_lengths(Documents documents, const double[::1] weights, float[::1] lengths,
                       unsigned int[::1] field_lengths)
