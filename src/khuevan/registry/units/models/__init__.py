from .unit import Commune, Edge, Province, Unit

__all__ = ["Commune", "Edge", "Province", "Unit"]
