"""Paths through undecidable conditions: what a run takes for granted, what else there is to try.

A path is a set of answers to conditions, keyed by the condition's term, so that the same question
has the same answer wherever it is asked. Answers to other questions about the same unknown follow
where they must: having assumed `mode == "binary"`, `mode == "categorical"` is false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct, field

from kerascop.interpreter.terms import Term

_MAX_FACTS = 64
"""Answers about one unknown that the next one may follow from: the latest."""
_ORDERED = {"<", "<=", ">", ">="}
_NEGATED = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "is": "is not",
    "is not": "is",
    "in": "not in",
    "not in": "in",
}


class _Atom(Struct, frozen=True):
    """A comparison of a term with a constant."""

    subject: Term
    operator: str
    constant: Any


def _atom(term: Term, answer: bool) -> _Atom | None:
    match term:
        case ("compare", str(operator), tuple(subject), ("constant", constant)):
            return _Atom(subject, operator if answer else _NEGATED[operator], constant)
        case _:
            return None


class _Answers(dict[Term, bool]):
    """Answers by the terms of the questions, which know what they say of each unknown."""

    def __init__(self) -> None:
        super().__init__()
        self._atoms: dict[Term, _Atom] = {}
        self._facts: dict[Term, list[_Atom]] = {}

    def __setitem__(self, term: Term, answer: bool) -> None:
        self._forget(term)
        super().__setitem__(term, answer)
        atom = _atom(term, answer)
        if atom is not None:
            self._atoms[term] = atom
            self._facts.setdefault(atom.subject, []).append(atom)

    def pop(self, term: Term, *default: Any) -> Any:
        self._forget(term)
        return super().pop(term, *default)

    def about(self, subject: Term) -> list[_Atom]:
        """What the latest of the answers say of one unknown."""
        return self._facts.get(subject, [])[-_MAX_FACTS:]

    def _forget(self, term: Term) -> None:
        atom = self._atoms.pop(term, None)
        if atom is not None:
            facts = self._facts[atom.subject]
            del facts[next(place for place in reversed(range(len(facts))) if facts[place] is atom)]


class PathState(Struct, eq=False):
    """The answers of one run: those it was given, and those it chose on the way."""

    given: Mapping[Term, bool]
    limit: int
    taken: _Answers = field(default_factory=_Answers)
    chosen: list[Term] = []

    @property
    def may_fork(self) -> bool:
        """May the run still choose, so that the alternative is explored later?"""
        return len(self.chosen) < self.limit

    def known(self, term: Term) -> bool | None:
        """The answer that is given, already taken, or that follows from those."""
        answer = self.taken.get(term)
        if answer is None:
            answer = self._implied(term)
        if answer is None and term in self.given:
            answer = self.given[term]
            self.taken[term] = answer
        return answer

    def take(self, term: Term, answer: bool) -> None:
        """Choose `answer`; the other one is left to another run."""
        self.taken[term] = answer
        self.chosen.append(term)

    def alternatives(self) -> list[dict[Term, bool]]:
        """For each choice of this run, the answers that lead to the other side of it."""
        prefix: dict[Term, bool] = {}
        others: list[dict[Term, bool]] = []
        for term, answer in self.taken.items():
            if term in self.chosen:
                others.append({**prefix, term: not answer})
            prefix[term] = answer
        return others

    def constant_of(self, term: Term) -> tuple[Any] | None:
        """The constant that the path has assumed the term to equal, in a tuple."""
        facts = self.taken.about(term)
        for atom in facts:
            if atom.operator in ("==", "is"):
                return (atom.constant,)
        left = _candidates(facts)
        return left if left is not None and len(left) == 1 else None

    def _implied(self, term: Term) -> bool | None:
        asked = _atom(term, True)
        if asked is None:
            known = self.constant_of(term)
            if known is not None:
                return bool(known[0])
            zero = _Atom(term, "==", 0)
            numbers = [fact for fact in self.taken.about(term) if fact.operator in _ORDERED]
            return True if any(_implication(fact, zero) is False for fact in numbers) else None
        facts = self.taken.about(asked.subject)
        for fact in facts:
            implied = _implication(fact, asked)
            if implied is not None:
                return implied
        answers = {
            _holds(each, asked.operator, asked.constant) for each in _candidates(facts) or ()
        }
        if len(answers) == 1:
            return answers.pop()
        if asked.operator in ("in", "not in") and isinstance(asked.constant, tuple):
            return self._among(asked)
        truth = self.taken.get(asked.subject)
        equates = asked.operator in ("==", "!=")
        if equates and truth is not None and bool(asked.constant) is not truth:
            return asked.operator == "!="
        if truth is False and asked.operator in _ORDERED and type(asked.constant) in (int, float):
            return _holds(0, asked.operator, asked.constant)
        if truth and asked.operator in ("is", "is not") and asked.constant is None:
            return asked.operator == "is not"
        return None

    def _among(self, asked: _Atom) -> bool | None:
        """Is the subject among constants, as far as it is known which of them it is?"""
        answers = [
            self.known(("compare", "==", asked.subject, ("constant", each)))
            for each in asked.constant
        ]
        if True in answers:
            return asked.operator == "in"
        return asked.operator == "not in" if None not in answers else None


def _implication(fact: _Atom, asked: _Atom) -> bool | None:
    """What the fact about a subject says of another question about it, if anything."""
    if fact.operator in ("==", "is"):
        return _holds(fact.constant, asked.operator, asked.constant)
    if fact.operator == "not in" and isinstance(fact.constant, tuple):
        excluded = asked.operator in ("==", "!=") and asked.constant in fact.constant
        return asked.operator == "!=" if excluded else None
    if fact.operator in ("!=", "is not") and asked.constant == fact.constant:
        return {"==": False, "is": False, "!=": True, "is not": True}.get(asked.operator)
    if fact.operator in _ORDERED and asked.constant is None:
        return {"==": False, "is": False, "!=": True, "is not": True}.get(asked.operator)
    if fact.operator in _ORDERED and asked.operator in _ORDERED | {"==", "!="}:
        return _order(fact, asked)
    return None


def _candidates(facts: Sequence[_Atom]) -> tuple[Any, ...] | None:
    """What the subject of some facts can be, where they name what it is among."""
    for fact in facts:
        if fact.operator == "in" and isinstance(fact.constant, tuple):
            return tuple(
                each
                for each in fact.constant
                if all(_holds(each, other.operator, other.constant) is not False for other in facts)
            )
    return None


def _holds(left: Any, operator: str, right: Any) -> bool | None:
    try:
        match operator:
            case "==" | "is":
                return bool(left == right)
            case "!=" | "is not":
                return bool(left != right)
            case "<":
                return bool(left < right)
            case "<=":
                return bool(left <= right)
            case ">":
                return bool(left > right)
            case ">=":
                return bool(left >= right)
            case "in":
                return bool(left in right)
            case "not in":
                return bool(left not in right)
    except TypeError:
        return None
    return None


def _order(fact: _Atom, asked: _Atom) -> bool | None:
    """Interval reasoning: `n > 1` being true, `n > 0` is true and `n == 1` is false.

    The subject may be any number, 1.5 too.
    """
    known, wanted = _interval(fact), _interval(asked)
    if known is None or wanted is None:
        return None
    if asked.operator == "!=":
        return True if _apart(known, wanted) else None
    if wanted[0] <= known[0] and known[1] <= wanted[1]:
        return True
    return False if _apart(known, wanted) else None


_Interval: TypeAlias = "tuple[tuple[float, int], tuple[float, int]]"
"""Its two ends. Each is a number, and whether it lies just before that number (-1), at it (0) or
just behind it (1), so that ends can be compared."""


def _apart(one: _Interval, other: _Interval) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def _interval(atom: _Atom) -> _Interval | None:
    constant = atom.constant
    if not isinstance(constant, int | float) or isinstance(constant, bool):
        return None
    low, high = (float("-inf"), 0), (float("inf"), 0)
    match atom.operator:
        case "<":
            return low, (constant, -1)
        case "<=":
            return low, (constant, 0)
        case ">":
            return (constant, 1), high
        case ">=":
            return (constant, 0), high
        case _:
            return (constant, 0), (constant, 0)
