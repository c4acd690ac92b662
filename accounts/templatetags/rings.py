"""The line that says who sees a field."""

from django import template

from accounts.rings import INFORMATION, Ring, line

register = template.Library()


@register.inclusion_tag("components/_seen_by.html")
def seen_by(key: str) -> dict:
    """Who sees one kind of information (a key of accounts.rings.INFORMATION): a picture, words, and the way to more."""
    information = INFORMATION[key]
    return {
        "key": key,
        "line": line(information),
        "group": Ring.GROUP in information.rings,
        "coordinator": Ring.COORDINATOR in information.rings,
    }
