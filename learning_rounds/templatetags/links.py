"""Places that people write, with the addresses in them as links."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# What stands after an address in a sentence is no part of it.
ADDRESS = re.compile(r"(https?://\S*[^\s.,;:!?)\]}'\"<>])")


@register.filter
def with_links(text: str) -> SafeString:
    """A text whose http and https addresses are links; everything else stays text."""
    parts = enumerate(ADDRESS.split(text or ""))
    return format_html_join("", "{}", ((_link(part) if number % 2 else part,) for number, part in parts))


def _link(address: str) -> SafeString:
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', address, address)
