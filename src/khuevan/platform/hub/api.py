"""The door of the hub."""

from .actions.receiving import Taken, receive
from .actions.senders import admit, close, renew
from .models import HeldRecord, Parcel, Sender

__all__ = ["HeldRecord", "Parcel", "Sender", "Taken", "admit", "close", "receive", "renew"]
