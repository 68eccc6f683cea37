"""The door of catalogues."""

from .actions.updating import Difference, Update, update
from .adapters.files import read_path
from .models import Code, CodeList, Edition, Field
from .queries.holding import Form, codes_on, fields_on, form_on, lists_on
from .queries.words import section_name
from .rules.contents import YES_NO, Contents
from .rules.sections import SECTIONS

__all__ = [
    "SECTIONS",
    "YES_NO",
    "Code",
    "CodeList",
    "Contents",
    "Difference",
    "Edition",
    "Field",
    "Form",
    "Update",
    "codes_on",
    "fields_on",
    "form_on",
    "lists_on",
    "read_path",
    "section_name",
    "update",
]
