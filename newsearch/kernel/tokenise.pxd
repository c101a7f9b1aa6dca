# C types of tokenise.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.scanner cimport Scanner

ctypedef unsigned long long u64
ctypedef unsigned int u32
ctypedef unsigned short u16
ctypedef unsigned char u8

cdef u64 GOLDEN, SPREAD, CASE_BITS, TOP_BITS
cdef u32 UNKNOWN
cdef Py_ssize_t KEYED
cdef const u64[::1] MASKS
cdef const u8[::1] JOINS


@cython.locals(scanner=Scanner, count=Py_ssize_t, at=Py_ssize_t)
cpdef object spans(bytes text)


@cython.final
cdef class Forms:
    cdef Scanner scanner
    cdef readonly Py_ssize_t token_count, form_count
    cdef object _tokens_room, _slots_room, _offsets_room, _letters_room
    cdef u32[::1] _tokens
    cdef u64[::1] _slots
    cdef u32[::1] _offsets
    cdef u64[::1] _letters
    cdef Py_ssize_t _letter_count
    cdef int _shift

    @cython.locals(scanner=Scanner, before=Py_ssize_t)
    cpdef Py_ssize_t append(self, bytes text) except -1

    @cython.locals(base=Py_ssize_t, edge=Py_ssize_t, count=Py_ssize_t, last=u64, shift=int,
                   start=Py_ssize_t, end=Py_ssize_t, size=Py_ssize_t, at=Py_ssize_t, right=int,
                   left=int, first=u64, second=u64, joins=u32, found=Py_ssize_t,
                   place=Py_ssize_t, slot=u64, held=u64)
    cdef bint number(self, Scanner scanner, u16[::1] edges, u64[::1] eights, u8[::1] text,
                     u32[::1] tokens, u64[::1] slots) except -1

    @cython.locals(slots=u64, slot=u64, stored=u64, held=u64, form=Py_ssize_t)
    cdef Py_ssize_t find(self, u64 first, u64 second, Py_ssize_t start,
                         Py_ssize_t end) except -1

    @cython.locals(first=Py_ssize_t, size=u32)
    cdef bint same(self, Py_ssize_t form, Py_ssize_t start, Py_ssize_t end) noexcept

    @cython.locals(form=Py_ssize_t, used=Py_ssize_t, after=Py_ssize_t, identity=u64)
    cdef Py_ssize_t insert(self, Py_ssize_t slot, u64 first, u64 second, Py_ssize_t start,
                           Py_ssize_t end) except -1

    cdef bint reserve(self, Py_ssize_t more) except -1

    @cython.locals(old=u64[::1], slots=Py_ssize_t, places=u32[::1], index=Py_ssize_t, first=u64,
                   second=u64, slot=u64)
    cdef bint grow_slots(self) except -1

    cdef bint check_range(self, Py_ssize_t first, Py_ssize_t last) except -1
