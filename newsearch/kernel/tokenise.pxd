# C types of tokenise.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.scanner cimport Scanner, give_back, take_scanner

ctypedef unsigned long long u64
ctypedef unsigned int u32
ctypedef unsigned short u16
ctypedef unsigned char u8

cdef u64 GOLDEN, SPREAD, RECENT_LAST
cdef int RECENT_SHIFT
cdef u32 UNKNOWN
cdef Py_ssize_t LONGEST_EIGHTS


@cython.locals(scanner=Scanner, count=Py_ssize_t)
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
    cdef u64[::1] _recent
    cdef u32[::1] _missed
    cdef Py_ssize_t _letter_count
    cdef int _shift
    cdef u64 touched

    @cython.locals(scanner=Scanner, before=Py_ssize_t, count=Py_ssize_t)
    cpdef Py_ssize_t append(self, bytes text) except -1

    @cython.locals(scanner=Scanner, limits=cython.ulonglong[::1], ends=u32[::1])
    cpdef object append_all(self, list texts)

    @cython.locals(text=Py_ssize_t, count=Py_ssize_t, bounds=u32[::1], after=Py_ssize_t,
                   last=Py_ssize_t, middle=Py_ssize_t)
    cdef Py_ssize_t append_rows(self, u64[::1] limits, u32[::1] ends) except -1 nogil

    @cython.locals(count=Py_ssize_t)
    cdef Py_ssize_t next_row(self) except -1 nogil

    @cython.locals(missed=Py_ssize_t)
    cdef void number(self, u64[::1] keys, Py_ssize_t count) noexcept nogil

    @cython.locals(token_count=Py_ssize_t, found=Py_ssize_t, at=Py_ssize_t, first=u64, second=u64,
                   place=u64, held=u64, last=u64, shift=int)
    cdef Py_ssize_t look_up(self, u64[::1] recent, u64[::1] keys, u32[::1] tokens, u32[::1] missed,
                            Py_ssize_t count) noexcept nogil

    @cython.locals(shift=int, last=u64, touched=u64, i=Py_ssize_t, at=Py_ssize_t)
    cdef void touch(self, u64[::1] slots, u64[::1] keys, u32[::1] missed,
                    Py_ssize_t count) noexcept nogil

    @cython.locals(token_count=Py_ssize_t, i=Py_ssize_t, at=Py_ssize_t, first=u64, second=u64,
                   place=u64, form=u64, last=u64)
    cdef void find_missed(self, u64[::1] recent, u64[::1] keys, u32[::1] tokens, u32[::1] missed,
                          Py_ssize_t count) noexcept nogil

    @cython.locals(first=u64, second=u64, last=u64, slot=u64, stored=u64, held=u64,
                   form=Py_ssize_t)
    cdef Py_ssize_t find(self, Py_ssize_t place) noexcept nogil

    @cython.locals(start=Py_ssize_t, end=Py_ssize_t, first=Py_ssize_t, size=u32)
    cdef bint same(self, Py_ssize_t form, Py_ssize_t place) noexcept nogil

    @cython.locals(form=Py_ssize_t, used=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t,
                   after=Py_ssize_t, identity=u64, second=u64)
    cdef Py_ssize_t insert(self, Py_ssize_t slot, Py_ssize_t place) noexcept nogil

    @cython.locals(row=bytearray, letters="unsigned char*", at=Py_ssize_t, number=u32,
                   size=Py_ssize_t)
    cpdef list words(self, const u32[::1] numbers)

    cdef Py_ssize_t most_bytes(self, Py_ssize_t number) noexcept

    @cython.locals(size=Py_ssize_t, place=Py_ssize_t, eight=u64, byte=u8)
    cdef Py_ssize_t spell(self, Py_ssize_t number, u8* letters) noexcept

    cdef bint has_room(self, Py_ssize_t more) noexcept nogil

    cdef bint reserve(self, Py_ssize_t more) except -1

    @cython.locals(old=u64[::1], last=u64, places=u64[::1], index=Py_ssize_t, first=u64,
                   second=u64, slot=u64)
    cdef bint grow_slots(self) except -1

    cdef bint check_range(self, Py_ssize_t first, Py_ssize_t last) except -1


cdef u64 spread(u64 first, u64 second) noexcept nogil
