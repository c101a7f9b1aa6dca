# cython: boundscheck=False
# C types of scanner.py, which Cython compiles as it is.
cimport cython
from libc.string cimport memcpy
from newsearch.kernel.word_rules cimport WordRules

ctypedef unsigned long long u64
ctypedef unsigned int u32
ctypedef unsigned short u16
ctypedef unsigned char u8

cdef u64 FULL, TOP_BITS, CASE_BITS, GATHER, PRIME, EIGHT_PLACES
cdef u8 BETWEEN
cdef Py_ssize_t MOST_BYTES, PADDING, KEPT, LONGEST, KEYED, CHUNK, ROW
cdef const u8[::1] FAST
cdef const u8[::1] EDGE_COUNTS
cdef const u64[::1] EDGES
cdef const u64[::1] MASKS
cdef const u8[::1] JOINS


cdef list _spare

cpdef Scanner take_scanner()

cpdef object give_back(Scanner scanner)


@cython.final
cdef class Scanner:
    cdef u8[::1] text
    cdef u8[::1] wordy
    cdef u64[::1] eights
    cdef u16[::1] edges
    cdef u32[::1] bounds
    cdef u64[::1] keys
    cdef Py_ssize_t capacity, length, base, following, edge, edge_count, position
    cdef WordRules rules

    @cython.locals(length=Py_ssize_t)
    cpdef object open(self, bytes text)

    @cython.locals(length=Py_ssize_t, at=Py_ssize_t, limits=u64[::1])
    cpdef object open_all(self, list texts)

    cdef object _begin(self, Py_ssize_t length)

    cdef object _reserve(self, Py_ssize_t capacity)

    @cython.locals(count=Py_ssize_t)
    cpdef Py_ssize_t advance(self) noexcept nogil

    @cython.locals(base=Py_ssize_t, edge=Py_ssize_t, count=Py_ssize_t, start=Py_ssize_t,
                   end=Py_ssize_t, masks=Py_ssize_t, first=u64, second=u64, joins=u32,
                   last=Py_ssize_t, case_bits=u64, top_bits=u64)
    cdef Py_ssize_t fill(self, u16[::1] edges, u8[::1] text, u32[::1] bounds,
                         u64[::1] keys) noexcept nogil

    @cython.locals(room_for=Py_ssize_t)
    cdef Py_ssize_t last(self, Py_ssize_t count) noexcept nogil

    @cython.locals(wide=u64)
    cdef bint plain(self, Py_ssize_t start, Py_ssize_t end) noexcept nogil

    @cython.locals(first=Py_ssize_t, base=Py_ssize_t, size=Py_ssize_t, count=Py_ssize_t)
    cdef bint cut(self) noexcept nogil

    @cython.locals(base=Py_ssize_t, edge=Py_ssize_t, at=Py_ssize_t, end=Py_ssize_t, code=u32,
                   start=Py_ssize_t, stop=Py_ssize_t, part=Py_ssize_t)
    cdef Py_ssize_t resolve(self, Py_ssize_t count) noexcept nogil

    @cython.locals(size=Py_ssize_t, at=Py_ssize_t, first=u64, second=u64)
    cdef void record(self, Py_ssize_t count, Py_ssize_t start, Py_ssize_t end) noexcept nogil

    cdef bint equal(self, Py_ssize_t start, Py_ssize_t end, u64[::1] letters,
                    Py_ssize_t at) noexcept nogil

    cdef void copy(self, Py_ssize_t start, Py_ssize_t end, u64[::1] letters,
                   Py_ssize_t at) noexcept nogil



cdef inline u64 load(u8[::1] text, Py_ssize_t at) noexcept nogil:
    # Compiles to one instruction. The Python file has no way to say this.
    cdef u64 eight
    memcpy(&eight, &text[at], 8)
    return eight

cdef inline void put(u16[::1] row, Py_ssize_t at, u64 four) noexcept nogil:
    memcpy(&row[at], &four, 8)

cdef inline void put_text(u8[::1] row, Py_ssize_t start, bytes text, Py_ssize_t length) noexcept:
    memcpy(&row[start], <const char*>text, length)

@cython.locals(at=Py_ssize_t, byte=u8, letter=u8)
cdef void find_wordy(u8[::1] text, u8[::1] wordy, Py_ssize_t start, Py_ssize_t size) noexcept nogil

@cython.locals(gather=u64, eight_places=u64, found=Py_ssize_t, before=u64, place=u64,
               block=Py_ssize_t, bits=u64, i=Py_ssize_t, changes=u64, some=Py_ssize_t)
cdef Py_ssize_t find_edges(u64[::1] eights, u16[::1] edges, Py_ssize_t blocks,
                           const u64[::1] table, const u8[::1] counts) noexcept nogil

cdef u64 lower(u64 eight) noexcept nogil

cdef void end_text(u8[::1] row, Py_ssize_t length) noexcept
