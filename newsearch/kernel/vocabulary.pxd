# C types of vocabulary.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.tokenise cimport Forms
from newsearch.kernel.word_marks cimport drop_marks

ctypedef unsigned long long u64
ctypedef unsigned int u32
ctypedef unsigned char u8

cdef u64 MISSING, ALL_BITS, FIRST_HASH, PRIME, SPREAD
cdef Py_ssize_t LONGEST
cdef bint INTERPRETED
cdef int FIRST_BITS, LETTERS, MARKS, DIGITS, OTHERS, OTHER_ENDING


@cython.final
cdef class Vocabulary:
    cdef readonly Py_ssize_t count
    cdef object _slots_room, _starts_room, _hashes_room, _letters_room
    cdef u64[::1] _slots
    cdef u32[::1] _starts
    cdef u64[::1] _hashes
    cdef u8[::1] _letters
    cdef int _shift

    cpdef bytes term(self, Py_ssize_t number)

    @cython.locals(at=Py_ssize_t, total=Py_ssize_t, term=bytes)
    cpdef object enter(self, list terms, const u32[::1] forms, u32[::1] table)

    @cython.locals(count=Py_ssize_t, at=Py_ssize_t, total=Py_ssize_t, row=bytearray,
                   letters="unsigned char*", words=list, stems_of=u32[::1], folds_of=u32[::1], stem_count=Py_ssize_t,
                   fold_count=Py_ssize_t, size=Py_ssize_t, kind=int, last=int)
    cpdef tuple enter_forms(self, Forms forms, const u32[::1] numbers, u32[::1] table,
                            u32 endings)

    @cython.locals(value=u64, at=Py_ssize_t, byte=u8, last=u64, slot=u64, mark=u64, held=u64,
                   start=Py_ssize_t)
    cdef Py_ssize_t number(self, const u8* letters, Py_ssize_t size) noexcept

    @cython.locals(start=Py_ssize_t, at=Py_ssize_t)
    cdef bint same(self, Py_ssize_t number, const u8* letters, Py_ssize_t size) noexcept

    @cython.locals(at=Py_ssize_t)
    cdef bint check(self, const u32[::1] numbers) except -1

    @cython.locals(count=Py_ssize_t, used=Py_ssize_t)
    cdef bint reserve(self, Py_ssize_t more, Py_ssize_t letters) except -1

    @cython.locals(last=u64, number=u64, value=u64, slot=u64)
    cdef bint grow_slots(self) except -1


@cython.locals(row=bytearray, letters="unsigned char*", number=Py_ssize_t, kind=int)
cpdef object forms_to_judge(Forms forms, Py_ssize_t first)

@cython.locals(kind=int, at=Py_ssize_t, byte=u8)
cdef int _kind(const u8* letters, Py_ssize_t size) noexcept
