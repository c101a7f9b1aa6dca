# C types of story_entries.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.shingles cimport Bodies, Comparison

ctypedef unsigned long long u64
ctypedef unsigned int u32

cdef u32 DELETED
cdef u64 LOW
cdef int BYTES, LEAD


@cython.locals(count=Py_ssize_t, kept=Py_ssize_t, document=Py_ssize_t, table=u64[::1],
               spare=u64[::1], at=Py_ssize_t, place=Py_ssize_t, value=u64)
cpdef object entries_of(const u32[::1] sketches, const u32[::1] numbers, Py_ssize_t bins)

@cython.locals(counts=u32[::1])
cpdef object sort_row(u64[::1] row, u64[::1] spare)

@cython.locals(count=Py_ssize_t, taken=u64[::1], given=u64[::1], i=Py_ssize_t, number=u64,
               byte=int, swapped=bint, total=u32, largest=Py_ssize_t, size=u32, at=Py_ssize_t)
cdef void _sort_row(u64[::1] row, u64[::1] spare, u32[::1] counts) noexcept nogil

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

@cython.locals(count=Py_ssize_t, at=Py_ssize_t)
cpdef object gather(Bodies bodies, Comparison comparison, const u64[::1] pairs,
                    const unsigned char[::1] agreements, Py_ssize_t sure, Py_ssize_t failures,
                    u64[::1] stories, unsigned char[::1] leads)

@cython.locals(at=Py_ssize_t, document=Py_ssize_t, first=Py_ssize_t, second=Py_ssize_t,
               most=Py_ssize_t, chosen=Py_ssize_t, other=Py_ssize_t, shared=Py_ssize_t)
cdef void _gather(Bodies bodies, Comparison comparison, const u64[::1] pairs,
                  const unsigned char[::1] agreements, Py_ssize_t sure, Py_ssize_t failures,
                  u64[::1] stories, unsigned char[::1] leads) noexcept nogil

@cython.locals(at=Py_ssize_t, document=Py_ssize_t)
cpdef object orphans(const u64[::1] table, Py_ssize_t bins, const u32[::1] numbers,
                     const u64[::1] stories)

@cython.locals(good=bint)
cpdef object heirs(const u64[::1] table, Py_ssize_t bins, const u32[::1] numbers,
                   const u64[::1] stories, const u64[::1] orphaned, u32[::1] chosen,
                   unsigned char[::1] standing)

@cython.locals(at=Py_ssize_t, document=Py_ssize_t, place=Py_ssize_t)
cdef bint _heirs(const u64[::1] table, Py_ssize_t bins, const u32[::1] numbers,
                 const u64[::1] stories, const u64[::1] orphaned, u32[::1] chosen,
                 unsigned char[::1] standing) noexcept nogil

cpdef Py_ssize_t move_entries(const u64[::1] row, const u32[::1] numbers,
                              const u64[::1] stories, const u64[::1] orphaned,
                              const u32[::1] chosen, u64[::1] moved, Py_ssize_t at) except -1

@cython.locals(i=Py_ssize_t, document=Py_ssize_t, number=u32, place=Py_ssize_t)
cdef Py_ssize_t _move_entries(const u64[::1] row, const u32[::1] numbers,
                              const u64[::1] stories, const u64[::1] orphaned,
                              const u32[::1] chosen, u64[::1] moved,
                              Py_ssize_t at) noexcept nogil

@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cdef Py_ssize_t _place(const u64[::1] row, u64 number) noexcept nogil

@cython.locals(at=Py_ssize_t, document=u32)
cpdef object in_stories(const u32[::1] documents, const u64[::1] stories, const u64[::1] wanted)

@cython.locals(rows=Py_ssize_t, at=Py_ssize_t)
cpdef bint check_entries(const u64[::1] table, Py_ssize_t bins, Py_ssize_t documents) except -1

cdef object _check(const u64[::1] table, Py_ssize_t bins, const u32[::1] numbers,
                   const u64[::1] stories)
