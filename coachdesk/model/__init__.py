"""The nouns: tables, enumerations and rules about one object. No session, no Qt, no clock."""
