"""The double helix: the only package that may know both tracks."""
