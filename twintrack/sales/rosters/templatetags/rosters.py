"""What the pages of files of customers show."""

from django import template

register = template.Library()


@register.filter
def cell(values: dict[str, str], column: str) -> str:
    """Give what a row says in a column."""
    return values.get(column, "")
