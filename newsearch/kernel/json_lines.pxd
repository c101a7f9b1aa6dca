# C types of json_lines.py, which Cython compiles as it is.
cimport cython
from newsearch.kernel.json_text cimport StringReader
from newsearch.kernel.whitespace cimport normalised_part

ctypedef unsigned char u8

cdef Py_ssize_t LONGEST, LEAST, PADDING, MEMBERS, IDENTITY
cdef int BODY, ID, PLACE, SUMMARY, OTHER, FIELDS, TEXT, LIST, NOTHING, VALUE


@cython.final
cdef class LineReader:
    cdef readonly object plan_of, loads
    cdef dict _plans
    cdef StringReader _reader
    cdef bytearray _row, _names, _clean
    cdef Py_ssize_t _named, _used, _items
    cdef long long[::1] _kinds, _starts, _ends

    @cython.locals(size=Py_ssize_t, members=Py_ssize_t, longest=Py_ssize_t, member=Py_ssize_t,
                   names=bytes, plan=tuple, known=bytes, numbers="const unsigned char*",
                   body=bytes, found=list, others=dict, field=int, kind=int)
    cpdef list read(self, bytes data, Py_ssize_t start, Py_ssize_t end)

    cdef tuple _learn(self, bytes names)

    cdef Py_ssize_t _size(self, Py_ssize_t member) noexcept

    @cython.locals(row="const unsigned char*", start=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t,
                   kind=int)
    cdef bint _take(self, Py_ssize_t member, int field, list found) except -1

    @cython.locals(item=Py_ssize_t)
    cdef bint _has_empty(self, Py_ssize_t member) noexcept

    cdef str _text(self, Py_ssize_t entry)

    @cython.locals(item=Py_ssize_t)
    cdef list _texts(self, Py_ssize_t member)

    @cython.locals(names="unsigned char*", named=Py_ssize_t, members=Py_ssize_t)
    cdef Py_ssize_t _parse(self, const u8* source, Py_ssize_t at, Py_ssize_t size) noexcept

    @cython.locals(byte=u8, end=Py_ssize_t)
    cdef Py_ssize_t _parse_value(self, const u8* source, Py_ssize_t at, Py_ssize_t size,
                                 Py_ssize_t member) noexcept

    @cython.locals(start=Py_ssize_t)
    cdef Py_ssize_t _parse_text(self, const u8* source, Py_ssize_t at, Py_ssize_t size,
                                Py_ssize_t entry) noexcept

    @cython.locals(first=Py_ssize_t)
    cdef Py_ssize_t _parse_list(self, const u8* source, Py_ssize_t at, Py_ssize_t size,
                                Py_ssize_t member) noexcept

cdef bint is_null(const u8* source, Py_ssize_t at) noexcept

cdef Py_ssize_t skip_space(const u8* source, Py_ssize_t at, Py_ssize_t size) noexcept

@cython.locals(depth=Py_ssize_t, byte=u8)
cdef Py_ssize_t value_end(const u8* source, Py_ssize_t at, Py_ssize_t size) noexcept

@cython.locals(before=u8, at=Py_ssize_t, byte=u8)
cdef bint is_plain(const u8* row, Py_ssize_t start, Py_ssize_t end) noexcept
