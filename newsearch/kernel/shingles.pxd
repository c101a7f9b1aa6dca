# C types of shingles.py, which Cython compiles as it is.
cimport cython

ctypedef unsigned long long u64
ctypedef unsigned int u32

cdef u64 ALL_BITS, VALUE, SPREAD, SPREAD_AGAIN
cdef u32 EMPTY, TOP
cdef int FIELD_BODY
cdef Py_ssize_t LONGEST_PATCH, LARGE_TABLE


@cython.locals(count=Py_ssize_t, firsts=u32[::1], stops=u32[::1], articles=Py_ssize_t,
               runs=Py_ssize_t, document=Py_ssize_t, at=Py_ssize_t, begin=u32, run=Py_ssize_t)
cpdef object body_runs(const u32[::1] starts, const u32[::1] order, const u32[::1] run_starts,
                       const u32[::1] run_ends, const unsigned char[::1] run_fields)


@cython.final
cdef class Bodies:
    cdef const u32[::1] tokens, firsts, stops
    cdef const u64[::1] hashes
    cdef readonly Py_ssize_t count, longest
    cdef bint checked

    @cython.locals(text=Py_ssize_t)
    cpdef object check(self)

    @cython.locals(tokens="const unsigned int[::1]", last=u32, seen=u32, at=Py_ssize_t)
    cdef bint known(self, Py_ssize_t text) noexcept nogil


@cython.locals(count=Py_ssize_t, bins=Py_ssize_t, own=u32[::1], good=bint)
cpdef object sketch_all(Bodies bodies, Py_ssize_t size, Py_ssize_t least, u32[::1] sketches,
                        u64[::1] sums)

@cython.locals(tokens="const unsigned int[::1]", hashes="const unsigned long long[::1]",
               known=u32, token=u32, turn=int, text=Py_ssize_t, first=Py_ssize_t, stop=Py_ssize_t, place=Py_ssize_t,
               at=Py_ssize_t, rolling=u64, total=u64, mixed=u64, value=u32, held=u32, leaving=u64, seed=u64,
               spread=u64, bits=u64, mask=u64)
cdef bint _sketch_all(Bodies bodies, Py_ssize_t size, Py_ssize_t least, u64 bins, u32[::1] own,
                      u32[::1] sketches, u64[::1] sums) noexcept nogil


@cython.locals(needed=Py_ssize_t)
cdef Py_ssize_t _slots(Py_ssize_t words) noexcept nogil

@cython.final
cdef class Comparison:
    cdef Py_ssize_t size
    cdef double of_shorter, of_longer
    cdef Py_ssize_t per_patch
    cdef readonly Py_ssize_t distinct, shared, patches
    cdef u64[::1] table
    cdef u64 last

    @cython.locals(needed=Py_ssize_t)
    cpdef object reserve(self, Py_ssize_t words)

    cpdef Py_ssize_t compare(self, Bodies left, Py_ssize_t text, Bodies right,
                             Py_ssize_t other) except -1

    @cython.locals(longer=Py_ssize_t)
    cdef Py_ssize_t alike(self, Bodies left, Py_ssize_t text, Bodies right,
                          Py_ssize_t other) noexcept nogil

    @cython.locals(turn=int, table=u64[::1], needed=Py_ssize_t, slot=u64, last=u64, rolling=u64,
                   at=Py_ssize_t, key=u64, leaving=u64, lacking=Py_ssize_t, spread=u64, bits=u64,
                   counted=Py_ssize_t, patches=Py_ssize_t, held=u64, longest=Py_ssize_t)
    cdef void _take(self, const u32[::1] tokens, const u64[::1] hashes, Py_ssize_t first,
                    Py_ssize_t stop, bint enter) noexcept nogil
