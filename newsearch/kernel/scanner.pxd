# C types of scanner.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.word_rules cimport WordRules

ctypedef unsigned long long u64
ctypedef unsigned int u32
ctypedef unsigned short u16
ctypedef unsigned char u8

cdef u64 FULL, TOP_BITS, LOW_BITS, CASE_BITS, FROM_A, BEYOND_Z, FROM_0, BEYOND_9, GATHER, PRIME
cdef u64 EIGHT_PLACES
cdef u8 BETWEEN
cdef Py_ssize_t MOST_BYTES, PADDING, KEPT, LONGEST, KEYED, CHUNK, ROW
cdef const u8[::1] FAST
cdef const u8[::1] EDGE_COUNTS
cdef const u64[::1] FIRST_EDGES
cdef const u64[::1] OTHER_EDGES
cdef const u64[::1] MASKS
cdef const u8[::1] JOINS


cdef list _spare

cpdef Scanner take_scanner()

cpdef object give_back(Scanner scanner)


@cython.final
cdef class Scanner:
    cdef u8[::1] text
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
                   end=Py_ssize_t, masks=Py_ssize_t, at=Py_ssize_t, bits=Py_ssize_t,
                   first=u64, second=u64, joins=u32, last=Py_ssize_t)
    cdef Py_ssize_t fill(self, u16[::1] edges, u64[::1] eights, u8[::1] text, u32[::1] bounds,
                         u64[::1] keys) noexcept nogil

    @cython.locals(room_for=Py_ssize_t)
    cdef Py_ssize_t last(self, Py_ssize_t count) noexcept nogil

    @cython.locals(wide=u64)
    cdef bint plain(self, Py_ssize_t start, Py_ssize_t end) noexcept nogil

    @cython.locals(first=Py_ssize_t, base=Py_ssize_t, size=Py_ssize_t, count=Py_ssize_t)
    cdef bint cut(self) noexcept nogil

    @cython.locals(found=Py_ssize_t, wordy=u64, place=u64, at=Py_ssize_t, eight=u64, low=u64,
                   runs=u64)
    cdef Py_ssize_t find_edges(self, u64[::1] eights, u16[::1] edges, Py_ssize_t first,
                               Py_ssize_t count) noexcept nogil

    @cython.locals(base=Py_ssize_t, edge=Py_ssize_t, at=Py_ssize_t, end=Py_ssize_t, code=u32,
                   start=Py_ssize_t, stop=Py_ssize_t, part=Py_ssize_t)
    cdef Py_ssize_t resolve(self, Py_ssize_t count) noexcept nogil

    @cython.locals(size=Py_ssize_t, at=Py_ssize_t, first=u64, second=u64)
    cdef void record(self, Py_ssize_t count, Py_ssize_t start, Py_ssize_t end) noexcept nogil

    cdef bint equal(self, Py_ssize_t start, Py_ssize_t end, u64[::1] letters,
                    Py_ssize_t at) noexcept nogil

    cdef void copy(self, Py_ssize_t start, Py_ssize_t end, u64[::1] letters,
                   Py_ssize_t at) noexcept nogil


@cython.locals(bits=Py_ssize_t, high=u64)
cdef u64 load(u64[::1] eights, Py_ssize_t at) noexcept nogil

cdef void put(u16[::1] row, Py_ssize_t at, u64 four) noexcept nogil

cdef u64 lower(u64 eight) noexcept nogil

@cython.locals(source="const unsigned char*", at=Py_ssize_t)
cdef object put_text(u8[::1] row, Py_ssize_t start, bytes text, Py_ssize_t length)

cdef void end_text(u8[::1] row, Py_ssize_t length) noexcept
