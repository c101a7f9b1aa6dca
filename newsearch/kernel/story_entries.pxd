# C types of story_entries.py, which Cython compiles as it is.
cimport cython

ctypedef unsigned long long u64
ctypedef unsigned int u32

cdef u64 LOW
cdef int DIGIT_BITS, HALF_DIGITS
cdef Py_ssize_t DIGIT


@cython.locals(count=Py_ssize_t, kept=Py_ssize_t, document=Py_ssize_t, table=u64[::1],
               spare=u64[::1], at=Py_ssize_t, place=Py_ssize_t, value=u64)
cpdef object entries_of(const u32[::1] sketches, const u64[::1] stories, Py_ssize_t bins)

@cython.locals(left=u64[::1], count=Py_ssize_t, at=Py_ssize_t, document=Py_ssize_t)
cpdef object entries_left(const u64[::1] table, const unsigned char[::1] leads)

@cython.locals(counts=u32[::1], other=u64[::1], swapped=bint, i=Py_ssize_t)
cpdef object sort_row(u64[::1] row, u64[::1] spare)

@cython.locals(last=u64, i=Py_ssize_t, low=u64)
cdef bint _low_ascend(u64[::1] row) noexcept nogil

@cython.locals(count=Py_ssize_t, taken=u64[::1], given=u64[::1], last=u64, i=Py_ssize_t, number=u64,
               swapped=bint, digit=int, first=Py_ssize_t, total=u32, largest=u32, size=u32,
               part=u64, at=Py_ssize_t)
cdef bint _sort_half(u64[::1] row, u64[::1] spare, int shift, u32[::1] counts) noexcept nogil

@cython.locals(found=u64[::1], count=Py_ssize_t, at=Py_ssize_t, pair=u64, first=Py_ssize_t)
cpdef object candidates(const u64[::1] table, const u64[::1] older, Py_ssize_t bins,
                        Py_ssize_t least, Py_ssize_t most, bint same)

@cython.locals(rows=Py_ssize_t, older_rows=Py_ssize_t, count=Py_ssize_t, place=Py_ssize_t,
               low=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t, entry=u64, key=u64,
               step=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t, i=Py_ssize_t)
cdef Py_ssize_t _look_up(const u64[::1] table, const u64[::1] older, Py_ssize_t bins,
                         Py_ssize_t most, bint same, u64[::1] found) noexcept nogil

@cython.locals(count=Py_ssize_t, places=u64[::1], at=Py_ssize_t, level=Py_ssize_t,
               ordered=u64[::1])
cpdef object by_agreement(const u64[::1] pairs, const unsigned char[::1] agreements,
                          Py_ssize_t bins)

@cython.locals(rows=Py_ssize_t, at=Py_ssize_t, document=Py_ssize_t)
cpdef bint check_entries(const u64[::1] table, Py_ssize_t bins, const u64[::1] stories) except -1
