cimport cython
from newsearch.kernel.scanner cimport Scanner
from newsearch.kernel.tokenise cimport Forms

ctypedef unsigned int u32

cdef u32 UNKNOWN
cdef int OPEN

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

@cython.locals(count=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t)
cpdef list merged_spans(const u32[::1] starts, const u32[::1] ends)
