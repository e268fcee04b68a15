"""Use cases, one module a part of the product. They return frozen rows."""
