"""Whatever several people do in whatever order: clients converge, versions grow, rules hold, nothing stored is lost."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from showroom.protocol.base import Message
from showroom.protocol.messages import (
    Body,
    ClientMessage,
    Configure,
    Done,
    Focus,
    Hello,
    Leave,
    OpenCode,
    Redo,
    Refused,
    Say,
    Undo,
)
from showroom.room.commands import KeepPlaces
from showroom.rules import violations
from tests.showroom.room.samples import RUNNER, House, replayed

PEOPLE = ("anna", "ben", "eva")
CHOICES = st.sampled_from([(group.id, value.id) for group in RUNNER.product.groups for value in group.values])
WISHES = st.lists(CHOICES, min_size=1, max_size=2).map(dict)
KEYS = st.text(min_size=1, max_size=12)
ANYTHING: st.SearchStrategy[ClientMessage] = st.one_of(
    st.builds(Configure, st.just(0), KEYS, st.dictionaries(KEYS, KEYS, max_size=2)),
    st.builds(Configure, st.just(0), st.just("runner"), st.dictionaries(KEYS, KEYS, min_size=1, max_size=2)),
    st.builds(OpenCode, st.just(0), st.text(min_size=1, max_size=400)),
    st.builds(Undo, st.just(0), KEYS),
    st.builds(Say, st.just(0), KEYS, KEYS),
    st.builds(Focus, KEYS),
    st.just(Hello(version=1, ticket="again")),
)


class RoomMachine(RuleBasedStateMachine):
    """Three people, one shoe, any order, and a server that may be killed at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House()
        self.ref = 0
        self.version = 0

    def who(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.house.told)))

    def ask(self, number: int, message: Message) -> None:
        """Every request has exactly one answer, and refused ones change nothing."""
        before = self.house.room
        told = self.house.act(number, message)  # type: ignore[arg-type] # only client messages come here
        answers = [answer for answer in told if isinstance(answer, Done | Refused)]
        assert [answer.ref for answer in answers] == [self.ref]
        if isinstance(answers[0], Refused):
            assert self.house.room == before
            assert len(told) == 1
        self.ref += 1

    @initialize()
    def two_are_here(self) -> None:
        for person in PEOPLE[:2]:
            self.join(person)

    @rule(person=st.sampled_from(PEOPLE))
    def join(self, person: str) -> None:
        self.house.join(person)

    @precondition(lambda self: self.house.told)
    @rule(data=st.data(), wish=WISHES)
    def configure(self, data: st.DataObject, wish: dict[str, str]) -> None:
        number = self.who(data)
        self.ask(number, Configure(self.ref, "runner", wish))

    @precondition(lambda self: self.house.told)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        number = self.who(data)
        person = self.house.room.members[number].visitor.id
        before = self.house.room.standings["runner"]
        self.ask(number, Undo(self.ref, "runner"))
        after = self.house.room.standings["runner"]
        for group, value in after.choices.items():
            assert value == before.choices[group] or before.by[group] == person, "only my own is taken back"

    @precondition(lambda self: self.house.told)
    @rule(data=st.data())
    def redo(self, data: st.DataObject) -> None:
        self.ask(self.who(data), Redo(self.ref, "runner"))

    @precondition(lambda self: self.house.told)
    @rule(data=st.data(), text=st.text(min_size=1, max_size=9))
    def say(self, data: st.DataObject, text: str) -> None:
        self.ask(self.who(data), Say(self.ref, text))

    @precondition(lambda self: self.house.told)
    @rule(data=st.data(), product=st.sampled_from([None, "runner", "car"]))
    def focus(self, data: st.DataObject, product: str | None) -> None:
        self.house.act(self.who(data), Focus(product))

    @precondition(lambda self: self.house.told)
    @rule(data=st.data(), x=st.integers(-9, 9))
    def walk(self, data: st.DataObject, x: int) -> None:
        self.house.do(KeepPlaces({self.who(data): Body((float(x), 0.0, 0.0))}))

    @precondition(lambda self: self.house.told)
    @rule(data=st.data(), farewell=st.booleans())
    def go(self, data: st.DataObject, *, farewell: bool) -> None:
        number = self.who(data)
        if farewell:
            self.house.act(number, Leave())
        else:
            self.house.part(number)

    @precondition(lambda self: self.house.told)
    @rule(data=st.data(), message=ANYTHING)
    def ask_nonsense(self, data: st.DataObject, message: ClientMessage) -> None:
        before = self.house.room.standings
        self.house.act(self.who(data), message)
        assert self.house.room.standings == before

    @rule()
    def kill(self) -> None:
        before = self.house.room
        self.house = self.house.restarted()
        after = self.house.room
        assert (after.standings, after.histories) == (before.standings, before.histories)
        assert (after.lines, after.places) == (before.lines, before.places)

    @invariant()
    def the_rules_hold(self) -> None:
        standing = self.house.room.standings["runner"]
        assert not violations(RUNNER.product, standing.configuration("runner"))

    @invariant()
    def versions_grow(self) -> None:
        version = self.house.room.standings["runner"].version
        assert version >= self.version
        self.version = version

    @invariant()
    def all_clients_converge(self) -> None:
        standing = self.house.room.standings["runner"]
        for messages in self.house.told.values():
            products, numbers = replayed(messages)
            state = products["runner"]
            assert (state.version, state.choices) == (standing.version, standing.choices)
            assert numbers == set(self.house.room.members)

    @invariant()
    def who_is_told_is_who_is_there(self) -> None:
        assert set(self.house.told) == set(self.house.room.members)
        people = [member.visitor.id for member in self.house.room.members.values()]
        assert len(people) == len(set(people))
        assert all(isinstance(message, Message) for told in self.house.told.values() for message in told)


RoomMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestRoomMachine = RoomMachine.TestCase
