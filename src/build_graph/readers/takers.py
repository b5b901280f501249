"""The lists of a page about a stain: what takes it, what does not, and what is said of each: a share, an extent, a pattern, an exception.

The heading decides: an item of such a list takes the stain, or does not, whatever its name. Words that say neither what takes it
nor how are reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from build_graph.facts import Qualifier, Span, Term
from build_graph.language.clauses import clauses, split_condition
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import PLACES, Clause
from build_graph.readers.draft import Draft, Kept, Setting, Subject
from build_graph.readers.labels import Label
from build_graph.readers.names import slug_of
from build_graph.readers.page import Page
from build_graph.readers.roles.stains import TAKERS, named_with_head, with_stain
from build_graph.readers.sayings import Saying, is_vocabulary, sayings_of
from build_graph.readers.taker_names import bracket_behind, kinds_of, siblings, stands_out, takers_of
from build_graph.readers.things import Thing

#: Roles of a list of what takes the stain, or does not, and whether it does where nothing more is said.
LISTS = {"takes_stain": "affirmed", "lacks_stain": "denied"}
RULES = {"affirmed": "takes-stain", "denied": "lacks-stain"}
#: Sections that hold such a list.
SECTIONS = {"stain_normal", "stain_disease", "stain_absent"}
#: Behind the role of a list: what takes the stain stands in the label, and the line says how.
SAID = ":said"
#: Roles of a phrase that names a taker by itself.
BARE = {"", "include", "example"}
#: Roles of a phrase that names a taker behind words of staining: "focal in X", "seen in X", "20% of X".
WHERE = {"in", "place", "complement", "from", "verb:link", "positive", "negative"}


def read_takers(clause: Clause) -> bool:
    """Read a clause of a list of takers: every phrase is dealt with, or reported; return whether it stands in such a list."""
    role, _, said = clause.setting.role.partition(":")
    if role not in LISTS or clause.key not in SECTIONS or _of_cases(clause):
        return False
    if not (said and _say_of_label(clause)):
        _List(clause, LISTS[role]).read()
    read_words(clause)
    clause.used.update(clause.phrases)
    return True


def read_list(clause: Clause) -> None:
    """Read a clause of another section that says what takes the stain: "positive in X", "nuclear staining in X"."""
    _List(clause, "affirmed").read()
    read_words(clause)


def read_words(clause: Clause) -> None:
    """Note the words of staining in a clause that stated a fact as read."""
    if clause.drafts:
        clause.read(i.span for i in clause.items if i.nominal and is_vocabulary(clause.page, i))


def is_saying(page: Page, span: Span, kinds: Sequence[str]) -> bool:
    """Return whether a stretch says only how things of ``kinds`` stain: "95%", "usually negative, focal in rare cases"."""
    read = [
        sayings_of(page, split_condition(items)[0], "affirmed") for items in clauses(page.items(span), page.lexicon.endings["participle"])
    ]
    return bool(read) and all(_says_all(said, kinds) for said in read)


def _says_all(said: Sequence[Saying], kinds: Sequence[str]) -> bool:
    """Return whether sayings leave no word unread; cells alone say how a disease stains, and are takers of their own beside a cell."""
    cells = any(s.bearers for s in said) and any(kind != "Disease" for kind in kinds)
    return bool(said) and not cells and not any(s.unread for s in said)


def _of_cases(clause: Clause) -> bool:
    """Take "negative cases ..." below a taker for the subject of the clause: those of its cases that do not stain."""
    lead, words = clause.lead, clause.page.lexicon.words
    if not clause.setting.driver or lead is None or lead.role or len(lead.items) != 2 or lead is clause.phrases[-1]:
        return False
    result, noun = lead.items
    if result.key not in words["stain-result"] or noun.key not in words["people"]:
        return False
    stain, subjects = clause.setting.subjects[0].term, []
    for own in clause.setting.driver:
        label = f"{stain.label} {result.key} {own.term.label}"
        term = Term(slug_of(label), label, own.term.kind, candidate=True, head=own.term)
        subjects.append(Subject(term, lead.spans, clause.block.index))
    clause.subjects, clause.key = tuple(subjects), "microscopic"
    clause.setting = clause.setting._replace(role="", key="microscopic", subjects=clause.subjects)
    clause.used.add(lead)
    return True


def _say_of_label(clause: Clause) -> bool:
    """Read "usually negative" behind the label that names the taker; return whether the clause says no more than that."""
    role = clause.setting.role.partition(":")[0]
    said = sayings_of(clause.page, clause.items, LISTS[role])
    if not _says_all(said, [s.term.kind for s in clause.setting.driver]) or any(s.doubtful for s in said):
        return False
    _state_of(clause, clause.setting.driver, said)
    return True


def _state_of(clause: Clause, named: Sequence[Subject], said: Sequence[Saying]) -> None:
    """Add the facts of takers that another line, or clause, has named."""
    for own in named:
        for draft in _state(clause, None, [Thing(own.term, own.term.kind, own.spans, own.spans)], said):
            draft.subjects = (own,)


def _state(clause: Clause, phrase: Phrase | None, things: Sequence[Thing], said: Sequence[Saying]) -> list[Draft]:
    """Add one fact for each taker and saying; a condition of the clause belongs to the last one."""
    conditions = [k for k in clause.kept if k.qualifier.name == "condition"]
    made = []
    for saying in said:
        for thing in things:
            draft = with_stain(clause, "stainResult", None, RULES[saying.polarity], thing)
            draft.source = phrase  # its scopes are part of what is said
            if len(said) > 1 and saying is not said[-1]:
                draft.kept = [k for k in draft.kept if k not in conditions]
            saying.apply(draft, clause.block.index)
            made.append(draft)
    return made


class _List:
    """Reads one clause as a list of takers."""

    def __init__(self, clause: Clause, polarity: str) -> None:
        self.clause, self.page, self.polarity = clause, clause.page, polarity
        self.apart: set[Phrase] = set()  #: members of a taker that is named before them
        self.before: list[Item] = []  #: words of staining before the takers: "focal staining in"
        self.named: list[tuple[Phrase, list[Thing]]] = []
        self.refused = False  #: a phrase that says something of the others is not understood

    def read(self) -> None:
        """Read every phrase of the clause."""
        for phrase in self.clause.phrases:
            if self._is_saying(phrase):
                if self.named:
                    self._said_behind(phrase)
                    return
                self.before += self._items(phrase)
            elif not self._take(phrase):
                self.refused |= phrase.role not in BARE or phrase.parent is not None
                self.clause.cannot(phrase, "what this says of a stain is not understood", "what takes the stain, or how")
        if not self.named and not self.refused:
            self._said_again()
        for phrase, things in self.named:
            if self.refused:
                self.clause.cannot(phrase, "what is said of it is not understood", "how it stains")
            else:
                self._name(phrase, things)

    def _said_again(self) -> None:
        """Read "..., but may be negative" of what the clause before it has named."""
        last = [d for d in self.clause.before if d.predicate == "stainResult" and d.rule in RULES.values()][-1:]
        said = sayings_of(self.page, self.clause.items, last[0].polarity) if last else []
        if last and said and not any(s.unread or s.doubtful for s in said):
            _state_of(self.clause, last[0].subjects, said)

    def _items(self, phrase: Phrase) -> list[Item]:
        """Return the words of a phrase of staining, with the words of scope before it."""
        start = self.before[-1].span.end if self.before else 0
        return [i for i in self.clause.items if start <= i.span.start and i.span.end <= phrase.span.end]

    def _is_saying(self, phrase: Phrase) -> bool:
        """Return whether a phrase says only how something stains: "negative", "focal staining", "up to 25%"."""
        if not phrase.items:
            return phrase.number is not None
        return all(is_vocabulary(self.page, item) for item in phrase.items)

    def _said_behind(self, phrase: Phrase) -> None:
        """Read what is said behind the takers: "X is negative except for rare cases", "X (90%), usually focal"."""
        last, _ = self.named[-1]
        joined = phrase.role in {"is", "show", "verb:link", "with"}
        own = [n for n in self.named if joined and n[0].group == last.group or n[0] is last]
        behind = [i for i in self.clause.items if i.span.start >= last.span.end]
        said = sayings_of(self.page, [*self.before, *behind], self.polarity)
        said = [Saying(self.polarity), *said] if said and said[0].excepts else said
        for named, things in (n for n in self.named if n not in own):
            self._name(named, things)
        for named, things in own:
            if any(s.unread or s.doubtful for s in said):
                self.clause.cannot(named, "what is said of it is not understood", "how it stains")
            else:
                _state(self.clause, named, things, said)
        for item in (i for s in said for i in s.unread):
            self.clause.cannot(Phrase(items=[item]), "no word of staining")

    def _take(self, phrase: Phrase) -> bool:
        """Take a phrase for a name of the list; return False where it can be none."""
        if not phrase.items:
            return False
        parent = phrase.parent
        if parent is not None and any(p is parent for p, _ in self.named):
            return self._narrow(phrase, parent)
        loose = parent is None or self._is_saying(parent)
        if phrase.role == "example" and self._is_those(phrase):
            return True
        if parent is not None and self._is_those(parent):
            return self._of_those(phrase)
        if not (phrase.role in BARE or phrase.role in WHERE and loose):
            return False
        if phrase.role in {"positive", "negative"} and not self.before:
            return False  # "X expresses Y": another stain
        if self.before and not self.named and phrase.role == "" and phrase.link:
            self.refused = True  # "40%, value disputed"
            return False
        things = [t for t in self._things(phrase) if t.kind in TAKERS and t.term != self.page.topic]
        if things:
            self.named.append((phrase, things))
        return bool(things)

    def _is_those(self, phrase: Phrase) -> bool:
        """Return whether a phrase stands for the taker before it: "including those of the bladder"."""
        return bool(self.named) and self.page.words(phrase.span).casefold() == "those"

    def _of_those(self, phrase: Phrase) -> bool:
        """Read "of the bladder" behind "those" as the taker at that site."""
        things = [t for _, things in self.named[:1] for t in things]
        self.apart.add(phrase)
        self.named.append((phrase, [made for thing in things for made in kinds_of(self.page, phrase, thing)]))
        return True

    def _things(self, phrase: Phrase) -> list[Thing]:
        """Return what a phrase names; modifiers that share a head are names of their own."""
        completes = self._completes(phrase)
        if shared := siblings(self.page, phrase):
            return shared
        if phrase.kind in PLACES and (named := named_with_head(self.clause, phrase)) and named[0].kind == "Disease":
            return named
        found = [takers_of(self.page, phrase, self.clause.key, [c]) for c in completes] or [takers_of(self.page, phrase, self.clause.key)]
        kind = self.clause.sibling(phrase)
        return [t._replace(kind=kind, term=replace(t.term, kind=kind)) if kind and not t.kind else t for t in found if t]

    def _narrow(self, phrase: Phrase, taker: Phrase) -> bool:
        """Read what hangs on a taker: part of its name, a kind of it that stands out, or where and when it stains."""
        if phrase in self._completes(taker):
            return True
        things = next(things for named, things in self.named if named is taker)
        if phrase.role == "complement":
            self.named += [(phrase, [made]) for thing in things for made in kinds_of(self.page, phrase, thing)]
            return True
        span = Span(phrase.marker.span.start if phrase.marker else phrase.span.start, phrase.span.end)
        for item in [phrase.marker] if phrase.marker else []:
            self.clause.keep("condition", " ".join(self.page.words(span).split()).casefold(), [Span(item.span.start, phrase.span.end)])
        return phrase.marker is not None

    def _name(self, phrase: Phrase, things: Sequence[Thing]) -> None:
        """State what a taker does, with what stands before it and in the bracket behind it."""
        inner = list(bracket_behind(self.clause.items, self._end(phrase)))
        outer = [*([] if phrase in self.apart else self.before), *self._scopes(phrase, inner), *self._amounts(phrase)]
        said = sayings_of(self.page, [*outer, *inner], self.polarity)
        unread = [item for s in said for item in s.unread]
        for item in unread:
            self.clause.cannot(Phrase(items=[item]), "no word of staining")
        if unread or self._is_doubtful(said):
            self.clause.cannot(phrase, "what is said of it is not understood", "how it stains")
        elif others := [b for s in said if s.names_others for b in s.bearers]:
            _state(self.clause, phrase, things, [s for s in said if not s.names_others] or [Saying(self.polarity)])
            _state(self.clause, phrase, others, [Saying("denied", result=s.result) for s in said if s.names_others][:1])
        elif self._is_exception(said, inner):
            _state(self.clause, phrase, things, [Saying(self.polarity), *said])
        else:
            _state(self.clause, phrase, things, said or [Saying(self.polarity)])

    def _end(self, phrase: Phrase) -> int:
        """Return where the name of a taker ends, what completes it included."""
        return max([phrase.span.end, *(c.span.end for c in self._completes(phrase))])

    def _completes(self, phrase: Phrase) -> list[Phrase]:
        """Return what completes the name of a taker: no words of staining, and no kind of it that stands out."""
        return [c for c in self.clause.complements(phrase, True) if not stands_out(c) and not self._is_saying(c)]

    def _scopes(self, phrase: Phrase, inner: Sequence[Item]) -> list[Item]:
        """Return the words that govern a taker from before it, or behind it and outside of the bracket."""
        return [s.item for s in phrase.scopes if s.item not in self.before and s.item not in inner]

    def _amounts(self, phrase: Phrase) -> list[Item]:
        """Return the words that tell how many of a taker: "most X"."""
        words = self.page.lexicon.words["amount"]
        before = [p.span.end for p, _ in self.named if p.span.end <= phrase.span.start]
        start = max(before, default=0)
        return [i for i in self.clause.items if i.key in words and i.kind == "function" and start <= i.span.start < phrase.span.start]

    def _is_doubtful(self, said: Sequence[Saying]) -> bool:
        """Return whether it is not said if the rule or the exception stains: "X (5%)" in a list of what does not."""
        stains = [s for s in said if s.polarity == "affirmed" and s.result is None and s.hedge is None]
        return any(s.doubtful for s in said) or self.polarity == "denied" and any(not s.is_rare for s in stains)

    def _is_exception(self, said: Sequence[Saying], inner: Sequence[Item]) -> bool:
        """Return whether a bracket tells of an exception: "X (rarely focal)" in a list of what does not stain, "X (except in Y)"."""
        if not inner or self.before or not said:
            return False
        first = said[0]
        return first.excepts or self.polarity == "denied" and first.polarity == "affirmed" and first.is_rare


def below_label(label: Label) -> tuple[Setting, list[Draft]]:
    """Return the setting below a label of such a list: what stands behind it says how it stains, or lists more."""
    page, above = label.page, label.above
    role = above.role.partition(":")[0]
    if group := _group(label):
        return above._replace(key=group, role=role, driver=()), []
    named = [p for p in label.phrases if p.items or p.marker]
    things = [t for p in named if p.items and (t := takers_of(page, p, above.key)) and t.kind in TAKERS]
    if len(things) < len([p for p in named if p.parent is None]):
        return above._replace(role=role, driver=()), []  # "X, B cell type: 70%": of which X is not understood
    places = [t for t in things if t.kind in PLACES]
    says = label.rest is not None and is_saying(page, label.rest, [t.kind for t in things])
    if len(places) == len(things) == 1 and not says:
        kept = Kept(Qualifier("context", places[0].term), places[0].spans, label.block.index)
        return above._replace(role=role, kept=(*above.kept, kept), driver=()), []
    if says or is_item(label):
        driver = tuple(Subject(t.term, t.spans, label.block.index) for t in things)
        return above._replace(role=f"{role}{SAID}", driver=driver), []
    return above._replace(role=role, driver=()), []


def is_item(label: Label) -> bool:
    """Return whether a label is itself an item of the list: no colon behind it, and no place whose cells stand below."""
    return label.rest is None and label.colon < 0 and not any(t.kind in PLACES for t in label.things)


def _group(label: Label) -> str:
    """Return the section in which a label such as "Normal tissue" says that its items stand; "" where it says no such thing."""
    words = label.page.lexicon.words["stain-group"]
    named = [words[word] for word in label.words if words.get(word)]
    return named[0] if named and all(word in words for word in label.words) else ""
