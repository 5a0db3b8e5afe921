"""Readers of what CI writes: JUnit, Cobertura, LCOV, JaCoCo; each a stream of what a file says."""
