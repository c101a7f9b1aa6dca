cimport cython

ctypedef unsigned int u32
ctypedef long long i64

@cython.locals(i=Py_ssize_t, document=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t,
               at=Py_ssize_t, ordinal=Py_ssize_t)
cpdef int count_ordinals(const u32[::1] documents, const u32[::1] offsets,
                         const u32[::1] ordinals, u32[::1] counts) except -1

@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t, date=i64)
cpdef Py_ssize_t dated_count(const u32[::1] documents, const i64[::1] dates, i64 missing) except -1

@cython.locals(done=Py_ssize_t, interval=Py_ssize_t, start=i64, step=Py_ssize_t, low=Py_ssize_t,
               high=Py_ssize_t, middle=Py_ssize_t, date=i64)
cpdef int count_intervals(const u32[::1] documents, const i64[::1] dates, Py_ssize_t count,
                          const i64[::1] starts, u32[::1] counts) except -1
