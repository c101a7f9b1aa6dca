cimport cython
from newsearch.kernel.page_blocks cimport Block, Element

cdef str SENTENCE_ENDS, SENTENCE_MARKS
cdef Py_ssize_t PROSE_LENGTH, SENTENCE_LENGTH, MOST_COUNTED, LONGEST_LINK
cdef double SHORT_PENALTY, CELL_VALUE, LINK_PENALTY

@cython.locals(block=Block)
cpdef list block_values(list blocks, frozenset headings, double linked_share, object is_notice,
                        object is_linked_prose)

@cython.locals(text=str, tag=str, size=Py_ssize_t, share=double, length=Py_ssize_t)
cdef double _value(Block block, frozenset headings, double linked_share, object is_notice,
                   object is_linked_prose) except? -1.0

@cython.locals(count=Py_ssize_t, character=cython.Py_UCS4, code="unsigned int")
cdef Py_ssize_t _wide(str text) except -1

@cython.locals(character=cython.Py_UCS4)
cdef bint _has_mark(str text) except -1

@cython.locals(total=double, value=double, sums=list, count=Py_ssize_t, number=Py_ssize_t)
cdef list _sums(list values, bytearray alive, double least)

@cython.locals(end=double, first=double)
cdef double _held(list sums, Element element) except? -1.0

@cython.locals(prose=list, limit=double, around=set, number=Py_ssize_t, element=Element,
               holder=Element, parent=Py_ssize_t, first=Py_ssize_t, block=Block, held=double,
               at=Py_ssize_t)
cpdef bytearray mark_furniture(list elements, list blocks, list values, Py_ssize_t title,
                               double share, object named_bad, frozenset bad_tags)

@cython.locals(around=set, element=Element, holder=Element, parent=Py_ssize_t)
cdef set _around_main(list elements)

@cython.locals(sums=list, prose=list, best=double, found=Py_ssize_t, number=Py_ssize_t,
               element=Element, score=double, named=Py_ssize_t, name_score=double)
cpdef tuple find_container(list elements, list values, bytearray alive, object named_good,
                           double bonus, double share, frozenset small_tags)

@cython.locals(element=Element, best=double, all_prose=double, end=Py_ssize_t, count=Py_ssize_t,
               number=Py_ssize_t)
cdef Py_ssize_t _narrow(list elements, list sums, list prose, Py_ssize_t found, double share,
                        frozenset small_tags) except -1

@cython.locals(root=Element, end=Py_ssize_t, last=Py_ssize_t, count=Py_ssize_t, element=Element,
               totals=list, at=Py_ssize_t, block=Block, place=Py_ssize_t, dropped=bytearray,
               number=Py_ssize_t, total=double, parent=Py_ssize_t, kept=list, value=double)
cpdef list prune(list elements, list blocks, list values, bytearray alive, Py_ssize_t container)
