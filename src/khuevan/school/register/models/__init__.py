from .dossier import Dossier, DossierFile
from .event import LifeEvent, Paper
from .line import Counter, RegisterLine
from .transfer import Transfer

__all__ = ["Counter", "Dossier", "DossierFile", "LifeEvent", "Paper", "RegisterLine", "Transfer"]
