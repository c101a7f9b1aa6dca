cimport cython
from newsearch.kernel.bits cimport BitWriter, bit_length

ctypedef unsigned long long u64

cdef u64 WORD_MASK
cdef unsigned int FIELD_LIMIT

@cython.final
cdef class PostingWriter:
    cdef const float[::1] lengths
    cdef double b_part, length_part
    cdef double title_weight, summary_weight, body_weight, tags_weight
    cdef object words_array, position_array, skip_array
    cdef BitWriter blocks
    cdef unsigned int[::1] words, skips
    cdef unsigned int[::1] positions, documents, ends, counts
    cdef unsigned int[::1] places, titles, summaries, tags, codes
    cdef public Py_ssize_t used
    cdef Py_ssize_t position_count, filled, block_count, exception_count
    cdef u64 position_bits
    cdef long long previous, last_position
    cdef public long long document_frequency, collection_frequency
    cdef public unsigned int bound, fields

    cpdef void begin(self) noexcept nogil
    @cython.locals(index=Py_ssize_t)
    cpdef add(self, unsigned int document, unsigned int title, unsigned int summary, unsigned int tags)
    @cython.locals(index=Py_ssize_t)
    cpdef void set_fields(self, unsigned int title, unsigned int summary, unsigned int tags) noexcept
    @cython.locals(count=Py_ssize_t, gap=u64)
    cpdef add_position(self, unsigned int position)
    @cython.locals(first=Py_ssize_t, mask=u64, seen=u64, i=Py_ssize_t, word=Py_ssize_t, wide=u64, gap=u64)
    cpdef add_packed_positions(self, const unsigned int[::1] words, Py_ssize_t bit, int width,
                               Py_ssize_t count)
    @cython.locals(at=Py_ssize_t)
    cpdef int add_occurrences(self, const u64[::1] occurrences, Py_ssize_t first, Py_ssize_t last,
                              int position_width) except -1 nogil
    @cython.locals(document_shift=int, mask=u64, filled=Py_ssize_t, count=Py_ssize_t, bits=u64,
                   document="long long", position="long long", at=Py_ssize_t, stop=Py_ssize_t,
                   occurrence=u64, following="long long", new="long long", previous="long long",
                   gap="unsigned int")
    cdef Py_ssize_t _add_some(self, const u64[::1] occurrences, Py_ssize_t first, Py_ssize_t last,
                              int position_width, unsigned int[::1] positions,
                              unsigned int[::1] documents, unsigned int[::1] ends) noexcept nogil
    @cython.locals(filled=Py_ssize_t, i=Py_ssize_t)
    cpdef add_documents(self, const unsigned int[::1] documents, Py_ssize_t first, Py_ssize_t last)
    @cython.locals(at=Py_ssize_t)
    cdef void _note_field(self, int field, unsigned int place) noexcept nogil
    cdef int _grow_positions(self) except -1
    cdef int _grow_words(self) except -1
    cdef int _grow_skips(self) except -1
    cpdef end(self)
    @cython.locals(blocks=Py_ssize_t, header=Py_ssize_t, packed=Py_ssize_t, out=Py_ssize_t, i=Py_ssize_t, low=u64, high=u64)
    cdef int close(self) except -1 nogil
    @cython.locals(filled=Py_ssize_t, most_gap="unsigned int", most_count="unsigned int",
                   best=double, previous="long long", gap="unsigned int", count="unsigned int", gap_bits=int,
                   count_bits=int, position_bits=int, exceptions=Py_ssize_t, bits=Py_ssize_t,
                   i=Py_ssize_t)
    cdef int flush_block(self) except -1 nogil
    @cython.locals(bound="unsigned int", at=Py_ssize_t)
    cdef int _close_block(self, long long last, double best) except -1 nogil
    @cython.locals(best=double, at=Py_ssize_t, exception=Py_ssize_t, stop=Py_ssize_t, i=Py_ssize_t,
                   weighted=double, norm=double, part=double, count="unsigned int",
                   title="unsigned int", summary="unsigned int", tags="unsigned int")
    cdef double _best_part(self, Py_ssize_t filled) noexcept nogil
    @cython.locals(out=Py_ssize_t, exception=Py_ssize_t, i=Py_ssize_t, title="unsigned int",
                   summary="unsigned int", tags="unsigned int", wide_code=bint)
    cdef Py_ssize_t _encode_exceptions(self) noexcept nogil
