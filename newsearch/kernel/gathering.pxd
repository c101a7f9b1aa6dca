# C types of gathering.py, which Cython compiles as it is.
cimport cython

cdef int LENGTH_BYTES

@cython.locals(count=Py_ssize_t, number="unsigned int", end=Py_ssize_t, stop=Py_ssize_t,
               rows="unsigned int[::1]", heads=bytearray, head="unsigned char*", at=Py_ssize_t,
               line=bytes, body=bytes, size=Py_ssize_t)
cpdef tuple cut_block(list lines, list bodies, Py_ssize_t first, tuple block, object places,
                      list parts)

@cython.locals(articles=Py_ssize_t, texts=Py_ssize_t, stops="unsigned int[::1]",
               counts="unsigned int[::1]", ends="unsigned int[::1]", kinds="unsigned char[::1]",
               last="long long", count=Py_ssize_t, text=Py_ssize_t, at=Py_ssize_t, own=bytes,
               size=Py_ssize_t, most="long long", i=Py_ssize_t, end="long long")
cpdef tuple runs_of(list fields, const unsigned int[::1] text_ends, long long first,
                    long long longest)
