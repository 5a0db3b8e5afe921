"""Roles and what they may see and do; tokens."""
