from __future__ import annotations

import pytest

from build_graph.facts import Fact
from build_graph.readers import quiz
from build_graph.readers.page import Found, Page
from made_page import FRONT, assert_gold, assert_sound, below, facts, kept, mentioned, read, real_page, section, unread, value

QUESTION, ANSWER = "Practice question #", "Practice answer #"
OPTIONS = "  1. Thin grit\n  2. Coarse grit\n  3. ABC grit\n"
WHY = "B. Coarse grit is round. Answers A and C are incorrect because thin grit and ABC grit are flat."


def made(answer: str, options: str = OPTIONS, question: str = "Which is round?\n\n") -> str:
    return f"{FRONT}Practice question #1\n{question}{options}Practice answer #1\n{answer}\n"


def reasons(answer: str, options: str = OPTIONS) -> list[tuple[str, str, str]]:
    """Return letter, verdict and value of each reason."""
    found = read(quiz.read, made(answer, options), ANSWER)[1]
    assert not unread(found), unread(found)
    why = facts(found, "quizRationale")
    return [(kept(fact.claim)["letter"], kept(fact.claim)["verdict"], value(fact.claim)) for fact in why]


def test_the_question_is_asked_of_its_own_term():
    page, found = read(quiz.read, made(WHY), QUESTION)
    (fact,) = facts(found, "quizQuestion")

    assert (fact.claim.subject.slug, fact.claim.subject.kind) == ("practice-question-1", "Question")
    assert value(fact.claim) == "Which is round?"
    assert not unread(found)
    assert mentioned(page, fact, "subject") == ["Practice question #1"]


def test_a_question_may_take_several_lines():
    _, found = read(quiz.read, made(WHY, question="A man has grit.\n\nWhich is round:\n"), QUESTION)

    assert [value(fact.claim) for fact in facts(found, "quizQuestion")] == ["A man has grit. Which is round:"]


def options(found: list[Found], page: Page) -> list[tuple[str, dict[str, str]]]:
    return [(mentioned(page, fact, "object")[0], kept(fact.claim)) for fact in facts(found, "quizOption")]


def test_options_are_numbered_and_the_answer_says_which_is_right():
    page, found = read(quiz.read, made(WHY), QUESTION)

    assert options(found, page) == [
        ("Thin grit", {"number": "1", "letter": "A", "correct": "no"}),
        ("Coarse grit", {"number": "2", "letter": "B", "correct": "yes"}),
        ("ABC grit", {"number": "3", "letter": "C", "correct": "no"}),
    ]
    assert [value(fact.claim) for fact in facts(found, "quizOption")] == [
        "practice question #1 option A (thin grit)",
        "practice question #1 option B (coarse grit)",
        "practice question #1 option C (ABC grit)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines", ["  A. Thin grit\n  B. Coarse grit\n", "1) Thin grit\n2) Coarse grit\n", "  • Thin grit\n  • Coarse grit\n"]
)
def test_options_may_be_lettered_or_only_listed(lines):
    page, found = read(quiz.read, made("B. So it is", lines), QUESTION)

    assert [(words, said["letter"], said["correct"]) for words, said in options(found, page)] == [
        ("Thin grit", "A", "no"),
        ("Coarse grit", "B", "yes"),
    ]


def test_a_number_counts_and_not_the_place():
    page, found = read(quiz.read, made("A. Thin", "  3. ABC grit\n  1. Thin grit\n  2. Coarse grit\n"), QUESTION)

    assert [(words, said["letter"], said["correct"]) for words, said in options(found, page)] == [
        ("ABC grit", "C", "no"), ("Thin grit", "A", "yes"), ("Coarse grit", "B", "no"),
    ]  # fmt: skip


def test_without_an_answer_no_option_is_called_right_or_wrong():
    _, found = read(quiz.read, f"{FRONT}Practice question #1\nWhy?\n  1. So\n", QUESTION)

    assert "correct" not in kept(facts(found, "quizOption")[0].claim)


def test_an_answer_belongs_to_the_question_of_its_number():
    asked = "Practice question #1\nWhy?\n  1. So\nPractice question #2\nHow?\n  1. Thus\n"
    text = f"{FRONT}{asked}Practice answer #2\nA. Because.\nPractice answer #1\nA. It is."
    _, found = read(quiz.read, text, ANSWER, 2)

    assert [value(fact.claim) for fact in facts(found, "quizCorrectAnswer")] == ["practice question #2 option A (thus)"]


def test_the_correct_answer_stands_on_the_letter_and_on_its_option():
    page, found = read(quiz.read, made(WHY), ANSWER)
    (fact,) = facts(found, "quizCorrectAnswer")

    assert kept(fact.claim) == {"letter": "B", "number": "2"}
    assert (mentioned(page, fact, "letter"), mentioned(page, fact, "object")) == (["B"], ["Coarse grit"])
    assert fact.claim.subject.label == "practice question #1"


def test_each_wrong_letter_has_the_reason_and_no_other_subject():
    page, found = read(quiz.read, made(WHY), ANSWER)
    why = facts(found, "quizRationale")

    assert [fact.claim.subject.label for fact in why] == [
        "practice question #1 option B (coarse grit)",
        "practice question #1 option A (thin grit)",
        "practice question #1 option C (ABC grit)",
    ]  # fmt: skip
    assert {fact.claim.subject.kind for fact in why} == {"QuestionOption"}
    assert [mentioned(page, fact, "letter") for fact in why] == [[], ["A"], ["C"]]


REST = "thin grit is flat"


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("B. Coarse grit is round", [("B", "correct", "Coarse grit is round")]),
        ("B. Coarse grit. It is round.", [("B", "correct", "It is round")]),
        ("B. It is round. It is big (J Grit 2020;1:2).", [("B", "correct", "It is round"), ("B", "correct", "It is big")]),
        (f"B. Coarse grit. Answer A is incorrect because {REST}.", [("A", "incorrect", REST)]),
        (
            "B. It is grit of type B. Answer A is wrong: it is grit of HIV.",
            [("B", "correct", "It is grit of type B"), ("A", "incorrect", "it is grit of HIV")],
        ),
        (f"B. Coarse grit. Answer A is wrong: {REST}.", [("A", "incorrect", REST)]),
        (f"B. Coarse grit. A is not correct since {REST}.", [("A", "incorrect", REST)]),
        ("B. Coarse grit. Answer A is incorrect. Thin grit is flat.", [("A", "incorrect", "Thin grit is flat")]),
        (f"B. Coarse grit. Answers A & C are incorrect as {REST}.", [("A", "incorrect", REST), ("C", "incorrect", REST)]),
        (f"B. Coarse grit. Answers A, and C are both incorrect because {REST}.", [("A", "incorrect", REST), ("C", "incorrect", REST)]),
        ("B. Coarse grit.\n\nAnswer A is incorrect because it is flat vs. ABC.", [("A", "incorrect", "it is flat vs. ABC")]),
        (
            "B. Coarse grit. Thin grit (A) is flat and ABC grit (C) is square.",
            [("A", "incorrect", "Thin grit is flat"), ("C", "incorrect", "ABC grit is square")],
        ),
        (
            "2. Coarse grit is round. Answer 1 is incorrect because it is flat.",
            [("B", "correct", "Coarse grit is round"), ("A", "incorrect", "it is flat")],
        ),
    ],
)
def test_a_sentence_speaks_of_the_letters_that_it_names(answer, wanted):
    assert reasons(answer) == wanted


def test_the_pieces_around_a_bracket_are_mentioned_apart():
    page, found = read(quiz.read, made("B. Coarse grit. Thin grit (A) is flat."), ANSWER)

    assert mentioned(page, facts(found, "quizRationale")[0], "object") == ["Thin grit", "is flat"]


@pytest.mark.parametrize("answer", ["It is round.", "F. It is round.", "B. Coarse grit. Answer F is incorrect because it is flat."])
def test_a_letter_without_an_option_is_refused(answer):
    _, found = read(quiz.read, made(answer), ANSWER)

    assert unread(found)
    assert {value(fact.claim) for fact in facts(found)} <= {"practice question #1 option B (coarse grit)"}


def test_the_reference_to_the_page_itself_is_frame_and_another_is_not():
    own, other = (
        read(quiz.read, made(f"B. Coarse grit is round.\n\nComment Here\n\nReference: {title}"), ANSWER)
        for title in ("Grit disease", "Sand")
    )

    assert not unread(own[1])
    assert [each.span.of(other[0].text) for each in unread(other[1])] == ["Sand"]


def test_rationales_are_handed_out_for_a_reader_of_statements():
    page, blocks = section(made(WHY), ANSWER)
    found = quiz.rationales(page, blocks)

    assert [(each.option.letter, each.verdict, page.words(each.option.words), page.words(each.spans[0])[:5]) for each in found] == [
        ("B", "correct", "Coarse grit", "Coars"), ("A", "incorrect", "Thin grit", "thin "), ("C", "incorrect", "ABC grit", "thin "),
    ]  # fmt: skip


def test_the_real_page_has_the_annotated_questions():
    page = real_page()
    found: list[Fact] = []
    for name in (QUESTION, ANSWER):
        for number in (1, 2):
            blocks = below(page, name, number)
            made_here = list(quiz.read(page, blocks))
            assert_sound(page, blocks, made_here)
            assert not unread(made_here)
            found += facts(made_here)

    assert_gold(
        page,
        found,
        quiz_question="quizQuestion",
        quiz_option="quizOption",
        quiz_correct_answer="quizCorrectAnswer",
        quiz_rationale="quizRationale",
    )
    assert len(facts(found, "quizRationale")) == 9
