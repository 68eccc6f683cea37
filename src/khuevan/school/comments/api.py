"""The door of comments."""

from .actions.accepting import Outcome, save_comments
from .actions.banks import Wanted, add, adopt, alter, checked, offer, retire
from .events import PhrasesChanged
from .models import BankPhrase
from .policies import home_of, may, visible
from .queries.banks import bank_for, phrase_by_uid, phrases
from .queries.bringing import Row, read_phrases
from .queries.desk import Desk, Seat, open_desk
from .queries.drafts import Draft, Drafts, as_saved, findings, propose
from .queries.shipped import CONDUCT, TRAITS, shipped, tags

__all__ = [
    "CONDUCT",
    "TRAITS",
    "BankPhrase",
    "Desk",
    "Draft",
    "Drafts",
    "Outcome",
    "PhrasesChanged",
    "Row",
    "Seat",
    "Wanted",
    "add",
    "adopt",
    "alter",
    "as_saved",
    "bank_for",
    "checked",
    "findings",
    "home_of",
    "may",
    "offer",
    "open_desk",
    "phrase_by_uid",
    "phrases",
    "propose",
    "read_phrases",
    "retire",
    "save_comments",
    "shipped",
    "tags",
    "visible",
]
