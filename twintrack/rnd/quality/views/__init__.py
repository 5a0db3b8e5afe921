"""Pages of quality: products, builds, tests, gates."""
