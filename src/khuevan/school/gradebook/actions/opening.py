"""Begin the ledger of books that were filled elsewhere."""

from khuevan.registry.audit.api import Author, open_books

from ..queries.standing import standing


def open_ledger(author: Author, school_id: int) -> None:
    """One entry for each book of a school with what stands in it, before anybody changes anything here.

    Raises ``Conflict`` where a book of the school has entries already. A constant number of statements.
    """
    books = {one.book: (one.title, {str(pk): cells for pk, cells in one.cells.items()}) for one in standing(school_id)}
    open_books(author, school_id, books)
