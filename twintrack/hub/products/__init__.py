"""Products with their modules, versions and installed base."""
