cimport cython
from newsearch.kernel.invert cimport TermResults
from newsearch.kernel.packing cimport PostingWriter

@cython.locals(row="unsigned int[::1]", count=Py_ssize_t, i=Py_ssize_t, number=Py_ssize_t)
cpdef chosen(const unsigned int[::1] numbers, const unsigned int[::1] choices)

@cython.locals(count=Py_ssize_t, offsets="unsigned int[::1]", total=Py_ssize_t,
               document=Py_ssize_t, kind=Py_ssize_t, row="unsigned int[::1]", at=Py_ssize_t,
               i=Py_ssize_t)
cpdef tuple column(const unsigned int[::1] kinds, const unsigned int[::1] starts,
                   const unsigned int[::1] values)

@cython.locals(count=Py_ssize_t, term_count=Py_ssize_t, i=Py_ssize_t, ends="unsigned long long[::1]",
               document=Py_ssize_t, kind=Py_ssize_t, term=Py_ssize_t,
               documents="unsigned int[::1]", place=Py_ssize_t)
cpdef encode_keywords(const unsigned int[::1] kinds, const unsigned int[::1] starts,
                      const unsigned int[::1] terms, PostingWriter writer, TermResults results)

@cython.locals(count=Py_ssize_t, end=Py_ssize_t, kind=Py_ssize_t, document=Py_ssize_t)
cdef _check(const unsigned int[::1] kinds, const unsigned int[::1] starts, Py_ssize_t size)
