"""Toward whom an act is, by the frame of its verb."""

import pytest

import analysis
from analysis import actors, parties, targets
from analysis.words import words


def first(text: str):
    return analysis.annotate(text).iloc[0]


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        (
            "China warned the United States that it would pay a heavy price "
            "if it sold arms to Taiwan.",
            "United States",
        ),
        ("Britain told Iran it must release the tanker before talks with Europe.", "Iran"),
        ("Azerbaijan and Armenia accused each other of breaking a truce.", "Armenia"),
        ("Lebanon complained to the United Nations about Israeli flights.", "Israel"),
        ("Japan protested to Pyongyang over a missile.", "North Korea"),
        ("China fired missiles near Taiwan, prompting Washington to send ships.", "Taiwan"),
        ("Greece demanded that Turkey pull its troops out of Cyprus.", "Turkey"),
        ("China summoned the Japanese ambassador over a visit by lawmakers.", "Japan"),
        ("Tehran's rejection of US demands followed a visit by Oman's minister.", "United States"),
    ],
)
def test_target(sentence, side):
    assert first(sentence).target_side == side


@pytest.mark.parametrize(
    ("sentence", "event", "target"),
    [
        ("Saudi Arabia has no intention of normalizing ties with Israel.", "REJECT", "Israel"),
        ("Washington told Hanoi that bombing would stop if talks began.", "AGREE", "Hanoi"),
        ("Germany pledged 500 million euros in aid to Ukraine.", "AGREE", "Ukraine"),
        ("I want to thank France.", "SUPPORT", "France"),
        ("Greece, backed by France, demanded that Turkey leave Cyprus.", "DEMAND", "Turkey"),
    ],
)
def test_event_and_target(sentence, event, target):
    found = first(sentence)
    assert (found.event_type, found.target) == (event, target)


def test_who_is_warned_sets_no_condition():
    found = first("China warned the United States that it would pay if it sold arms to Taiwan.")
    assert set(found.makers) == {"China"}


def test_a_wish_for_an_own_act_demands_nothing():
    assert "demand" not in first("I want to thank France.").moves
    assert "demand" in first("We want Iran to stop.").moves


def test_that_country_is_the_one_named_last():
    rows = analysis.annotate("North Korea fired a missile. We urge that country to stop.")
    assert list(rows.target)[1] == "North Korea"
    assert analysis.annotate("We urge that country to stop.").target.item() == ""


@pytest.mark.parametrize(
    ("sentence", "preposition"),
    [
        ("They held talks with the government of Sudan.", "with"),
        ("They answered to the call of Iran.", "to"),
        ("They attacked Iran.", ""),
        ("Iran", ""),
    ],
)
def test_governor(sentence, preposition):
    tokens = words(sentence)
    mention = parties.everyone(tokens, actors.mentions(sentence))[-1]
    assert targets.governor_of(tokens, mention) == preposition
