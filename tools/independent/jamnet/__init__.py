"""JAMNet's wire format, written from spec/ alone: the second, independent implementation."""
