"""Measures newsearch against other engines; see README.md in this folder."""
