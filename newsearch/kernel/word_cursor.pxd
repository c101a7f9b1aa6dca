cimport cython
from newsearch.kernel.cursor cimport Cursor

@cython.final
cdef class Source:
    cdef const unsigned int[::1] words
    cdef const float[::1] lengths
    cdef const unsigned int[::1] field_lengths
    cdef Py_ssize_t limit
    cdef long long document_count
    cdef double b_part, length_part
    cdef double title_weight, summary_weight, body_weight, tags_weight
    cdef unsigned int gap
    cdef double bound_factor

cdef class WordCursor(Cursor):
    cdef Source source
    cdef public double weight
    cdef public unsigned int[::1] positions
    cdef Py_ssize_t position_room
    cpdef double weighted_frequency(self) except? -1.0
    cpdef Py_ssize_t load_positions(self) except -1
    @cython.locals(source=Source, frequency=double, length=double, factor=double, score=double)
    cpdef double score(self) except? -1.0
    cdef void _room(self, Py_ssize_t count)
