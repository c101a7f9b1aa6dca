cimport cython

cdef str QUOTE
cdef int NEAREST, SIGN, HIDDEN, STYLE
cdef dict ATTRIBUTES
cdef str HIDDEN_HINT

@cython.final
cdef class Element:
    cdef public str tag, hint
    cdef public Py_ssize_t parent, first, end
    cdef public size_t key
    cdef public bint bad

@cython.final
cdef class Block:
    cdef public str text, tag
    cdef public Py_ssize_t element, linked, strong
    cdef public bint quoted

@cython.locals(hint=str, kind=object, name=object, value=object)
cdef str _hint(dict attributes, object read_names, object hides)

@cython.locals(around=list, numbers=list, count=Py_ssize_t, ended=Py_ssize_t, begun=list, text=str,
               linked=Py_ssize_t, strong=Py_ssize_t, element=Element, parent=Py_ssize_t, hint=str,
               attributes=dict,                role=str, quoted=bint, depth=Py_ssize_t, place=Py_ssize_t, number=Py_ssize_t)
cpdef make_blocks(list runs, object read_names, object hides, frozenset roles, list elements, list blocks)
