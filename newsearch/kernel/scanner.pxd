# C types of scanner.py, which Cython compiles as it is.
cimport cython

ctypedef unsigned long long u64
ctypedef unsigned int u32
ctypedef unsigned short u16
ctypedef unsigned char u8

cdef int LETTER, DIGIT, MARK, IDEOGRAPH, IGNORABLE, APOSTROPHE
cdef u64 FULL, TOP_BITS, LOW_BITS, CASE_BITS, FROM_A, BEYOND_Z, FROM_0, BEYOND_9, GATHER, PRIME
cdef u64 EVERY_PLACE
cdef Py_ssize_t MOST_BYTES, LONGEST, KEYED, CHUNK, ROW
cdef const u8[::1] FAST
cdef const u8[::1] BASIC
cdef const u8[::1] ASTRAL
cdef const u8[::1] EDGE_COUNTS
cdef const u64[::1] EDGE_PLACES
cdef const u64[::1] FIRST_MASKS
cdef const u64[::1] SECOND_MASKS
cdef const u8[::1] JOINS
cdef const u8[::1] FOLLOWS


@cython.final
cdef class Scanner:
    cdef readonly const u8[::1] text
    cdef u16[::1] edges
    cdef readonly u32[::1] starts, ends, seconds
    cdef readonly u64[::1] firsts
    cdef readonly Py_ssize_t length
    cdef Py_ssize_t base, following, edge, edge_count, position, tail, start, end

    cpdef object open(self, bytes text)

    @cython.locals(count=Py_ssize_t)
    cpdef Py_ssize_t advance(self) noexcept

    @cython.locals(base=Py_ssize_t, size=Py_ssize_t, count=Py_ssize_t, before=u64, place=u64,
                   at=Py_ssize_t, eight=u64, low=u64, wordy=u64, now=u64)
    cdef bint cut(self, const u8[::1] text, u16[::1] edges, const u8[::1] counts,
                  const u64[::1] places) noexcept

    @cython.locals(base=Py_ssize_t, edge=Py_ssize_t, last=Py_ssize_t, count=Py_ssize_t,
                   start=Py_ssize_t, end=Py_ssize_t, size=Py_ssize_t, masks=Py_ssize_t,
                   first=u64, second=u64, joins=u32)
    cdef Py_ssize_t fill(self, const u8[::1] text, u16[::1] edges, u32[::1] starts,
                         u32[::1] ends, u64[::1] firsts, u32[::1] seconds) noexcept

    @cython.locals(base=Py_ssize_t, edge=Py_ssize_t, at=Py_ssize_t, end=Py_ssize_t, code=u32)
    cdef Py_ssize_t resolve(self, const u8[::1] text, u16[::1] edges, Py_ssize_t count) noexcept

    @cython.locals(size=Py_ssize_t, at=Py_ssize_t, first=u64, second=u64)
    cdef void record(self, const u8[::1] text, Py_ssize_t count, Py_ssize_t start,
                     Py_ssize_t end) noexcept

    cdef bint equal(self, Py_ssize_t start, Py_ssize_t end, u8[::1] letters,
                    Py_ssize_t at) noexcept

    @cython.locals(place=Py_ssize_t)
    cdef void copy(self, Py_ssize_t start, Py_ssize_t end, u8[::1] letters,
                   Py_ssize_t at) noexcept

    @cython.locals(lead=u32, second=u32, third=u32, fourth=u32, code=u32)
    cdef int character(self, const u8[::1] text, Py_ssize_t at) noexcept

    @cython.locals(unit=int, kind=int)
    cdef Py_ssize_t begin(self, const u8[::1] text, Py_ssize_t at) noexcept

    @cython.locals(unit=int)
    cdef Py_ssize_t unit_end(self, const u8[::1] text, Py_ssize_t at) noexcept

    @cython.locals(at=Py_ssize_t, unit=int, kind=int, previous=int, part=Py_ssize_t, dotted=bint,
                   joined=Py_ssize_t)
    cdef Py_ssize_t word_end(self, const u8[::1] text, Py_ssize_t start) noexcept

    @cython.locals(byte=u32, following=int, unit=int)
    cdef Py_ssize_t join(self, const u8[::1] text, Py_ssize_t at, int kind, int previous,
                         Py_ssize_t part, bint dotted) noexcept


@cython.locals(byte_0=u64, byte_1=u64, byte_2=u64, byte_3=u64, byte_4=u64, byte_5=u64, byte_6=u64,
               byte_7=u64)
cdef u64 load(const u8[::1] text, Py_ssize_t at) noexcept

cdef void put(u16[::1] row, Py_ssize_t at, u64 four) noexcept

cdef u64 lower(u64 eight) noexcept
