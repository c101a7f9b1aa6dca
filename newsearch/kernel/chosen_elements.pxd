cimport cython
from newsearch.kernel.name_signs cimport NameSigns

cdef int OTHER, WANTED, UNKNOWN
cdef unsigned long long TAGS

@cython.locals(table=bytearray, known="unsigned char[::1]", found=list, number="unsigned long long",
               kind=int, held=dict, names=object, name=str)
cpdef list chosen_elements(list nodes, frozenset tags, tuple attributes, NameSigns signs)
