from .plan import Placement, Plan, PlannedClass

__all__ = ["Placement", "Plan", "PlannedClass"]
