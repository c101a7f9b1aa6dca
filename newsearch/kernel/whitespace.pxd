cimport cython

cdef int WRAP_SAMPLE, WRAP_LINES, WRAP_WIDTH, WRAP_LEAST, UNDECIDED, SPACE, LINE_END
cdef int CONTROL, LONE_LINES, UNCHANGED

@cython.locals(data=bytes, result=bytes)
cpdef object normalise_whitespace(object text)

@cython.locals(size=Py_ssize_t, result=bytearray, out='unsigned char*', length=Py_ssize_t)
cpdef bytes normalised(bytes data)

@cython.locals(source='const unsigned char*', out='unsigned char*', length=Py_ssize_t)
cpdef bytes normalised_part(bytearray row, Py_ssize_t start, Py_ssize_t stop, bytearray room)

cpdef bytes paragraphs(bytes data)

@cython.locals(size=Py_ssize_t, length=Py_ssize_t, at=Py_ssize_t, single=int, blank=bint,
               found=cython.uchar, i=Py_ssize_t, byte=cython.uchar, after=cython.uchar,
               breaks=Py_ssize_t, first=Py_ssize_t)
cdef Py_ssize_t write_normalised(const unsigned char* source, Py_ssize_t start, Py_ssize_t stop,
                                 unsigned char* out) noexcept

@cython.locals(at=Py_ssize_t, found=cython.uchar, i=Py_ssize_t)
cdef bint has_blank_line(const unsigned char* text, Py_ssize_t start, Py_ssize_t stop) noexcept

cpdef bint is_wrapped(bytes data, Py_ssize_t start, Py_ssize_t stop) noexcept

@cython.locals(wrapped=int, other=int, before=bint, full=bint, left=Py_ssize_t, at=Py_ssize_t,
               end=Py_ssize_t, last=Py_ssize_t, width=Py_ssize_t, indented=bint,
               found=cython.uchar, i=Py_ssize_t, byte=cython.uchar)
cdef bint lines_are_wrapped(const unsigned char* text, Py_ssize_t start, Py_ssize_t stop) noexcept

@cython.locals(last=cython.uchar, middle=cython.uchar, first=cython.uchar)
cdef bint ends_sentence(const unsigned char* text, Py_ssize_t end) noexcept
