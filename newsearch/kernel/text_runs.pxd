cimport cython

cdef int BLOCK, BOLD, BREAK, LINK, NAMED, TEXT, UNSEEN, UNKNOWN
cdef unsigned long long TAGS

@cython.locals(runs=list, ended=Py_ssize_t, begun=list, parts=list, linked=Py_ssize_t,
               strong=Py_ssize_t, links=Py_ssize_t, bolds=Py_ssize_t, breaks=Py_ssize_t,
               around=list, kinds_around=list, left=Py_ssize_t, closed=bint, kind=int,
               text=str, known="unsigned char[::1]", number="unsigned long long", found=object)
cpdef list text_runs(object root, dict kinds, object named_kind, Py_ssize_t nodes,
                     Py_ssize_t longest)
