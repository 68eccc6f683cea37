"""Keep a bank: add, alter, retire, offer to the school, adopt into the school's bank."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.kernel.text import clean
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record

from ..events import PhrasesChanged
from ..models import BankPhrase
from ..policies import home_of, may
from ..queries.shipped import tags
from ..rules.wording import first_of
from ..rules.words import BANS

BOOK = "phrases"
_WORDS = {"trend": ("up", "down")}
_FIELDS = ("part", "text", "subjects", "bands", "word")
LONGEST = 200


@dataclass(frozen=True)
class Wanted:
    """A phrase as somebody fills it in; fields as in `BankPhrase`."""

    text: str
    part: str = "strength"
    subjects: tuple[str, ...] = ()
    bands: tuple[int, ...] = (1, 2, 3, 4)
    word: str = ""


def add(actor: Actor, wanted: Sequence[Wanted]) -> list[BankPhrase]:
    """Phrases for the actor's bank: a teacher's own, a leader's school. What stands there already stays as it is.

    Raises ``NotAllowed`` for roles without a bank, ``Invalid`` for what is no phrase.
    """
    school, owner = home_of(actor)
    shelf = BankPhrase.Shelf.SCHOOL if owner is None else BankPhrase.Shelf.OWN
    rows = {(one.part, one.word, one.text): one for one in map(checked, wanted)}
    mine = BankPhrase.objects.filter(school_id=school, owner_id=owner, retired_at=None)
    known = {(one.part, one.word, one.text): one for one in mine.filter(text__in=[key[2] for key in rows])}
    common = {"school_id": school, "owner_id": owner, "shelf": shelf, "updated_at": now()}
    fresh = {key: BankPhrase(**common, **asdict(one)) for key, one in rows.items() if key not in known}
    for one in fresh.values():
        one.subjects, one.bands = list(one.subjects), list(one.bands)
    BankPhrase.objects.bulk_create(fresh.values())
    _tell(actor, school, owner, "add", [Change(one.text, None, _values(one)) for one in fresh.values()])
    return [fresh.get(key) or known[key] for key in rows]


def alter(actor: Actor, phrase: BankPhrase, wanted: Wanted) -> None:
    """Another text or use. Raises ``Conflict`` where the bank holds such a phrase already."""
    _demand(actor, "write", phrase)
    one = checked(wanted)
    twins = BankPhrase.objects.filter(school_id=phrase.school_id, owner_id=phrase.owner_id, retired_at=None)
    if twins.filter(part=one.part, word=one.word, text=one.text).exclude(pk=phrase.pk).exists():
        raise Conflict(_("Ngân hàng đã có câu này."), hint=_("Sửa thành câu khác, hoặc cất câu này đi."))
    old = _values(phrase)
    for name, value in asdict(one).items():
        setattr(phrase, name, list(value) if isinstance(value, tuple) else value)
    phrase.updated_at = now()
    phrase.save(update_fields=[*_FIELDS, "updated_at"])
    _tell(actor, phrase.school_id, phrase.owner_id, "alter", [Change(phrase.text, old, _values(phrase))])


def retire(actor: Actor, phrase: BankPhrase) -> None:
    """Out of the bank; comments in which it stands stay as they are."""
    _demand(actor, "write", phrase)
    phrase.retired_at = phrase.updated_at = now()
    phrase.save(update_fields=["retired_at", "updated_at"])
    _tell(actor, phrase.school_id, phrase.owner_id, "retire", [Change(phrase.text, _values(phrase), None)])


def offer(actor: Actor, phrase: BankPhrase) -> None:
    """Show an own phrase to the school's leaders, who may adopt it; again to take the offer back."""
    _demand(actor, "offer", phrase)
    shelf = BankPhrase.Shelf
    old, phrase.shelf = phrase.shelf, shelf.OWN if phrase.shelf == shelf.OFFERED else shelf.OFFERED
    phrase.updated_at = now()
    phrase.save(update_fields=["shelf", "updated_at"])
    _tell(actor, phrase.school_id, phrase.owner_id, "offer", [Change(phrase.text, old, phrase.shelf)])


def adopt(actor: Actor, phrase: BankPhrase) -> None:
    """Into the school's bank; the teacher keeps the own one."""
    _demand(actor, "adopt", phrase)
    fields = {name: getattr(phrase, name) for name in _FIELDS}
    add(actor, [Wanted(**fields | {"subjects": tuple(phrase.subjects), "bands": tuple(phrase.bands)})])
    phrase.shelf, phrase.updated_at = BankPhrase.Shelf.OWN, now()
    phrase.save(update_fields=["shelf", "updated_at"])
    _tell(actor, phrase.school_id, phrase.owner_id, "adopt", [Change(phrase.text, "offered", "own")])


def checked(wanted: Wanted) -> Wanted:
    """The phrase as it is kept. Raises ``Invalid`` with what is wrong and what to do."""
    text = clean(wanted.text)
    if not text or len(text) > LONGEST:
        raise Invalid(
            _("Câu nhận xét dài từ 1 đến %(n)d ký tự.") % {"n": LONGEST}, hint=_("Viết ngắn lại, mỗi câu một ý.")
        )
    for ban in BANS:
        if found := first_of(ban.words, text):
            raise Invalid(
                _("Câu có cụm “%(words)s”.") % {"words": found}, hint=_("Căn cứ: %(law)s.") % {"law": ban.law}
            )
    words = tuple(tags()) if wanted.part == "tag" else _WORDS.get(wanted.part, ("",))
    if wanted.part not in BankPhrase.Part.values or wanted.word not in words or not wanted.bands:
        raise Invalid(_("Chưa chọn đủ phần, mức của câu."), hint=_("Chọn phần của câu và ít nhất một mức."))
    text = text if text[-1] in ".!?…" else f"{text}."
    return Wanted(text, wanted.part, wanted.subjects, tuple(sorted(set(wanted.bands) & {1, 2, 3, 4})), wanted.word)


def _values(one: BankPhrase) -> dict[str, object]:
    return {name: getattr(one, name) for name in _FIELDS}


def _demand(actor: Actor, verb: str, phrase: BankPhrase) -> None:
    if not may(actor, verb, phrase):
        raise NotAllowed(_("Thầy cô không sửa được câu này."), hint=_("Câu của trường do lãnh đạo trường quản lí."))


def _tell(actor: Actor, school: int, owner: int | None, verb: str, changes: Sequence[Change]) -> None:
    if changes:
        record(actor, school, BOOK, verb, changes)
        announce(school, PhrasesChanged(school, owner, len(changes)))
