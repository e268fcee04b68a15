"""Charts: pure layout in numbers, then painting."""
