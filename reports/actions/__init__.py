"""Verbs of reports: save what is written in them, share with the group."""

from reports.actions.sharing import share_with_group, take_back_share
from reports.actions.written import choose_reasons, save_brief, save_report

__all__ = ["choose_reasons", "save_brief", "save_report", "share_with_group", "take_back_share"]
