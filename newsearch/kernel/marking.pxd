cimport cython
from newsearch.kernel.scanner cimport Scanner

ctypedef unsigned int u32

@cython.locals(term_count=Py_ssize_t, filled=Py_ssize_t, at=Py_ssize_t, form=Py_ssize_t,
               term=Py_ssize_t)
cpdef Py_ssize_t marked_tokens(const u32[::1] tokens, Py_ssize_t first, Py_ssize_t last,
                               const u32[::1] terms, const unsigned char[::1] marks,
                               u32[::1] found) except -1

@cython.locals(scanner=Scanner, offsets=u32[::1], first=Py_ssize_t, row=Py_ssize_t,
               filled=Py_ssize_t, wanted=Py_ssize_t)
cpdef object token_offsets(bytes text, const u32[::1] places, Py_ssize_t step, Py_ssize_t count)

@cython.locals(filled=Py_ssize_t, at=Py_ssize_t, form=Py_ssize_t, term=Py_ssize_t)
cpdef Py_ssize_t undecided_terms(const u32[::1] tokens, Py_ssize_t first, Py_ssize_t last,
                                 const u32[::1] terms, unsigned char[::1] marks,
                                 unsigned char undecided, u32[::1] found) except -1
