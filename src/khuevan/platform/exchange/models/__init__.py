from .partner import Partner
from .reconciliation import Difference, Reconciliation
from .record import Delivery, Due, Record, Tally
from .submission import Submission

__all__ = ["Delivery", "Difference", "Due", "Partner", "Reconciliation", "Record", "Submission", "Tally"]
