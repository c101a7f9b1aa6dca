cimport cython

cdef Py_ssize_t LONGEST, LONGEST_WORD
cdef double BEFORE, LEAST_FILLED

@cython.locals(stop=Py_ssize_t, room=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t,
               clean_start=bint, clean_end=bint)
cpdef object cut_passage(str text, list spans, Py_ssize_t core_start, Py_ssize_t core_end,
                         Py_ssize_t width, Py_ssize_t first=*, object last=*)

@cython.locals(starts=list, at=Py_ssize_t, stop=Py_ssize_t, lines=Py_ssize_t)
cpdef list sentence_starts(str text, Py_ssize_t first, Py_ssize_t last)

@cython.locals(sign=Py_UCS4, begin=Py_ssize_t)
cdef bint _ends_sentence(str text, Py_ssize_t first, Py_ssize_t stop, Py_ssize_t after,
                         Py_ssize_t last, Py_ssize_t lines) except -1

@cython.locals(spare=Py_ssize_t, before=Py_ssize_t, rest=Py_ssize_t, near_end=bint,
               earliest=Py_ssize_t, best=Py_ssize_t, start=Py_ssize_t)
cdef Py_ssize_t _start(str text, list spans, Py_ssize_t core_start, Py_ssize_t core_end,
                       Py_ssize_t room, Py_ssize_t first, Py_ssize_t stop) except? -1

@cython.locals(wanted=Py_ssize_t, best=Py_ssize_t, end=Py_ssize_t)
cdef Py_ssize_t _end(str text, list spans, Py_ssize_t start, Py_ssize_t least, Py_ssize_t most,
                     Py_ssize_t stop) except? -1

cdef Py_ssize_t _skip_spaces(str text, Py_ssize_t at, Py_ssize_t most) except -1

@cython.locals(place=Py_ssize_t)
cdef Py_ssize_t _word_limit_after(str text, Py_ssize_t at, Py_ssize_t most) except -1

@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t _word_limit_before(str text, Py_ssize_t least, Py_ssize_t most) except -1

@cython.locals(step=Py_ssize_t)
cdef Py_ssize_t _character_limit(str text, Py_ssize_t at, Py_ssize_t to) except -1

@cython.locals(marked=list, line=str, plain=bint, at=Py_ssize_t, count=Py_ssize_t,
               low=Py_ssize_t, high=Py_ssize_t, begin=Py_ssize_t)
cpdef tuple one_line(str text, Py_ssize_t start, Py_ssize_t end, list spans, Py_ssize_t place)

@cython.locals(words=str)
cdef str _spaced(str piece)
