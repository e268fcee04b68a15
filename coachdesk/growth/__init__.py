"""The arithmetic of growth and balance: pure functions over small frozen values, without a clock, a table or a widget."""
