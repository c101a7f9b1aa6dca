cimport cython
from newsearch.kernel.packing cimport PostingWriter

ctypedef unsigned long long u64

cdef u64 WORD_MASK

@cython.locals(total=Py_ssize_t, at=Py_ssize_t, document=Py_ssize_t, i=Py_ssize_t)
cpdef Py_ssize_t count_terms(const unsigned int[::1] tokens, const unsigned int[::1] starts,
                             const unsigned int[::1] order, unsigned int[::1] counts)

@cython.locals(document_count=Py_ssize_t, term_count=Py_ssize_t, low_bits=int,
               buckets=Py_ssize_t, mask=u64, low_places=cython.ulonglong[::1], high_places=cython.ulonglong[::1],
               term=u64, bucket=Py_ssize_t, at=Py_ssize_t, document=Py_ssize_t, i=Py_ssize_t,
               value=u64, place=u64, wide=u64, number=u64)
cpdef sort_tokens(unsigned int[::1] tokens, const unsigned int[::1] starts,
                  const unsigned int[::1] order, const unsigned int[::1] counts, u64[::1] scratch, Py_ssize_t total)

@cython.locals(term_count=Py_ssize_t, at=Py_ssize_t, term=Py_ssize_t, i=Py_ssize_t, end=Py_ssize_t)
cpdef Py_ssize_t encode_terms(const unsigned int[::1] sorted_tokens, const unsigned int[::1] first,
                              const unsigned int[::1] terms, Py_ssize_t from_term,
                              Documents documents, PostingWriter writer, Py_ssize_t word_limit,
                              TermResults results) except -1

@cython.locals(i=Py_ssize_t)
cpdef encode_documents(const unsigned int[::1] documents, PostingWriter writer)

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
    cdef unsigned int[::1] starts, run_starts, run_ends, chunks
    cdef unsigned char[::1] run_fields
    cdef unsigned int gap
    cdef Py_ssize_t count

    @cython.locals(total="unsigned int", runs=Py_ssize_t, number=Py_ssize_t, document=Py_ssize_t, run=Py_ssize_t)
    cdef Py_ssize_t _arrange(self, const unsigned int[::1] starts, const unsigned int[::1] order,
                             const unsigned int[::1] run_starts, const unsigned int[::1] run_ends,
                             const unsigned char[::1] run_fields)

    @cython.locals(document=Py_ssize_t, chunk=Py_ssize_t, token=u64)
    cdef void _fill_chunks(self, Py_ssize_t chunks)

    @cython.locals(token="long long", document=Py_ssize_t, start="long long", document_end="long long",
                   run=Py_ssize_t, run_end="long long", field=int, title="unsigned int",
                   summary="unsigned int", tags="unsigned int")
    cdef Py_ssize_t add_posting(self, const unsigned int[::1] sorted_tokens, Py_ssize_t i,
                                Py_ssize_t end, PostingWriter writer)

@cython.locals(number=Py_ssize_t, token="unsigned int", weighted=double, run=Py_ssize_t,
               size="unsigned int", field=int)
cpdef void weighted_lengths(Documents documents, const double[::1] weights, float[::1] lengths,
                            unsigned int[::1] field_lengths)
