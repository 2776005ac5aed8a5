"""Attributions: every construction of reported speech, from short texts worked out by hand."""

import string
from itertools import pairwise
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import quotes, sentences
from analysis.actors import roster


def _rows(text: str) -> list[tuple[str, str, str]]:
    """Voice, speaker as written, and the parts of the content, for each attribution."""
    frame = quotes.quotations(text)
    return [
        (row.voice, row.speaker, " | ".join(text[a:b] for a, b in row.content_spans))
        for row in frame.itertuples()
    ]


CONSTRUCTIONS = {
    "cue after": ("“We go,” Lavrov said.", "direct", "Lavrov", "“We go,”"),
    "cue after, inverted": ("“We go,” said Ann Lee.", "direct", "Ann Lee", "“We go,”"),
    "cue before": ("Lavrov said: “We go now.”", "direct", "Lavrov", "“We go now.”"),
    "split by the cue": (
        "“We will,” Lavrov said, “go home.”", "direct", "Lavrov", "“We will,” | “go home.”"),
    "goes on in the next sentence": (
        "“We go,” Lavrov said. “We go now.”", "direct", "Lavrov", "“We go,” | “We go now.”"),
    "goes on after another clause": (
        "“We go,” Lavrov said, referring to Syria. “We go now.”",
        "direct", "Lavrov", "“We go,” | “We go now.”"),
    "question, then the cue": (
        "“Will it hold?” Lavrov asked.", "direct", "Lavrov", "“Will it hold?”"),
    "paragraphs, cue first": (
        "Lavrov said: “We go.\n\n“We go now.”", "direct", "Lavrov", "“We go. | “We go now.”"),
    "paragraphs, cue last": (
        "“We go.\n\n“We go now,” Lavrov said.", "direct", "Lavrov", "“We go. | “We go now,”"),
    "single quotes": ("'We go home,' Lavrov said.", "direct", "Lavrov", "'We go home,'"),
    "angle quotes": ("«We go home», said Lavrov.", "direct", "Lavrov", "«We go home»"),
    "low quotes": ("„We go home“, said Lavrov.", "direct", "Lavrov", "„We go home“"),
    "straight quotes": ('"We go home," Lavrov said.', "direct", "Lavrov", '"We go home,"'),
    "nested": (
        "“He said ‘no’ to us,” Lavrov said.", "direct", "Lavrov", "“He said ‘no’ to us,”"),
    "nested in the same marks": (
        "“He said “no” to us,” Lavrov said.", "direct", "Lavrov", "“He said “no” to us,”"),
    "told reporters": (
        "“We go home,” Lavrov told reporters in Rome on Friday.",
        "direct", "Lavrov", "“We go home,”"),
    "in a statement": (
        "“We regret it,” the Danish Foreign Ministry said in a statement.",
        "direct", "the Danish Foreign Ministry", "“We regret it,”"),
    "in a statement, indirect": (
        "The ministry said in a statement on Monday that it regretted this.",
        "indirect", "The ministry", "that it regretted this"),
    "asked whether": (
        "Asked whether Russia would leave, Lavrov said: “It will not.”",
        "direct", "Lavrov", "“It will not.”"),
    "announced by the paragraph before": (
        "In a speech, Lavrov declared:\n\n“It is over.”", "direct", "Lavrov", "“It is over.”"),
    "asked about": (
        "Asked about the plan, Lavrov said it was dead.", "indirect", "Lavrov", "it was dead"),
    "according to, after": (
        "Russia will not leave, according to the Kremlin.",
        "indirect", "the Kremlin", "Russia will not leave"),
    "according to, before": (
        "According to the Kremlin, Russia will not leave.",
        "indirect", "the Kremlin", "Russia will not leave"),
    "according to, within": (
        "“The talks,” according to Lavrov, “were useful.”",
        "direct", "Lavrov", "“The talks,” | “were useful.”"),
    "parenthetical": (
        "The US, Rubio said, would act.", "indirect", "Rubio",
        "The US | would act"),
    "mixed": (
        "The ministry said it was “deeply concerned” about the raid.",
        "mixed", "The ministry", "it was “deeply concerned” about the raid"),
    "headline with a colon": (
        "Kremlin: Putin is open to talks", "indirect", "Kremlin", "Putin is open to talks"),
    "headline with the name last": (
        "Putin is open to talks: Kremlin", "indirect", "Kremlin", "Putin is open to talks"),
    "headline with a verb": (
        "Kremlin says Putin is open to talks", "indirect", "Kremlin", "Putin is open to talks"),
    "headline with the verb last": (
        "Putin open to talks, Kremlin says", "indirect", "Kremlin", "Putin open to talks"),
    "name behind a dash": ("“We are ready” – Lavrov.", "direct", "Lavrov", "“We are ready”"),
    "dash-led": ("— We are ready, Lavrov said.", "indirect", "Lavrov", "We are ready"),
    "quoted quotation": (
        "Lavrov said Rubio had said that talks were dead.",
        "indirect", "Lavrov", "Rubio had said that talks were dead"),
    "aside between name and verb": (
        "Ann Lee, who met him in Rome, said the talks were dead.",
        "indirect", "Ann Lee", "the talks were dead"),
    "apposition between name and verb": (
        "Mark Rutte, the NATO chief, said Europe must pay.",
        "indirect", "Mark Rutte", "Europe must pay"),
    "relative clause": (
        "He met Lavrov, who said that talks were dead.",
        "indirect", "who", "that talks were dead"),
    "passive, nobody named": (
        "Ministers were told that the plan failed.", "indirect", "", "that the plan failed"),
    "infinitive": (
        "Lavrov refused to say that the plan had failed.",
        "indirect", "Lavrov", "to say that the plan had failed"),
    "quoted quotation, the inner one": (
        "Lavrov said Rubio had said that talks were dead.",
        "indirect", "Rubio", "that talks were dead"),
    "carried on by the next paragraph": (
        "“We go home,” Lavrov said.\n\n“We go now.”",
        "direct", "Lavrov", "“We go home,” | “We go now.”"),
    "reported speech, then a quotation": (
        "Lavrov said that talks were dead.\n\n“We go now.”", "direct", "Lavrov", "“We go now.”"),
    "announced without a colon": (
        "Lavrov agreed. “We go now.”", "direct", "Lavrov", "“We go now.”"),
    "announced by any clause": (
        "Lavrov put out these lines: “We go now.”", "direct", "Lavrov", "“We go now.”"),
    "a verb that no list has": (
        "“We go home,” Lavrov quipped on Friday.", "direct", "Lavrov", "“We go home,”"),
    "a verb that no list has, inverted": (
        "“We go home!” thundered the minister.", "direct", "the minister", "“We go home!”"),
    "verb and name first": (
        "Said Lavrov, who had waited: “We go home.”", "direct", "Lavrov", "“We go home.”"),
    "as someone said": (
        "The talks are dead, as Lavrov said.", "indirect", "Lavrov", "The talks are dead"),
    "quoted as saying": (
        "“We go home,” Lavrov was quoted as saying.", "direct", "Lavrov", "“We go home,”"),
    "an adverb between": (
        "Lavrov said, however, that talks were dead.",
        "indirect", "Lavrov", "that talks were dead"),
    "a clause of its own in another content": (
        "Lavrov said that talks were dead: “We go home,” he added.",
        "direct", "he", "“We go home,”"),
    "what someone calls": (
        "What Lavrov calls “a just peace” is a surrender.",
        "mixed", "Lavrov", "What | “a just peace”"),
    "headline without a verb": (
        "Putin open to talks – Kremlin", "indirect", "Kremlin", "Putin open to talks"),
    "unclosed before its clause": (
        "“We go home, Lavrov said.", "direct", "Lavrov", "“We go home,"),
    "three straight marks": (
        "''He said 'no,''' Lavrov said.", "direct", "Lavrov", "''He said 'no,'''"),
    "noun of saying": (
        "They heard of Lavrov’s warning on Monday that talks were dead.",
        "indirect", "Lavrov", "that talks were dead"),
    "noun of saying with by": (
        "It cited a report by the agency that talks were dead.",
        "indirect", "the agency", "that talks were dead"),
    "noun of saying as the subject": (
        "Lavrov’s claim is that talks were dead.", "indirect", "Lavrov", "that talks were dead"),
    "relayed, the relayer": (
        "Lavrov said it was late, according to Reuters.",
        "indirect", "Reuters", "Lavrov said it was late"),
    "relayed, who spoke": (
        "Lavrov said it was late, according to Reuters.", "indirect", "Lavrov", "it was late"),
    "according to in the middle": (
        "For Russia, according to Lavrov, talks were dead.",
        "indirect", "Lavrov", "For Russia | talks were dead"),
    "a deed before the verb of saying": (
        "Lavrov, hoping for talks, said: “We go home.”", "direct", "Lavrov", "“We go home.”"),
    "contraction": ("Lavrov said he’s ready for talks.", "indirect", "Lavrov",
        "he’s ready for talks"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_construction(name: str) -> None:
    text, *expected = CONSTRUCTIONS[name]
    assert tuple(expected) in _rows(text), _rows(text)


SPEAKERS = {
    "title, then surname": (
        "Kremlin spokesman Dmitry Peskov arrived. Peskov said it was over.",
        "Dmitry Peskov", "Russia"),
    "pronoun": (
        "Danish Prime Minister Mette Frederiksen met reporters. She said it was over.",
        "Mette Frederiksen", "Denmark"),
    "pronoun of an institution": (
        "The White House took note. “It is over,” it said.", "White House", "United States"),
    "role": (
        "Turkey’s foreign minister, Hakan Fidan, arrived. The minister said it was over.",
        "Hakan Fidan", "Turkey"),
    "metonym": ("Ankara said it was over.", "Ankara", "Turkey"),
    "organisation": ("NATO said it was over.", "NATO", "NATO"),
    "ministry": (
        "The Danish Foreign Ministry said it was over.", "Danish Foreign Ministry", "Denmark"),
    "joint countries": (
        "Denmark and Greenland said it was over.", "Denmark; Greenland", "Denmark; Greenland"),
    "joint people": (
        "Marco Rubio and JD Vance said it was over.", "Marco Rubio; JD Vance", ""),
    "three people": (
        "Marco Rubio, Ann Lee and Bo Ray said it was over.", "Marco Rubio; Ann Lee; Bo Ray", ""),
    "three countries": (
        "Denmark, Greenland and the Kremlin said it was over.",
        "Denmark; Greenland; Kremlin", "Denmark; Greenland; Russia"),
    "one or the other": (
        "Denmark or Greenland said it was over.", "Denmark; Greenland", "Denmark; Greenland"),
    "joined by a sign": (
        "Denmark & Greenland said it was over.", "Denmark; Greenland", "Denmark; Greenland"),
    "joint names of no list": (
        "Acme Works and Beta Lines said it was over.", "Acme Works; Beta Lines", ""),
    "joint nouns": (
        "The villagers and fishermen said it was over.", "villagers and fishermen", ""),
    "an article is no name": ("An envoy said it was over.", "envoy", ""),
    "named after the role": (
        "Their chief negotiator, Bo Ray, said it was over.", "Bo Ray", ""),
    "party tag": ("Tim Kaine, D-Virginia, said it was over.", "Tim Kaine", "United States"),
    "family name first": (
        "Chinese President Xi Jinping arrived. Xi said it was over.", "Xi Jinping", "China"),
    "role from an apposition": (
        "Ann Lee, spokeswoman for the Danish Foreign Ministry, left. The spokeswoman said it was "
        "over.", "Ann Lee", "Denmark"),
    "name behind a role that no list has": (
        "Their point woman, Ann Lee, said it was over.", "Ann Lee", ""),
    "an expert stands for nobody": (
        "Ann Lee, an expert on Russia, said it was over.", "Ann Lee", ""),
    "ambassador to a country": (
        "Bo Ray, former ambassador to Syria, said it was over.", "Bo Ray", ""),
    "abbreviation before a title": (
        "Then U.S. Secretary of State Dean Rusk said it was over.", "Dean Rusk", "United States"),
    "another year": (
        "Soviet Foreign Minister Andrei Gromyko said it was over.",
        "Andrei Gromyko", "Soviet Union"),
    "surname alone, then a pronoun": (
        "“No,” Lavrov said. He added that it was over.", "Lavrov", ""),
    "plural pronoun of joint speakers": (
        "Rubio and Vance said it was late. They added that it was over.", "Rubio; Vance", ""),
    "counterpart": (
        "His Ukrainian counterpart, Bo Ray, said it was over.", "Bo Ray", "Ukraine"),
    "a question is not answered by who asked": (
        "“Is it over?” Ann Lee asked.\n\n“It is over.”", "", ""),
    "small words in a name": (
        "Ursula von der Leyen, president of the European Commission, left. Von der Leyen said it "
        "was over.", "Ursula von der Leyen", "European Union"),
    "prefixed name": (
        "Syrian leader Ahmed al-Sharaa left. “No,” al-Sharaa said.", "Ahmed al-Sharaa", "Syria"),
    "a name by its middle": (
        "Brazil’s Luiz Inácio Lula da Silva left. Lula said it was over.",
        "Luiz Inácio Lula da Silva", "Brazil"),
    "someone’s spokesman": (
        "French President Ann Lee left. Lee’s spokesman said it was over.",
        "Lee’s spokesman", "France"),
    "someone’s spokesman, named": (
        "French President Ann Lee left. Lee’s spokesman, Bo Ray, said it was over.",
        "Bo Ray", "France"),
    "a spokesman for someone": (
        "A spokesman for French President Ann Lee said it was over.",
        "spokesman for French President Ann Lee", "France"),
    "the title's country, then the name": (
        "The president of France, Ann Lee, left. She said it was over.", "Ann Lee", "France"),
    "he after an unnamed aide": (
        "An aide to French President Ann Lee said no word. He said it was over.", "", ""),
    "critics of someone": ("Critics of Israel said it was over.", "Critics of Israel", ""),
    "officials somewhere": ("Officials in Kyiv said it was over.", "Officials in Kyiv", "Ukraine"),
    "a ministry somewhere": (
        "The Ministry of Health in Cairo said it was over.",
        "Ministry of Health in Cairo", "Egypt"),
    "an institution by its kind": (
        "The Danish Foreign Ministry left it open. The ministry said it was over.",
        "Danish Foreign Ministry", "Denmark"),
    "an acronym as a word": ("Nato said it was over.", "NATO", "NATO"),
    "countries together": ("Chile and Peru said it was over.", "Chile; Peru", "Chile; Peru"),
    "a person beside a country": ("Peru and Ann Lee said it was over.", "Ann Lee", ""),
    "an office beside a person": (
        "Peru’s president and Ann Lee said it was over.", "Peru’s president; Ann Lee", "Peru"),
    "names that nobody lists": (
        "Acme and the Bolt Group said it was over.", "Acme; Bolt Group", ""),
    "nouns joined": ("The owners and tenants said it was over.", "owners and tenants", ""),
    "a name that is also a verb": (
        "In Oslo Ann Walk left. Walk warned that it was over.", "Ann Walk", ""),
    "who": ("He met Mexican President Ann Lee, who said it was over.", "Ann Lee", "Mexico"),
    "role without a name": ("The spokesman said it was over.", "", ""),
    "passive": ("Ministers were told that it was over.", "", ""),
    "pronoun without a name": ("He said it was over.", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", SPEAKERS)
def test_speaker_and_side(name: str) -> None:
    text, actor, side = SPEAKERS[name]
    last = quotes.quotations(text).iloc[-1]
    assert (last.actor, last.side) == (actor, side)


def test_a_quotation_alone_after_reported_speech_has_its_speaker_but_no_cue() -> None:
    frame = quotes.quotations("Lavrov claimed that he was ready.\n\n“I am ready. We go.”")
    assert frame.actor.tolist() == ["Lavrov", "Lavrov"]
    assert frame.cue.tolist() == ["claimed", ""]
    assert frame.cue_stance.tolist() == ["doubting", ""]
    assert frame.doubtful.tolist() == [False, False]


@pytest.mark.parametrize(
    ("question", "rows"),
    [("“Will it hold?” a reporter asked.", 2), ("“Will it hold?” Lavrov said.", 1)],
)
def test_what_follows_a_question_that_was_asked_is_anothers(question: str, rows: int) -> None:
    frame = quotes.quotations(f"{question}\n\n“It will hold.”")
    assert len(frame) == rows
    assert frame.doubtful.tolist() == [False, True][:rows]


def test_an_open_quotation_runs_on_over_paragraphs_only_where_each_opens_again() -> None:
    text = "Lavrov said: “We go.\n\n“We stay.\n\n“We sleep.”"
    assert _rows(text) == [("direct", "Lavrov", "“We go. | “We stay. | “We sleep.”")]
    closed = "Lavrov said: “We go.\n\nHe slept. “We stay here for now.”"
    assert [row[1] for row in _rows(closed)] == ["Lavrov", ""]


def test_an_unattributed_quotation_has_no_speaker_and_is_doubtful() -> None:
    row = quotes.quotations("Lavrov left for Rome.\n\n“It is over and we know it.”").iloc[0]
    assert (row.voice, row.actor, row.side, row.doubtful) == ("direct", "", "", True)


@pytest.mark.parametrize("text", ["“We go home, Lavrov said.", 'We go home," Lavrov said.'])
def test_a_missing_mark_is_doubtful(text: str) -> None:
    assert quotes.quotations(text).doubtful.tolist() == [True]


def test_the_two_voices_of_one_sentence() -> None:
    assert _rows("Lavrov said it was over, and Rubio insisted that it was not.") == [
        ("indirect", "Lavrov", "it was over"),
        ("indirect", "Rubio", "that it was not"),
    ]


@pytest.mark.parametrize(
    ("text", "voice", "speaker"),
    [
        ("“No,” Lavrov said.", "direct", "Lavrov"),
        ("Lavrov said “no” to it.", "indirect", "Lavrov"),
        ("Lavrov said Rubio had said that it was over.", "indirect", "Lavrov"),
        ("Lavrov said it was over, according to Reuters.", "indirect", "Lavrov"),
        ("Lavrov agreed to meet.", "reporter", ""),
    ],
)
def test_voice_of_a_sentence(text: str, voice: str, speaker: str) -> None:
    frame = quotes.quotations(text)
    ((found, row),) = quotes.voices(text, sentences.split(text), list(frame.itertuples()))
    assert (found, frame.iloc[row].speaker if row >= 0 else "") == (voice, speaker)


def test_stances() -> None:
    said = {
        "said": "neutral",
        "insisted": "assertive",
        "claimed": "doubting",
        "admitted": "conceding",
    }
    for verb, stance in said.items():
        assert quotes.quotations(f"Lavrov {verb} that it was over.").cue_stance.tolist() == [stance]


ON_THE_WALL = "Ann Lee said “we are glad” in Rome. On the wall was "


@pytest.mark.parametrize(
    ("after", "goes_on", "alone"),
    [
        ("“We go home”.", True, False),  # opens like a sentence
        ("“a sea of sun and of sons who all go home at last”.", True, False),  # is long
        ("“the sun”.", False, False),  # is a name
        ("“We go home” in red.", False, True),  # stands within its sentence
    ],
)
def test_speech_at_the_edge_of_a_sentence_goes_on(after: str, goes_on: bool, alone: bool) -> None:
    rows = _rows(ON_THE_WALL + after)
    assert ("|" in rows[0][2], rows[1:] != []) == (goes_on, alone)


def test_each_article_has_its_id_and_rows_are_numbered_through() -> None:
    article = SimpleNamespace(
        title="", standfirst=(), dateline="", text="Lee said it was over.", page="", actors=(),
        id="north",
    )  # fmt: skip
    frame = quotes.quotations(["Lavrov said it was over.", article])
    assert frame.article_id.tolist() == ["text-1", "north"]
    assert frame.index.tolist() == [0, 1]
    assert quotes.quotations("Lavrov said it was over.").article_id.tolist() == ["text-1"]
    del article.id
    assert quotes.quotations(article).article_id.tolist() == [""]


def test_a_given_roster_takes_the_place_of_the_texts_own() -> None:
    known = roster("Brazil’s president Ann Lee left.")
    said = "Lee said it was over."
    for texts in (said, [said]):
        frame = quotes.quotations(texts, known)
        assert frame[["actor", "side"]].values.tolist() == [["Ann Lee", "Brazil"]]


def test_what_has_no_speaker_and_no_cue_has_no_words_for_them() -> None:
    row = quotes.quotations("The rain fell on Rome. “We go home at last.”").iloc[0]
    assert (row.speaker, row.actor, row.side, row.cue) == ("", "", "", "")


def test_a_list_of_texts() -> None:
    frame = quotes.quotations(["Lavrov said no.", "", "Lavrov said it was over."])
    assert frame.article_id.tolist() == ["text-3"]
    assert list(quotes.quotations([]).columns) == list(quotes.COLUMNS)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The term “genocide” was used.", ["genocide"]),
        ("What Kyiv calls “liberation” goes on.", ["liberation"]),
        ("The book “War and Peace” sold well.", ["War and Peace"]),
        ("Oil fell in a “bear market”.", ["bear market"]),
        ("He called it “a grave mistake”.", []),
        ("The talks were “useful and we will go on,” Lavrov said.", []),
    ],
)
def test_named_terms(text: str, terms: list[str]) -> None:
    assert quotes.named_terms(text)["text"].tolist() == terms


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine war: what we know",
        "Analysis: Why Putin is open to talks",
        "Ukraine: the war goes on",
        "Source: Reuters",
        "They read its report on trade that appeared in May.",
    ],
)
def test_labels_are_no_speakers(text: str) -> None:
    assert quotes.quotations(text).empty


def test_a_quotation_that_only_a_deed_governs_is_doubtful() -> None:
    row = quotes.quotations("Lavrov left the hall with “not one word for us”.").iloc[0]
    assert (row.speaker, row.cue_kind, row.doubtful) == ("Lavrov", "act", True)


def test_terms_are_not_speech() -> None:
    text = "The “special military operation” goes on in what he calls “the new territories”."
    assert quotes.named_terms(text)["text"].tolist() == [
        "special military operation",
        "the new territories",
    ]
    assert quotes.quoted_spans(text) == []


def test_actors_of_the_corpus_win_and_the_page_fills_what_is_open() -> None:
    article = SimpleNamespace(
        title="", standfirst=(), dateline="",
        text="Joe Biden said it was over. Biden left. Lavrov said it was not.",
        page="Former US President Joe Biden arrived.",
        actors=(("Lavrov", "Sergei Lavrov", "Russian Federation"),),
    )  # fmt: skip
    frame = quotes.quotations(article)
    assert frame[["actor", "side"]].values.tolist() == [
        ["Joe Biden", "United States"],
        ["Sergei Lavrov", "Russian Federation"],
    ]


@pytest.mark.parametrize("text", ["", "word", "?!.,", "…", "Das ist alles sehr gut.", "“”", "' '"])
def test_texts_without_speech(text: str) -> None:
    frame = quotes.quotations(text)
    assert list(frame.columns) == list(quotes.COLUMNS)
    assert frame.empty
    assert frame.dtypes["content_start"] == "int64"


BAD = {
    "only quotations": "“We are ready.” " * 500,
    "unclosed in each sentence": "“We will go on. He left, Lavrov said. " * 500,
    "odd number of straight marks": '"We go on, Lavrov said. ' * 501,
    "nothing but marks": '" ' * 1000 + "“" * 1000 + "’”" * 1000,
    "10,000 marks": "“ ” " * 5000,
    "one sentence of clauses": "he said that " * 8000,
    "one sentence of quotations": "Lavrov said “no, we will not”, and " * 3000,
    "one long sentence": "the talks will go on and Lavrov said that Rubio would not leave while "
    * 300,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_passes_and_is_flagged(name: str) -> None:
    text = BAD[name]
    frame = quotes.quotations(text)
    _check_offsets(text, frame)
    if not name.startswith("one "):
        assert frame[frame.voice != "indirect"].doubtful.all()


def _check_offsets(text: str, frame: pd.DataFrame) -> None:
    for row in frame.itertuples():
        assert 0 <= row.content_start < row.content_end <= len(text)
        assert row.content_spans[0][0] == row.content_start
        assert all(a < b <= c for (a, b), (c, _) in pairwise(row.content_spans))
        assert row.speaker == (
            text[row.speaker_start : row.speaker_end] if row.speaker_start >= 0 else ""
        )
        assert row.cue == (text[row.cue_start : row.cue_end] if row.cue_start >= 0 else "")
        assert row.voice in ("direct", "indirect", "mixed")
    assert frame.content_start.is_monotonic_increasing


_PIECES = st.sampled_from(
    ["“", "”", '"', "‘", "’", "'", "«", "»", "\n\n", ", ", ". ", "? ", ": ", " — ", " said ",
     " told reporters ", " that ", " Lavrov ", " he ", " who ", " the Kremlin ", " the talks ",
     " were dead ", " and ", " asked ", " according to ", "é", "俄", "  "]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_offsets_hold_for_any_text(text: str) -> None:
    frame = quotes.quotations(text)
    _check_offsets(text, frame)
    found = sentences.split(text)
    labels = quotes.voices(text, found, list(frame.itertuples()))
    assert len(labels) == len(found)
    assert all(-1 <= row < len(frame) for _, row in labels)
    assert all((voice == "reporter") == (row < 0) for voice, row in labels)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=string.printable + "“”‘’«»„", max_size=80))
def test_quoted_spans_lie_in_order_and_apart(text: str) -> None:
    spans = quotes.quoted_spans(text)
    assert all(a <= b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))


def test_a_text_put_behind_another_keeps_its_attributions() -> None:
    first, second = "Ann Lee said it was over.", "“We go home,” the Kremlin said."
    together = quotes.quotations(f"{first}\n\n{second}")
    alone = quotes.quotations(second)
    shift = len(first) + 2
    assert together.iloc[-1].content_start == alone.iloc[0].content_start + shift
    assert together.iloc[-1].actor == alone.iloc[0].actor
