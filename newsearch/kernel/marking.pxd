cimport cython
from newsearch.kernel.scanner cimport Scanner
from newsearch.kernel.tokenise cimport Forms

ctypedef unsigned int u32

cdef u32 UNKNOWN
cdef int OPEN
cdef Py_ssize_t LAST

@cython.locals(known=Py_ssize_t, term_count=Py_ssize_t, size=Py_ssize_t, words=u32[::1],
               term_of=cython.uint[::1], mark_of=cython.uchar[::1], scanner=Scanner, unknown=u32,
               place=Py_ssize_t, filled=Py_ssize_t, undecided=cython.bint, form=Py_ssize_t,
               term=u32, mark=cython.int, found=Py_ssize_t, at=Py_ssize_t)
cpdef tuple marked_words(Forms forms, bytes text, const unsigned char[::1] leads, object terms,
                         bytearray marks)

@cython.locals(count=Py_ssize_t, times=u32[::1], score=cython.double, best=cython.double,
               best_first=Py_ssize_t, best_last=Py_ssize_t, last=Py_ssize_t, first=Py_ssize_t,
               begin=Py_ssize_t, end=Py_ssize_t, part=Py_ssize_t)
cpdef tuple best_window(const u32[::1] starts, const u32[::1] ends, const u32[::1] parts,
                        const double[::1] weights, Py_ssize_t width, double again)

@cython.locals(known=Py_ssize_t, found=Py_ssize_t, row=object, marks=u32[::1], at=Py_ssize_t,
               term=u32)
cpdef tuple marks_of(const u32[::1] rows, Py_ssize_t count, const u32[::1] terms,
                     const u32[::1] parts)

@cython.locals(at=Py_ssize_t, count=Py_ssize_t, i=Py_ssize_t, width=Py_ssize_t)
cpdef object in_characters(bytes text, u32[::1] starts, u32[::1] ends)

@cython.locals(count=Py_ssize_t, at=Py_ssize_t)
cdef Py_ssize_t _characters(const unsigned char[::1] text, Py_ssize_t start,
                            Py_ssize_t end) except -1

@cython.locals(count=Py_ssize_t, part_count=Py_ssize_t, weights=double[::1], counts=u32[::1],
               at=Py_ssize_t, part=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, missing=bint,
               one=double, shown=bytearray, row=object, others=u32[::1], left=Py_ssize_t,
               low=tuple, high=tuple, whole=tuple)
cpdef tuple best_windows(const u32[::1] starts, const u32[::1] ends, const u32[::1] parts,
                         object words, Py_ssize_t width, Py_ssize_t half, double again,
                         double gain)

@cython.locals(end=u32, at=Py_ssize_t)
cdef u32 _furthest(const u32[::1] ends, Py_ssize_t first, Py_ssize_t last) except? 0

@cython.locals(at=Py_ssize_t)
cdef object _show(const u32[::1] parts, Py_ssize_t first, Py_ssize_t last, bytearray shown)

@cython.locals(weight=double, part=Py_ssize_t)
cdef double _weight(const double[::1] weights, bytearray shown) except? -1

@cython.locals(count=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t)
cpdef list merged_spans(const u32[::1] starts, const u32[::1] ends, Py_ssize_t low=*,
                        Py_ssize_t high=*)
