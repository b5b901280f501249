"""A made-up page of a made-up disease, read by hand: facts of every shape that the graph must be able to say."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import Decimal

from build_graph.facts import (
    Block,
    Citation,
    Cited,
    Claim,
    Edition,
    Evidence,
    Fact,
    LineStatus,
    Mention,
    Qualifier,
    Quantity,
    Reading,
    Span,
    Term,
    claim_of,
)

#: kind, depth, line of the parent, line of the heading, text
LINES: tuple[tuple[str, int, int, int, str], ...] = (
    ("chapter", 0, 0, 0, "Skin nontumor"),
    ("title", 0, 0, 0, "Grit disease"),
    ("date", 0, 0, 0, "Last author update: 3 May 2024"),
    ("heading", 0, 0, 0, "Definition / general"),
    ("bullet", 1, 4, 4, "Deposits of grit in the dermis (J Grit 2020;1:2)"),
    ("bullet", 2, 5, 4, "Two subtypes: coarse grit disease, fine grit disease"),
    ("heading", 0, 0, 0, "ICD coding"),
    ("bullet", 1, 7, 7, "ICD-10: Z99.9 - grit of skin"),
    ("heading", 0, 0, 0, "Clinical features"),
    ("bullet", 1, 9, 9, "Often firm or sandy papules and, rarely, blisters; no fever 🙂"),
    ("bullet", 1, 9, 9, "Mean age 28 to 46 years with a 3:1 male to female ratio"),
    ("bullet", 1, 9, 9, "With grit syndrome, grit rash; urate above 6.80 mg/dL"),
    ("bullet", 1, 9, 9, "Tissue damage leads to grit deposition and then crystal growth"),
    ("heading", 0, 0, 0, "Treatment"),
    ("bullet", 1, 14, 14, "Lamp therapy may help some patients"),
    ("bullet", 1, 14, 14, "If feasible, excision"),
    ("heading", 0, 0, 0, "Laboratory"),
    ("heading", 0, 0, 0, "Microscopic (histologic) images"),
    ("caption", 0, 18, 18, "Grit in dermis"),
    ("heading", 0, 0, 0, "Practice question #1"),
    ("option", 1, 20, 20, "1. Coarse grit disease"),
)
TEXT = "\n".join(line[-1] for line in LINES)

DISEASE = Term("grit-disease", "grit disease", "Disease")
COARSE = Term("coarse-grit-disease", "coarse grit disease", "Disease")
FINE = Term("fine-grit-disease", "fine grit disease", "Disease")
PAPULE = Term("papule", "papule", "Finding")
SANDY = Term("sandy-papule", "sandy papule", "Finding", candidate=True, head=PAPULE)
DERMIS = Term("dermis", "dermis", "Tissue")
PAGE = Term("page", "page", "Edition")
GRIT_CITATION = ("J Grit 2020;1:2", (("journal", "J Grit"), ("year", "2020"), ("volume", "1"), ("page", "2")))


def start_of(line: int) -> int:
    """Return where a line, from 1, starts."""
    return sum(len(each[-1]) + 1 for each in LINES[: line - 1])


def at(line: int, words: str) -> Span:
    """Return the span of ``words`` on a line."""
    start = start_of(line) + LINES[line - 1][-1].index(words)
    return Span(start, start + len(words))


def fact(
    claim: Claim, line: int, words: str, rule: str = "list", cited: tuple[Cited, ...] = (), around: tuple[int, ...] = (), **mentions: str
) -> Fact:
    """Return a claim read from ``words`` of a line; each mention is its role and its words, pieces split by a bar.

    A subject that is not mentioned there is the title's, whose line becomes context.
    """
    made = [Mention(role, tuple(at(line, piece) for piece in text.split("|"))) for role, text in sorted(mentions.items())]
    if "subject" not in mentions and claim.subject.kind != "Edition":
        made.append(Mention("subject", (at(2, "Grit disease"),)))
        around = (2, *around)
    return Fact(claim, Evidence(line - 1, line, at(line, words), tuple(made), rule, (), tuple(each - 1 for each in around), cited))


def cited(inherited: bool) -> tuple[Cited, ...]:
    """Return the page's one citation."""
    text, fields = GRIT_CITATION
    return (Cited(Citation(text, at(5, text), fields), 5, inherited),)


def facts() -> tuple[Fact, ...]:
    """Return the facts of the page."""
    term = Term
    icd = term("icd-10-z99-9", "Z99.9", "ClassificationCode")
    image = term("grit-in-dermis", "Grit in dermis", "Image")
    option, question = term("question-1-option-1", "option 1", "QuestionOption"), term("question-1", "question 1", "Question")
    some, men = term("some-patients", "some patients", "Population"), term("men", "men", "Population")
    deposition, growth = term("grit-deposition", "grit deposition", "Process"), term("crystal-growth", "crystal growth", "Process")
    damage = term("tissue-damage", "tissue damage", "Finding")
    firm = term("firm-papule", "firm papule", "Finding", True, PAPULE)
    lamp, excision = term("lamp-therapy", "lamp therapy", "Procedure"), term("excision", "excision", "Procedure")
    q = Qualifier
    return (
        fact(claim_of(PAGE, "topicCategory", "Skin nontumor", q("level", "1")), 1, "Skin nontumor", object="Skin nontumor"),
        fact(claim_of(PAGE, "topicTitle", "Grit disease"), 2, "Grit disease", object="Grit disease"),
        fact(claim_of(PAGE, "authorUpdateDate", "2024-05-03"), 3, "3 May 2024", object="3 May 2024"),
        fact(claim_of(PAGE, "author", "Ann Gritter, M.D.", q("degree", "M.D."), q("order", "1")), 3, "author", object="author"),
        fact(claim_of(PAGE, "pageViews", "1,150", q("year", "2024")), 3, "2024", object="2024"),
        fact(claim_of(PAGE, "emptySection", "Laboratory"), 17, "Laboratory", object="Laboratory"),
        fact(claim_of(PAGE, "cites", GRIT_CITATION[0]), 5, GRIT_CITATION[0], "citation", cited(False), object=GRIT_CITATION[0]),
        fact(claim_of(DISEASE, "occursAtSite", DERMIS), 5, "grit in the dermis", "place", cited(False), object="dermis", subject="grit"),
        fact(claim_of(DISEASE, "occursAtSite", DERMIS), 19, "Grit in dermis", "place", subject="Grit", object="dermis"),
        fact(claim_of(COARSE, "subtypeOf", DISEASE), 6, "coarse grit disease", "list", cited(True), (2,),
             subject="coarse grit disease", object="grit disease"),
        fact(claim_of(FINE, "subtypeOf", DISEASE), 6, "fine grit disease", "list", cited(True), (2,),
             subject="fine grit disease", object="grit disease"),
        fact(claim_of(DISEASE, "icd10Code", icd, q("system", "ICD-10")), 8, "ICD-10: Z99.9", "code", object="Z99.9", system="ICD-10"),
        fact(claim_of(icd, "codeTitle", "grit of skin"), 8, "Z99.9 - grit of skin", "code", subject="Z99.9", object="grit of skin"),
        fact(claim_of(DISEASE, "hasClinicalFinding", SANDY, q("frequency", "often"), q("attribute", "texture")), 10,
             "Often firm or sandy papules", object="sandy papules", frequency="Often"),
        fact(claim_of(DISEASE, "hasClinicalFinding", firm, q("frequency", "often")), 10,
             "Often firm or sandy papules", object="firm|papules", frequency="Often"),
        fact(claim_of(DISEASE, "hasClinicalFinding", term("blister", "blister", "Finding"), q("frequency", "rarely")), 10,
             "rarely, blisters", object="blisters", frequency="rarely"),
        fact(claim_of(DISEASE, "hasClinicalFinding", term("fever", "fever", "Finding"), polarity="denied"), 10,
             "no fever", object="fever", polarity="no"),
        fact(claim_of(DISEASE, "meanAgeRange", "28 to 46 years", quantity=Quantity(Decimal(28), Decimal(46), "a", statistic="mean")), 11,
             "Mean age 28 to 46 years", quantity="28 to 46", object="28 to 46 years"),
        fact(claim_of(DISEASE, "sexRatio", "3:1", q("numerator", "male"), q("denominator", "female"), q("population", men),
                      quantity=Quantity(Decimal(3), Decimal(3), "1", statistic="ratio")), 11,
             "a 3:1 male to female ratio", quantity="3:1", object="3:1", numerator="male", denominator="female", population="male"),
        fact(claim_of(DISEASE, "hasClinicalFinding", term("grit-rash", "grit rash", "Finding"),
                      q("context", term("grit-syndrome", "grit syndrome", "Disease", True))), 12,
             "With grit syndrome, grit rash", object="grit rash", context="grit syndrome"),
        fact(claim_of(DISEASE, "labFinding", term("urate", "urate", "Measurement"),
                      quantity=Quantity(Decimal("6.80"), None, "mg/dL", minimum_inclusive=False, statistic="level")), 12,
             "urate above 6.80 mg/dL", "threshold", object="urate", quantity="6.80 mg/dL"),
        fact(claim_of(DISEASE, "hasMechanism", deposition, q("trigger", damage), q("effect", growth), q("order", "1")), 13,
             "Tissue damage leads to grit deposition and then crystal growth", "mechanism",
             object="grit deposition", trigger="Tissue damage", effect="crystal growth"),
        fact(claim_of(DISEASE, "treatedBy", lamp, q("population", some), modality="possible"), 15,
             "Lamp therapy may help some patients", object="Lamp therapy", modality="may", population="some patients"),
        fact(claim_of(DISEASE, "treatedBy", excision, q("condition", "if feasible")), 16,
             "If feasible, excision", object="excision", condition="If feasible"),
        fact(claim_of(image, "imageCaption", "Grit in dermis", q("section", "Microscopic (histologic) images")), 19, "Grit in dermis",
             "caption", object="Grit in dermis"),
        fact(claim_of(question, "quizOption", option, q("number", "1"), q("letter", "A")), 21, "1. Coarse grit disease", "quiz",
             object="Coarse grit disease"),
    )  # fmt: skip


def blocks() -> tuple[Block, ...]:
    """Return the lines of the page as blocks that tile it."""
    made = []
    for index, (kind, depth, parent, section, text) in enumerate(LINES):
        start = start_of(index + 1)
        end = start + len(text) + (index + 1 < len(LINES))
        made.append(
            Block(index, kind, depth, index + 1, Span(start, end), Span(start, start + len(text)),
                  parent - 1 if parent else None, section - 1 if section else None)
        )  # fmt: skip
    return tuple(made)


def example() -> Reading:
    """Return the page as read."""
    page = Edition("grit-disease", "2024-05-03", "Grit disease", "https://example.org/grit.html")
    document = Edition(
        "grit-disease",
        hashlib.sha256(TEXT.encode()).hexdigest()[:16],
        "Grit disease, restated",
        "",
        "the pathkg project",
        "https://creativecommons.org/licenses/by/4.0/",
        "Our words; no copy of the page.",
    )
    found = facts()
    count = Counter(each.evidence.line for each in found)
    status = {"heading": "heading", "chapter": "furniture"}
    lines = tuple(
        LineStatus(number, "claims" if count[number] else status.get(line[0], "context"), count[number], "")
        for number, line in enumerate(LINES, start=1)
    )
    return Reading(TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), DISEASE, document, page, blocks(), found, (), {}, lines)
