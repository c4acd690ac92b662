"""Template filters for scores: {% load scale %}, then {{ value|score }}; the rules are those of checklists/scale.py."""

from django import template

from checklists import scale

register = template.Library()

register.filter("score", scale.show)
register.filter("change", scale.show_change)
register.filter("level_class", scale.level_class)
register.filter("from_half_steps", scale.from_half_steps)
