"""What a statement does: events, moves, who makes them, conditions, certainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import comparison, conditions, events
from analysis.inflection import forms


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
    "refusal by no reason to": ("Iran saw no reason to talk with Iraq.", "refusal", "Iran"),
    "refusal of support": ("Germany did not support the plan.", "refusal", "Germany"),
    "refusal of charges": ("China said the charges were baseless.", "refusal", "China"),
    "red line by will not": ("“We will not be intimidated,” Lithuania’s president said.", "red_line", "Lithuania"),
    "reassurance by will not": ("“We will not attack Norway,” Russia’s envoy said.", "reassurance", "Russia"),
    "concession": ("Turkey agreed to lift the blockade.", "concession", "Turkey"),
    "back-down by softening": ("India softened its tone.", "back_down", "India"),
    "threat of the future": ("Peru will retaliate against Chile.", "threat", "Peru"),
    "demand of duty": ("Egypt said that Libya must withdraw.", "demand", "Egypt"),
    "thanks in an infinitive": ("“I would like to thank Norway,” Ghana’s envoy said.", "support", "Ghana"),
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
        ("Iran refused to drop its threats.", "back_down"),
        ("The ministers met in Oslo on Monday.", "demand"),
        ("The harbour will open in May.", "refusal"),
        ("The plan will not succeed.", "refusal"),
        ("France spent money in order to support the plan.", "support"),
        ("If Japan rejects the plan, the talks end.", "refusal"),
        ("Iran did not threaten Iraq.", "threat"),
        ("The storm wiped out the harvest.", "threat"),
    ],
)
def test_what_is_not_a_move(text, move):
    assert move not in row(text).moves


# a sentence, and all the moves that it makes with the words that show them
SHOWN = {
    "a granted thing in a condition is only asked for": {
        "Peru agreed to lift the ban.": {"concession": ("agreed to lift", "lift the ban")},
        "Talks can start only after Peru agrees to lift the ban.": {"precondition": ("only after",)},
        "Peru agreed to lift the ban only after Chile left.": {
            "concession": ("agreed to lift", "lift the ban"), "precondition": ("only after",),
        },
        "Concessions by Peru are possible.": {"concession": ("Concessions",)},
        "Talks are possible only after concessions by Peru.": {"precondition": ("only after",)},
        "Talks can start only after Chad condemns the attack.": {
            "blame": ("condemns",), "precondition": ("only after",),
        },
    },
    "a condition is shown by the words that tie it": {
        "“If Chile leaves, we will talk,” Peru’s envoy said.": {"precondition": ("If",)},
        "“We will talk once, as agreed, Chile leaves,” Peru’s envoy said.": {"precondition": ("once",)},
        "There can be no talks unless Chile leaves.": {"precondition": ("no talks unless",)},
        "Relief depends on a vote in Chad.": {"precondition": ("depends on",)},
        "As long as Chile stays, Peru will not visit Lima.": {
            "precondition": ("As long as",), "refusal": ("will not visit",),
        },
    },
    "“should” demands, save before its subject": {
        "Chad should withdraw its troops.": {"demand": ("should",)},
        "We should all leave the border.": {"demand": ("should",)},
        "Few should leave the border.": {"demand": ("should",)},
        "No vote was held, though one must and should": {"demand": ("must", "should")},
        "Should Chad withdraw, Niger will stay.": {},
        "Should we withdraw, Niger will stay.": {},
        "Niger will stay, should Chad withdraw.": {},
        "Should Chad withdraw, Niger will visit Chile": {},
        "Should the drills go on, Chad will leave.": {},
        "Should new troops withdraw, Niger will stay.": {},
    },
    "a wish is a demand when it is for another's act": {
        "Kenya wants Ghana to release the crew.": {"demand": ("wants Ghana to",)},
        "Kenya wants to release the crew.": {},
    },
    "a threat of retaliation is of what may come": {
        "Peru will retaliate.": {"threat": ("will retaliate",)},
        "Peru is going to retaliate against Chile.": {"threat": ("retaliate",)},
        "Peru may retaliate against Chile.": {"threat": ("retaliate",)},
        "Peru retaliated against Chile.": {},
    },
    "to promise not to attack reassures": {
        "Peru will not attack Chile or visit Chad.": {"reassurance": ("attack",)},
        "“We won’t attack Chile,” Peru’s envoy said.": {"reassurance": ("attack",)},
        "Peru did not attack Chile.": {},
        "Peru may attack Chile.": {"threat": ("attack",)},
    },
    "to deny openness or support refuses": {
        "Peru is not open to talks.": {"refusal": ("open to",)},
        "Not open to talks, Peru left.": {"refusal": ("open to",)},
        "Peru is open to talks but not to a truce.": {"openness": ("open to",)},
        "Peru did not leave, open to talks with Chile.": {"openness": ("open to",)},
        "Chad did not demand a vote.": {},
        "It is not a demand of Chad.": {},
    },
    "two negations in a row insist": {
        "“We will not, under no circumstances, leave Chad,” Mali’s envoy said.": {
            "red_line": ("under no circumstances",),
        },
        "“Togo cannot and must not leave Chad,” Mali’s envoy said.": {"demand": ("must not",)},
        "“No, never surrender to Chile,” Peru’s president said.": {"red_line": ("never surrender",)},
        "“We must not, cannot accept the ban,” Peru’s president said.": {
            "demand": ("must not",), "refusal": ("cannot accept",),
        },
    },
    "what one must do is demanded and not done": {
        "Chad must praise the plan.": {"demand": ("must", "praise")},
        "If Chad praises the plan, Niger will leave.": {},
    },
    "an infinitive is done where its verb performs it": {
        "Refused to support the plan, Peru left.": {"refusal": ("Refused to", "support")},
        "Peru refused to publicly support the plan.": {"refusal": ("refused to", "support")},
        "Peru was eager publicly to support the plan.": {"support": ("support",)},
        "To support the plan, Peru left.": {},
    },
    "a gerund is done where it stands for a clause": {
        "Thanking Peru, Chile left.": {"support": ("Thanking",)},
        "Peru left, thanking Chile.": {"support": ("thanking",)},
        "Peru left, smiling and thanking Chile.": {"support": ("thanking",)},
        "Peru left while thanking Chile.": {"support": ("thanking",)},
        "“I am calling on Chile to leave,” Peru’s envoy said.": {"demand": ("calling on",)},
        "Lifting the ban, Peru left.": {},
        "In Oslo, envoys thanking Chile met Mali.": {},
        "The envoys thanking, in tears, Chile met Mali.": {},
        "The envoys thanking eager friends met Mali.": {},
        "Eager envoys thanking Chile met Mali.": {},
    },
    "an actor refuses what it will not do": {
        "Peru won’t visit Chile.": {"refusal": ("won’t visit",)},
        "Peru will not soon visit Chile.": {"refusal": ("will not soon visit",)},
        "Chile would not visit Peru and rejected the plan.": {
            "refusal": ("rejected", "would not visit"),
        },
        "Peru rejected the plan, and Chile would not visit Peru.": {
            "refusal": ("rejected", "would not visit"),
        },
        "Chile will visit Peru.": {},
        "The harbour will not shelter ships.": {},
        "The harbour, built by Chile, will not shelter ships.": {},
        "Peru said that the harbour will not shelter ships.": {},
        "Will not shelter Chile": {},
    },
    "an event is a move where no phrase tells its kind": {
        "Peru disowned the deal.": {"refusal": ("disowned",)},
        "Chad seeks food aid from Niger.": {"demand": ("seeks food aid",)},
        "Our allies disowned the deal.": {"refusal": ("disowned",), "support": ("Our allies",)},
        "Peru disowned our allies.": {"refusal": ("disowned",), "support": ("our allies",)},
        "Peru did not disown the deal.": {},
        "If Peru disowns the deal, Chad will leave.": {},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"), [pair for group in SHOWN.values() for pair in group.items()]
)
def test_moves_are_shown_by_their_words_and_no_others_are_made(text, shown):
    found = row(text)
    assert {move: found.evidence[move] for move in found.moves} == shown


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
    "Russia would not pull out of Ukraine.": "REJECT",
    "China took off the table the possibility of using force.": "CONCEDE",
    "Iran dropped its threats against Iraq.": "CONCEDE",
    "Denmark forcefully rejected calls for a sale.": "REJECT",
    "The talks were called off by Iran.": "SANCTION",
    "Ghana ended its talks with Togo.": "SANCTION",
    "Chad halted its attacks on Sudan.": "RETREAT",
    "Nobody in Peru supported the plan.": "REJECT",
    "Kenya must release the crew.": "DEMAND",
    "Kenya won’t release the crew.": "REJECT",
    "Mali plans to visit Niger.": "AGREE",
    "Brazil had no reason to talk to Peru.": "REJECT",
    "Japan lodged a protest with China.": "DISAPPROVE",
    "The newspaper was banned by Chile.": "COERCE",
    "If Russia attacks, Poland will mobilize its army.": "THREATEN",
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


CONDITIONS = {
    "Negotiations are possible only after Putin leaves Ukraine.": ("Putin leaves Ukraine", "Negotiations are possible"),
    "Talks will not begin unless the army withdraws.": ("the army withdraws", "Talks will not begin"),
    "If Iran stops, we would lift the ban.": ("Iran stops", "we would lift the ban"),
    "The only way to end the war is to leave.": ("leave", "end the war"),
    "Only when the siege ends will we talk.": ("the siege ends", "will we talk"),
    "There can be no peace without justice for the victims.": ("justice for the victims", "peace"),
    "“We will sign, provided that the text is changed,” she said.": ("the text is changed", "We will sign"),
    "Relief from sanctions depends on verified steps.": ("verified steps", "Relief from sanctions"),
    "Sanctions will be lifted once Iran complies.": ("Iran complies", "Sanctions will be lifted"),
    "The envoys met in Oslo.": None,
    "She asked if they had met.": None,
    "If you attack us, we will destroy you.": None,
    "": None,
}  # fmt: skip


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_precondition_has_two_spans(text):
    found = conditions.precondition(text)
    spans = found and tuple(text[start:end] for start, end in (found.condition, found.depends))
    assert spans == CONDITIONS[text]


def test_a_preconditions_spans_are_offsets_into_the_article():
    text = "He left. Talks are possible only if Iran stops. She stayed."
    found = analysis.annotate(text)
    asked = found[found.condition != ""].iloc[0]
    assert text[asked.condition_start : asked.condition_end] == asked.condition == "Iran stops"
    assert text[asked.depends_start : asked.depends_end] == asked.depends == "Talks are possible"
    assert set(found[found.condition == ""].condition_start) == {-1}


def test_posture_ranks_cooperation_above_conflict():
    aid, war = analysis.annotate(["France gave Chad food aid.", "Russia attacked Ukraine."]).posture
    assert -1 <= war < 0 < aid <= 1


@pytest.mark.parametrize("verb", ["carry", "stop", "agree", "withdraw", "impose", "clash", "veto"])
def test_forms_of_a_verb_are_words_that_begin_as_it_does(verb):
    assert forms(verb)[0] == verb
    assert all(form.startswith(verb[:2]) for form in forms(verb))


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
