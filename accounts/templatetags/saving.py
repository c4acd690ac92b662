"""A number of its own for every form that a page shows."""

from uuid import uuid4

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def client_id() -> str:
    """The hidden field by which a form that is sent twice is recognised (config/once.py)."""
    return format_html('<input type="hidden" name="client_id" value="{}">', uuid4())
