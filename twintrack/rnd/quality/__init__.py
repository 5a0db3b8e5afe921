"""Quality: test runs and coverage from CI, flaky tests, gates of modules."""
