cimport cython

cdef int WRAP_SAMPLE, WRAP_LINES, WRAP_WIDTH, WRAP_LEAST, UNDECIDED, SPACE, LINE_END

@cython.locals(data=bytes, result=bytes)
cpdef object normalise_whitespace(object text)

@cython.locals(source='const unsigned char*', size=Py_ssize_t, start=Py_ssize_t,
               stop=Py_ssize_t, result=bytearray, out='unsigned char*', length=Py_ssize_t,
               at=Py_ssize_t, single=int, blank=bint, found=cython.uchar, i=Py_ssize_t,
               byte=cython.uchar, after=cython.uchar, breaks=Py_ssize_t, first=Py_ssize_t)
cpdef bytes normalised(bytes data)

@cython.locals(text='const unsigned char*', after=bint, at=Py_ssize_t, byte=cython.uchar)
cdef bint has_blank_line(bytes data, Py_ssize_t start, Py_ssize_t stop) noexcept

@cython.locals(text='const unsigned char*', wrapped=int, other=int, before=bint, full=bint,
               left=Py_ssize_t, at=Py_ssize_t, end=Py_ssize_t, last=Py_ssize_t, width=Py_ssize_t,
               indented=bint, found=cython.uchar, i=Py_ssize_t,
               byte=cython.uchar)
cpdef bint is_wrapped(bytes data, Py_ssize_t start, Py_ssize_t stop) noexcept

@cython.locals(text='const unsigned char*', last=cython.uchar, middle=cython.uchar,
               first=cython.uchar)
cdef bint ends_sentence(bytes data, Py_ssize_t end) noexcept
