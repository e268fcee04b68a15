"""The arithmetic of growth and balance: pure functions over small frozen values, with no clock and no table."""
