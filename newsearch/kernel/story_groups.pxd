# C types of story_groups.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.shingles cimport Bodies, Comparison

ctypedef unsigned long long u64
ctypedef unsigned int u32

cdef u32 DELETED
cdef u64 LOW
cdef int LEAD


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

cdef object _check(const u64[::1] table, Py_ssize_t bins, const u32[::1] numbers,
                   const u64[::1] stories)
