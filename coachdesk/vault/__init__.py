"""Keys, header, SQLCipher connection and life cycle of a vault bundle. Knows no noun."""
