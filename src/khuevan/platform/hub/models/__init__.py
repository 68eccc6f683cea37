from .hub import HeldRecord, Parcel, Sender

__all__ = ["HeldRecord", "Parcel", "Sender"]
