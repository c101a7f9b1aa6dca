# C types of instants.py, which Cython compiles as it is.
cimport cython

cdef long long MINUTE, DAY, DAYS_BEFORE
cdef bytes MIDNIGHT

@cython.locals(size=Py_ssize_t, line=bytes, given="const unsigned char*", made=bytearray,
               row="unsigned char*", year=int, month=int, day=int, end=Py_ssize_t, at=Py_ssize_t)
cpdef object utc_text(str text)

@cython.locals(line=bytes, given="const unsigned char*", month=int, year="long long",
               era="long long", of_era="long long", of_year="long long", days="long long",
               minutes="long long")
cpdef long long instant(str text) except? -1

@cython.locals(first=int, second=int)
cdef int two(const unsigned char* line, Py_ssize_t at) noexcept

cdef int days_of(int year, int month) noexcept
