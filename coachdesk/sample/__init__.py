"""A deterministic, believable vault for the demo, the tour, tests and benchmarks."""
