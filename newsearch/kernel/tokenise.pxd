# C types of tokenise.py, which Cython compiles as it is.
cimport cython

cdef int LETTER, DIGIT, MARK, IDEOGRAPH, IGNORABLE, APOSTROPHE
cdef unsigned long long MASK
cdef unsigned long long LONG_WORD
cdef unsigned long long GOLDEN
cdef unsigned int UNKNOWN
cdef Py_ssize_t LONGEST
cdef const unsigned char[::1] FAST
cdef const unsigned char[::1] LOWER
cdef const unsigned char[::1] BASIC
cdef const unsigned char[::1] ASTRAL


@cython.final
cdef class Scanner:
    cdef const unsigned char[::1] text
    cdef Py_ssize_t length, position, tail
    cdef readonly Py_ssize_t start, end
    cdef readonly unsigned long long key

    @cython.locals(lead=cython.uint, second=cython.uint, third=cython.uint, fourth=cython.uint,
                   code=cython.uint)
    cdef int character(self, Py_ssize_t at) noexcept

    @cython.locals(at=Py_ssize_t, length=Py_ssize_t, packed=cython.ulonglong,
                   code=cython.uint)
    cpdef bint advance(self) noexcept

    @cython.locals(unit=cython.int, kind=cython.int)
    cdef Py_ssize_t begin(self, Py_ssize_t at) noexcept

    @cython.locals(at=Py_ssize_t, unit=cython.int, kind=cython.int, previous=cython.int,
                   part=Py_ssize_t,
                   dotted=cython.bint, joined=Py_ssize_t)
    cdef Py_ssize_t word_end(self, Py_ssize_t start) noexcept

    @cython.locals(byte=cython.uint, following=cython.int, unit=cython.int)
    cdef Py_ssize_t join(self, Py_ssize_t at, int kind, int previous, Py_ssize_t part,
                         bint dotted) noexcept

    @cython.locals(unit=cython.int)
    cdef Py_ssize_t unit_end(self, Py_ssize_t at) noexcept

    @cython.locals(at=Py_ssize_t, packed=cython.ulonglong)
    cdef unsigned long long packed(self, Py_ssize_t start, Py_ssize_t end) noexcept

    @cython.locals(at=Py_ssize_t)
    cdef bint finish(self, Py_ssize_t start, Py_ssize_t end, unsigned long long packed) noexcept


@cython.final
cdef class Forms:
    cdef Scanner scanner
    cdef readonly Py_ssize_t token_count, form_count
    cdef object _tokens_array, _slots_array, _offsets_array, _letters_array
    cdef unsigned int[::1] _tokens
    cdef unsigned long long[::1] _slots
    cdef unsigned int[::1] _offsets
    cdef unsigned char[::1] _letters
    cdef Py_ssize_t _letter_count
    cdef int _shift

    @cython.locals(count=Py_ssize_t, added=Py_ssize_t, length=Py_ssize_t,
                   scanner=Scanner)
    cpdef Py_ssize_t append(self, bytes text) except -1

    @cython.locals(slot=Py_ssize_t, last=Py_ssize_t, held=cython.ulonglong,
                   size=cython.ulonglong, stored=cython.ulonglong)
    cdef Py_ssize_t number(self, unsigned long long key, Py_ssize_t start,
                           Py_ssize_t length) except -1

    @cython.locals(index=Py_ssize_t, first=Py_ssize_t)
    cdef bint same(self, Py_ssize_t form, Py_ssize_t start, Py_ssize_t length) noexcept

    @cython.locals(index=Py_ssize_t, form=Py_ssize_t, used=Py_ssize_t, size=cython.ulonglong,
                   identity=cython.ulonglong)
    cdef Py_ssize_t insert(self, Py_ssize_t slot, unsigned long long key, Py_ssize_t start,
                           Py_ssize_t length) except -1

    @cython.locals(old=cython.ulonglong[::1], index=Py_ssize_t, slot=Py_ssize_t, last=Py_ssize_t,
                   slots=Py_ssize_t, key=cython.ulonglong, places=cython.ulonglong[::1],
                   held=Py_ssize_t, place=Py_ssize_t)
    cdef bint grow_slots(self) except -1

    cdef bint reserve(self, Py_ssize_t more) except -1

    cdef bint check_range(self, Py_ssize_t first, Py_ssize_t last) except -1
