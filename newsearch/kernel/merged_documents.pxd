cimport cython

ctypedef unsigned long long u64

cdef unsigned int DELETED

@cython.final
cdef class DocumentInput:
    cdef const long long[::1] dates
    cdef const unsigned int[::1] ordinals, ids
    cdef unsigned int[::1] numbers
    cdef Py_ssize_t count, place
    cdef long long date
    cdef unsigned int id
    @cython.locals(place=Py_ssize_t, ordinal=Py_ssize_t)
    cdef int step(self) except -1

@cython.final
cdef class DocumentOrder:
    cdef list inputs
    cdef public object owners, ids
    cdef unsigned short[::1] owner_view
    cdef unsigned int[::1] id_view
    cdef public Py_ssize_t count
    cdef Py_ssize_t room
    cdef bint started
    @cython.locals(inputs=list, at=Py_ssize_t, i=Py_ssize_t, source=DocumentInput, date="long long", id="unsigned int")
    cpdef bint run(self, Py_ssize_t limit) except -1

@cython.final
cdef class Items:
    cdef const unsigned char[::1] data
    cdef const unsigned int[::1] numbers
    cdef Py_ssize_t count, place

@cython.locals(at=Py_ssize_t, document=Py_ssize_t, source=Items, place=Py_ssize_t, start=Py_ssize_t, i=Py_ssize_t)
cpdef copy_items(list inputs, const unsigned short[::1] owners, Py_ssize_t first, Py_ssize_t stop,
                 Py_ssize_t width, unsigned char[::1] out)

@cython.final
cdef class Values:
    cdef const unsigned int[::1] offsets, ordinals, numbers
    cdef unsigned int[::1] merged
    cdef Py_ssize_t count, ordinal_count, value_count, place
    @cython.locals(total=Py_ssize_t, place=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, i=Py_ssize_t)
    cpdef Py_ssize_t mark(self, Py_ssize_t first, Py_ssize_t stop) except -1

@cython.locals(at=Py_ssize_t, room=Py_ssize_t, document=Py_ssize_t, source=Values, place=Py_ssize_t,
               start=Py_ssize_t, end=Py_ssize_t, i=Py_ssize_t)
cpdef copy_values(list inputs, const unsigned short[::1] owners, Py_ssize_t first, Py_ssize_t stop,
                  unsigned int[::1] offsets, unsigned int[::1] ordinals)

@cython.locals(without=Py_ssize_t, document=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, i=Py_ssize_t,
               ordinal=Py_ssize_t)
cpdef count_values(const unsigned int[::1] offsets, const unsigned int[::1] ordinals, Py_ssize_t first,
                   Py_ssize_t stop, unsigned int[::1] counts, unsigned int[::1] firsts)

@cython.locals(count=Py_ssize_t, document=Py_ssize_t, ordinal=Py_ssize_t)
cpdef drop_deleted(const unsigned char[::1] deleted, const unsigned int[::1] ordinals, Py_ssize_t first,
                   Py_ssize_t stop, unsigned int[::1] ids)

@cython.locals(count=Py_ssize_t, document=Py_ssize_t)
cpdef place_documents(const unsigned int[::1] ids, Py_ssize_t first, Py_ssize_t stop,
                      unsigned int[::1] documents)
