"""Whatever visitors and agents do in whatever order: first come first served, everybody is told the truth."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from showroom.protocol.messages import (
    AcceptCall,
    CallAdviser,
    CancelCall,
    ConversationStarted,
    Done,
    EndConversation,
    QueuePosition,
    Refused,
    Say,
    SetAgentStatus,
)
from showroom.protocol.messages import Queue as QueueMessage
from showroom.service.desk import view
from showroom.service.state import AGENT_GRACE_S, PLACE_KEPT_S
from tests.showroom.service.samples import Shop

VISITORS = ("anna", "ben", "cid")
AGENTS = ("eva", "tom")
PEOPLE = st.sampled_from([*VISITORS, *AGENTS])
REQUESTS = st.one_of(
    st.just(CallAdviser(1)),
    st.just(CancelCall(1)),
    st.sampled_from([SetAgentStatus(1, "online"), SetAgentStatus(1, "away"), SetAgentStatus(1, "offline")]),
)


class DeskMachine(RuleBasedStateMachine):
    """Three visitors, two agents, and a server that may be killed at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop()

    @initialize()
    def open_for_the_day(self) -> None:
        """Most days begin like this; without it random steps seldom come as far as a conversation."""
        for person in (*AGENTS, *VISITORS):
            self.arrive(person)
        for agent in AGENTS:
            self.shop.ask(agent, SetAgentStatus(1, "online"))
        self.shop.ask("anna", CallAdviser(1))
        self.shop.ask("ben", CallAdviser(1))

    @rule(person=PEOPLE)
    def arrive(self, person: str) -> None:
        shown = view(self.shop.desk, person)
        self.shop.told[person] = [QueuePosition(shown.position)]
        self.shop.arrive(person, "agent" if person in AGENTS else "visitor")

    @precondition(lambda self: self.shop.roles)
    @rule(data=st.data())
    def depart(self, data: st.DataObject) -> None:
        self.shop.depart(data.draw(st.sampled_from(sorted(self.shop.roles))))

    @rule(seconds=st.sampled_from([1.0, AGENT_GRACE_S + 1, PLACE_KEPT_S + 1]))
    def wait(self, seconds: float) -> None:
        self.shop.wait(seconds)

    @precondition(lambda self: self.shop.roles)
    @rule(data=st.data(), request=REQUESTS)
    def ask(self, data: st.DataObject, request: CallAdviser | CancelCall | SetAgentStatus) -> None:
        person = data.draw(st.sampled_from(sorted(self.shop.roles)))
        told = self.shop.ask(person, request)
        assert sum(isinstance(answer, Done | Refused) for answer in told) == 1

    @precondition(lambda self: bool(self.shop.desk.queue) and not set(AGENTS).isdisjoint(self.shop.roles))
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        agent = data.draw(st.sampled_from(sorted(set(self.shop.roles) & set(AGENTS))))
        queue = self.shop.desk.queue
        request = data.draw(st.sampled_from(queue))
        told = self.shop.ask(agent, AcceptCall(2, request.key))
        if any(isinstance(message, ConversationStarted) for message in told):
            present = [waiting for waiting in queue if waiting.visitor in self.shop.roles]
            assert request == present[0], "only whoever waits longest is served"

    @precondition(lambda self: self.shop.desk.conversations and self.shop.roles)
    @rule(data=st.data(), is_end=st.booleans())
    def talk(self, data: st.DataObject, *, is_end: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.shop.desk.conversations)))
        person = data.draw(st.sampled_from(sorted(self.shop.roles)))
        self.shop.ask(person, EndConversation(3, key) if is_end else Say(3, "Hallo", key))

    @rule()
    def kill(self) -> None:
        before = self.shop.desk
        self.shop = self.shop.restarted()
        after = self.shop.desk
        assert [request.key for request in after.queue] == [request.key for request in before.queue]
        assert set(after.conversations) == set(before.conversations)
        assert after.lines == before.lines

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        desk = self.shop.desk
        waiting = [request.visitor for request in desk.queue]
        talks = list(desk.conversations.values())
        talking = [talk.visitor for talk in talks]
        assert len(waiting + talking) == len({*waiting, *talking})
        assert len({talk.agent for talk in talks}) == len(talks)
        assert [request.since_s for request in desk.queue] == sorted(request.since_s for request in desk.queue)

    @invariant()
    def the_state_is_honest(self) -> None:
        desk = self.shop.desk
        online = [a for a in desk.agents.values() if a.status == "online" and a.id in self.shop.roles]
        state = desk.advisers()
        assert state.online == len(online)
        assert 0 <= state.free <= state.online
        assert state.waiting == len(desk.queue)

    @invariant()
    def everybody_was_told(self) -> None:
        for person in set(self.shop.roles) & set(VISITORS):
            assert self.shop.position(person) == self.shop.desk.position_of(person)
        for agent in set(self.shop.roles) & set(AGENTS):
            assert self.shop.heard(agent, QueueMessage)[-1].waiting == self.shop.desk.waiting()


DeskMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestDeskMachine = DeskMachine.TestCase
