cimport cython

ctypedef unsigned long long u64

cdef int KEY_BYTES
cdef u64 SIGN, ALL_BITS
cdef Py_ssize_t FEW, DEEPEST

cpdef ascending(list strings, const unsigned int[::1] numbers)

@cython.locals(letters=bytes, total=Py_ssize_t, starts="unsigned int[::1]", i=Py_ssize_t)
cdef tuple _end_to_end(list strings)

@cython.locals(row="unsigned int[::1]", i=Py_ssize_t)
cpdef ascending_of(const unsigned int[::1] starts, const unsigned char[::1] letters,
                   const unsigned int[::1] numbers)

@cython.locals(count=Py_ssize_t, keys="unsigned long long[::1]", row="unsigned int[::1]",
               i=Py_ssize_t)
cpdef latest_first(const long long[::1] dates, const unsigned int[::1] numbers)

cpdef tuple joined(list strings, const unsigned int[::1] order)

@cython.locals(count=Py_ssize_t, row="unsigned int[::1]", i=Py_ssize_t, number=Py_ssize_t)
cpdef inverse(const unsigned int[::1] order)

@cython.locals(count=Py_ssize_t, made=list, i=Py_ssize_t, number=Py_ssize_t)
cpdef list picked(list items, const unsigned int[::1] order)

@cython.locals(count=Py_ssize_t, ends="unsigned int[::1]", total=Py_ssize_t, i=Py_ssize_t,
               copies="unsigned char[::1]", at=Py_ssize_t, place=Py_ssize_t)
cpdef tuple arranged(const unsigned int[::1] starts, const unsigned char[::1] letters,
                     const unsigned int[::1] order)

@cython.locals(count=Py_ssize_t, places="unsigned int[::1]", i=Py_ssize_t,
               from_keys="unsigned long long[::1]", to_keys="unsigned long long[::1]",
               from_row="unsigned int[::1]", to_row="unsigned int[::1]", key=u64, byte=int,
               swapped=bint, total=Py_ssize_t, largest=Py_ssize_t, size=Py_ssize_t,
               at=Py_ssize_t, place=Py_ssize_t)
cdef _sort(u64[::1] keys, unsigned int[::1] row)

@cython.locals(count=Py_ssize_t, keys="unsigned long long[::1]", i=Py_ssize_t, start=Py_ssize_t,
               end=Py_ssize_t)
cdef _arrange(const unsigned int[::1] starts, const unsigned char[::1] letters,
              unsigned int[::1] row, Py_ssize_t shared)

@cython.locals(shared=Py_ssize_t, whole=list, i=Py_ssize_t, number=Py_ssize_t)
cdef _arrange_alike(const unsigned int[::1] starts, const unsigned char[::1] letters,
                    unsigned int[::1] row, Py_ssize_t alike)

@cython.locals(i=Py_ssize_t, number="unsigned int", at=Py_ssize_t)
cdef _insert(const unsigned int[::1] starts, const unsigned char[::1] letters,
             unsigned int[::1] row, Py_ssize_t start, Py_ssize_t end, Py_ssize_t shared)

@cython.locals(one=Py_ssize_t, other=Py_ssize_t, size=Py_ssize_t, others=Py_ssize_t,
               length=Py_ssize_t)
cdef bint _before(const unsigned int[::1] starts, const unsigned char[::1] letters,
                  Py_ssize_t left, Py_ssize_t right, Py_ssize_t at) noexcept

@cython.locals(first=Py_ssize_t, string=Py_ssize_t, shared=Py_ssize_t, length=Py_ssize_t,
               at=Py_ssize_t, i=Py_ssize_t)
cdef Py_ssize_t _shared(const unsigned int[::1] starts, const unsigned char[::1] letters,
                        const unsigned int[::1] numbers) noexcept

@cython.locals(first=Py_ssize_t, length=Py_ssize_t, at=Py_ssize_t, key=u64, byte="unsigned char")
cdef u64 _key(const unsigned int[::1] starts, const unsigned char[::1] letters, Py_ssize_t number,
              Py_ssize_t start) noexcept
