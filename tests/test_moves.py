"""What a statement does: events, moves, who makes them, conditions, certainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import comparison, events, moves


def row(text: str):
    """The statement that has the sentence's moves."""
    frame = analysis.annotate(text)
    return frame.iloc[frame.moves.map(len).argmax()]


MOVES = {
    "refusal by will not": ("Russia would not pull out of Ukraine.", "refusal", "Russia"),
    "refusal by verb": ("Denmark rejected the offer.", "refusal", "Denmark"),
    "refusal in a relative clause": (
        "It followed calls by France for a vote, calls that Denmark forcefully rejected.", "refusal", "Denmark",
    ),
    "refusal by its owner": ("China said the refusal of Japan to talk was a pity.", "refusal", "Japan"),
    "openness": ("Norway is open to talks with Iran, the Norwegian foreign ministry said.", "openness", "Norway"),
    "red line": ("“We will never accept it,” Turkey’s president said.", "red_line", "Turkey"),
    "back-down from the table": ("China took off the table the use of force.", "back_down", "China"),
    "back-down of threats": ("Iran dropped its threats.", "back_down", "Iran"),
    "demand": ("Poland called on Belarus to open the border.", "demand", "Poland"),
    "blame": ("Serbia accused Kosovo of breaking the deal.", "blame", "Serbia"),
    "threat": ("India warned that it would retaliate.", "threat", "India"),
    "justification": ("Israel said it struck in order to protect its towns.", "justification", "Israel"),
    "support": ("Japan praised the plan.", "support", "Japan"),
    "another's condition": (
        "“Iran said that talks are possible only after sanctions end,” France’s envoy said.", "precondition", "Iran",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_a_move_has_its_maker_and_its_words(name):
    text, move, maker = MOVES[name]
    found = row(text)
    made = dict(zip(found.moves, found.makers, strict=True))
    assert made.get(move) == maker
    assert all(word.lower() in text.lower() for word in found.evidence[move])


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("Russia rejected the ultimatum.", "threat"),
        ("Iran dropped its threats.", "threat"),
        ("The ministers met in Oslo on Monday.", "demand"),
        ("The harbour will open in May.", "refusal"),
    ],
)
def test_what_is_not_a_move(text, move):
    assert move not in row(text).moves


EVENTS = {
    "Russia attacked Ukraine.": "FIGHT",
    "Russia will attack Ukraine.": "THREATEN",
    "France will give Chad food aid.": "AGREE",
    "France gave Chad food aid.": "AID",
    "France did not give Chad food aid.": "REJECT",
    "Iran withdrew its troops from Iraq.": "RETREAT",
    "Iran would not withdraw its troops from Iraq.": "REJECT",
    "The envoys held talks in Oslo.": "CONSULT",
    "Police arrested ten people.": "COERCE",
    "Thousands staged a protest in Paris.": "PROTEST",
    "The United States imposed sanctions on Iran.": "SANCTION",
    "Italy lifted its ban on imports.": "CONCEDE",
}


@pytest.mark.parametrize("text", EVENTS)
def test_event_type_after_negation_and_modals(text):
    found = analysis.annotate(text).iloc[0]
    assert found.event_type == EVENTS[text]
    assert found.quad_class == events.QUAD_CLASS[EVENTS[text]]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Russia attacked Ukraine.", "Russia", "Ukraine"),
        ("Ukraine was attacked by Russia.", "Russia", "Ukraine"),
        ("Iran and Iraq agreed to a truce.", "Iran", "Iraq"),
        ("France said that Iran must free the crew.", "France", "Iran"),
        ("China’s threat to blockade Taiwan alarmed markets.", "China", "Taiwan"),
    ],
)
def test_source_and_target(text, source, target):
    found = analysis.annotate(text).iloc[0]
    assert (found.source_side, found.target_side) == (source, target)


@pytest.mark.parametrize(
    ("text", "condition", "depends"),
    [
        (
            "Negotiations are possible only after Putin leaves Ukraine.",
            "Putin leaves Ukraine",
            "Negotiations are possible",
        ),
        (
            "Talks will not begin unless the army withdraws.",
            "the army withdraws",
            "Talks will not begin",
        ),
        ("If Iran stops, we would lift the ban.", "Iran stops", "we would lift the ban"),
        ("The only way to end the war is to leave.", "leave", "end the war"),
        ("The envoys met in Oslo.", "", ""),
    ],
)
def test_a_precondition_has_two_spans(text, condition, depends):
    assert moves.precondition(text) == (condition, depends)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Perhaps the talks may begin soon.", "hedged"),
        ("We will definitely win.", "categorical"),
        ("The talks began on Monday.", "plain"),
    ],
)
def test_certainty(text, certainty):
    assert analysis.annotate(text).certainty[0] == certainty


def test_posture_ranks_cooperation_above_conflict():
    aid, war = analysis.annotate(["France gave Chad food aid.", "Russia attacked Ukraine."]).posture
    assert -1 <= war < 0 < aid <= 1


@pytest.mark.parametrize("verb", ["carry", "stop", "agree", "withdraw", "impose", "clash", "veto"])
def test_forms_of_a_verb_are_words_that_begin_as_it_does(verb):
    forms = events.forms(verb)
    assert forms[0] == verb
    assert all(form.startswith(verb[:2]) for form in forms)


@given(st.text(st.sampled_from("RusiaUkn “”.,; notwilfhedrcs")))
def test_any_text_is_classified(text):
    for found in analysis.annotate(text).itertuples():
        assert len(found.moves) == len(found.makers)
        assert set(found.moves) <= set(comparison.MOVES)
        assert found.event_type in {"", *events.QUAD_CLASS}
        assert -1 <= found.posture <= 1
        assert found.condition in found.text
        assert found.depends in found.text


@given(
    st.lists(
        st.sampled_from("Russia will not attack only if Denmark rejects the threat that".split()),
        max_size=14,
    )
)
def test_evidence_is_words_of_the_sentence(words):
    for found in analysis.annotate(" ".join(words)).itertuples():
        for move in found.moves:
            assert found.evidence[move]
            assert all(word in found.text for word in found.evidence[move])
