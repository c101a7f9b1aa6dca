cimport cython

@cython.locals(left=list, at=Py_ssize_t, text=str)
cpdef list take_strings(dict values, tuple fields, dict found)
