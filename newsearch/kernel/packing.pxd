cimport cython

ctypedef unsigned long long u64

cdef u64 WORD_MASK
cdef unsigned int FIELD_LIMIT

@cython.locals(bits=int)
cdef int bit_length(u64 value) noexcept

@cython.final
cdef class PostingWriter:
    cdef const float[::1] lengths
    cdef double k1, b_part, length_part
    cdef double title_weight, summary_weight, body_weight, tags_weight
    cdef object words_array, block_array, position_array, skip_array
    cdef public unsigned int[::1] words
    cdef unsigned int[::1] block_words, positions, skips
    cdef unsigned int[::1] documents, counts, titles, summaries, tags
    cdef public Py_ssize_t used
    cdef Py_ssize_t block_used, position_count, filled, block_count
    cdef long long previous
    cdef Py_ssize_t at
    cdef u64 gathered
    cdef int gathered_bits
    cdef public long long document_frequency, collection_frequency
    cdef public unsigned int bound, fields

    cpdef void begin(self)
    @cython.locals(index=Py_ssize_t)
    cpdef void add(self, unsigned int document, unsigned int title, unsigned int summary, unsigned int tags)
    @cython.locals(index=Py_ssize_t)
    cpdef void set_fields(self, unsigned int title, unsigned int summary, unsigned int tags)
    @cython.locals(count=Py_ssize_t)
    cpdef void add_position(self, unsigned int position)
    @cython.locals(blocks=Py_ssize_t, header=Py_ssize_t, out=Py_ssize_t, i=Py_ssize_t, low=u64, high=u64)
    cpdef void end(self)
    @cython.locals(filled=Py_ssize_t, base="long long", most_gap=u64, most_count=u64, most_position=u64,
                   exceptions=Py_ssize_t, best=double, cursor=Py_ssize_t, previous="long long",
                   document="long long", gap=u64, count="unsigned int", title="unsigned int",
                   summary="unsigned int", tags="unsigned int", weighted=double, part=double,
                   last_position="long long", position="long long", gap_bits=int, count_bits=int,
                   position_bits=int, bits=Py_ssize_t, need=Py_ssize_t, start=Py_ssize_t,
                   i=Py_ssize_t, bound="unsigned int", wide=bint)
    cdef void _flush_block(self)
    @cython.locals(wide=u64, gathered=u64, gathered_bits=int)
    cdef inline void _put(self, u64 value, int bits) noexcept
    @cython.locals(i=Py_ssize_t, title="unsigned int", summary="unsigned int", tags="unsigned int", wide_code=bint)
    cdef void _put_exceptions(self, Py_ssize_t filled) noexcept
    cdef void _grow_words(self)
    cdef void _grow_block(self)
    cdef void _grow_positions(self)
    cdef void _grow_skips(self)
