"""The look: layout, components, template tags and built assets."""
