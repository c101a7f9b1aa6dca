# C types of stored_places.py, which Cython compiles as it is.
cimport cython

cdef unsigned int DELETED

@cython.locals(count=Py_ssize_t, document=Py_ssize_t, block=Py_ssize_t)
cpdef mark_blocks(const unsigned int[::1] places, const unsigned int[::1] numbers,
                  Py_ssize_t first, Py_ssize_t stop, unsigned char[::1] marks)

@cython.locals(count=Py_ssize_t, document=Py_ssize_t, block=Py_ssize_t)
cpdef documents_in(const unsigned int[::1] places, const unsigned int[::1] numbers,
                   Py_ssize_t first, Py_ssize_t stop, unsigned char[::1] marks)

@cython.locals(count=Py_ssize_t, room=Py_ssize_t, document=Py_ssize_t, block=Py_ssize_t,
               number=Py_ssize_t)
cpdef move_places(const unsigned int[::1] places, const unsigned int[::1] numbers,
                  Py_ssize_t first, Py_ssize_t stop, const unsigned int[::1] blocks,
                  unsigned int[::1] moved)
