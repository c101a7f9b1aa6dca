cimport cython
from newsearch.kernel.name_signs cimport NameSigns

cdef int OTHER, WANTED, LINK, IGNORED, UNKNOWN
cdef unsigned long long TAGS

@cython.locals(table=bytearray, known="unsigned char[::1]", found=list, number="unsigned long long",
               kind=int, held=dict, value=object, tag=object, links=list, names=list)
cpdef tuple chosen_elements(list nodes, frozenset tags, frozenset ignored, dict wanted, NameSigns signs,
                            NameSigns link_signs)

@cython.locals(name=str, strings=tuple, value=str, string=str)
cdef bint _has_wanted(dict held, dict wanted) except -1
