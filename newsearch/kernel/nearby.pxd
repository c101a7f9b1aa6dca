cimport cython
from newsearch.kernel.sorted_bytes cimport SortedBytes

@cython.locals(columns=Py_ssize_t, deepest=Py_ssize_t, width=Py_ssize_t)
cpdef object near(SortedBytes strings, Py_ssize_t first, Py_ssize_t stop, str word,
                  Py_ssize_t limit)
@cython.locals(deepest=Py_ssize_t, width=Py_ssize_t, ordinal=Py_ssize_t, before=Py_ssize_t,
               depth=Py_ssize_t, start=Py_ssize_t, size=Py_ssize_t, shared=Py_ssize_t,
               at=Py_ssize_t, length=Py_ssize_t, i=Py_ssize_t, j=Py_ssize_t, above=Py_ssize_t,
               row=Py_ssize_t, near_enough=bint, point="unsigned int", cost=int, least=int,
               path="unsigned int[::1]", offsets="int[::1]", leasts="int[::1]")
cdef int walk(SortedBytes strings, Py_ssize_t first, Py_ssize_t stop,
              const unsigned int[::1] wanted, Py_ssize_t columns, Py_ssize_t limit,
              int[::1] rows, object found) except -1
