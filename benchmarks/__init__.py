"""Benchmarks: `python -m benchmarks.NAME`; what they measured stands in docs/benchmarks.md."""
