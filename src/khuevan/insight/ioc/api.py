"""The door of the operations centre."""

from .actions.alerts import Bound, lift_rule, set_rule, take_up
from .actions.views import drop_view, end_for, order_due, save_view, sent, subscribe, unsubscribe
from .actions.watching import watch, words_of
from .adapters.mail import opened, send_pdf, token_of
from .models import Alarm, Rule, SavedView, SharedView, Subscription
from .policies import demand, may
from .queries.alerts import open_alarms, past_alarms, rules
from .queries.board import Board, kept_board
from .queries.late import LateSchool, late_schools
from .queries.views import View, subscriptions_of, view_of, views_of

__all__ = [
    "Alarm",
    "Board",
    "Bound",
    "LateSchool",
    "Rule",
    "SavedView",
    "SharedView",
    "Subscription",
    "View",
    "demand",
    "drop_view",
    "end_for",
    "kept_board",
    "late_schools",
    "lift_rule",
    "may",
    "open_alarms",
    "opened",
    "order_due",
    "past_alarms",
    "rules",
    "save_view",
    "send_pdf",
    "sent",
    "set_rule",
    "subscribe",
    "subscriptions_of",
    "take_up",
    "token_of",
    "unsubscribe",
    "view_of",
    "views_of",
    "watch",
    "words_of",
]
