"""Drafts, approval and dates, for every kind of data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as with_fields

from showroom.errors import NotFound, NotPermitted, Rejected
from showroom.events import Fact
from showroom.releases import Terms
from tests.server.samples import publication

if TYPE_CHECKING:
    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication

NOW_S = 1_800_000_000.0
LATER_S = NOW_S + 3600


def revision(folder: StoreFolder, number: int) -> Publication:
    return publication(folder.files.put(b"model", "model/gltf-binary"), revision=number)


def shown(folder: StoreFolder) -> list[int]:
    return [one.revision for one in folder.catalogue.catalogue().products]


def states(folder: StoreFolder) -> list[str]:
    return [one.state for one in folder.catalogue.releases("runner")]


def names(folder: StoreFolder) -> list[str]:
    return [one.type for one in folder.facts.after(0)]


def test_a_draft_is_kept_and_shown_to_nobody(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1))
    before = folder.catalogue.catalogue()
    drafted = Fact("Product Drafted", NOW_S, "", "runner", {})
    folder.catalogue.publish(revision(folder, 2), [drafted], Terms(draft=True, by="mara", origin="abc"))
    assert folder.catalogue.catalogue() == before
    (draft,) = folder.catalogue.waiting()
    assert (draft.publication.revision, draft.state, draft.drafted_by, draft.origin) == (2, "draft", "mara", "abc")
    assert names(folder) == ["Product Drafted"]


def test_an_approved_draft_is_live_and_its_publication_says_since_when(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1), (), Terms(draft=True, by="mara"))
    approved = folder.catalogue.approve("runner", 1, by="otto", now_s=NOW_S)
    assert (approved.state, approved.live_s, approved.approved_by) == ("live", NOW_S, "otto")
    (standing,) = folder.catalogue.catalogue().products
    assert standing.published_at == "2027-01-15T08:00:00+00:00"
    assert folder.catalogue.revision() == 1
    assert names(folder) == ["Product Approved", "Product Published"]
    assert folder.facts.after(0)[0].data["userId"] == "u-otto"


def test_a_scheduled_revision_goes_live_at_its_date_and_not_before(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1))
    folder.catalogue.publish(revision(folder, 2), (), Terms(live_s=LATER_S))
    assert folder.catalogue.release_due(LATER_S - 0.001) == ()
    assert (shown(folder), states(folder)) == ([1], ["live", "scheduled"])
    (released,) = folder.catalogue.release_due(LATER_S)
    assert released.publication.revision == 2
    assert (shown(folder), states(folder)) == ([2], ["live", "live"])
    assert folder.catalogue.revision() == 2
    assert names(folder) == ["Product Published"]
    assert folder.catalogue.release_due(LATER_S) == ()


def test_an_approved_date_can_be_moved_and_brought_forward_to_now(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1), (), Terms(draft=True))
    assert folder.catalogue.approve("runner", 1, live_s=LATER_S, now_s=NOW_S).state == "scheduled"
    assert folder.catalogue.approve("runner", 1, live_s=LATER_S + 60, now_s=NOW_S).live_s == LATER_S + 60
    assert folder.catalogue.release_due(LATER_S) == ()
    assert folder.catalogue.approve("runner", 1, now_s=NOW_S + 5).state == "live"
    assert shown(folder) == [1]


def test_what_waits_is_superseded_by_whatever_newer_goes_live(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1), (), Terms(draft=True))
    folder.catalogue.publish(revision(folder, 2), (), Terms(live_s=LATER_S))
    folder.catalogue.publish(revision(folder, 3))
    assert states(folder) == ["superseded", "superseded", "live"]
    assert folder.catalogue.release_due(LATER_S) == ()
    with pytest.raises(Rejected, match="not-waiting"):
        folder.catalogue.approve("runner", 1, now_s=NOW_S)
    assert shown(folder) == [3]


def test_of_two_that_come_due_together_the_newer_goes_live(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1), (), Terms(live_s=LATER_S))
    folder.catalogue.publish(revision(folder, 2), (), Terms(live_s=LATER_S + 1))
    assert len(folder.catalogue.release_due(LATER_S + 2)) == 1
    assert (shown(folder), states(folder)) == ([2], ["superseded", "live"])


def test_removing_a_product_ends_what_waits_too(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1))
    folder.catalogue.publish(revision(folder, 2), (), Terms(live_s=LATER_S))
    folder.catalogue.remove("runner")
    assert folder.catalogue.release_due(LATER_S) == ()
    assert (shown(folder), folder.catalogue.waiting()) == ([], ())


def test_a_shop_may_want_a_second_person(folder: StoreFolder) -> None:
    assert folder.catalogue.approval() == "none"
    folder.catalogue.set_approval("second-person")
    for terms in (Terms(), Terms(live_s=LATER_S)):
        with pytest.raises(Rejected, match="needs-approval"):
            folder.catalogue.publish(revision(folder, 1), (), terms)
    folder.catalogue.publish(revision(folder, 1), (), Terms(draft=True, by="mara"))
    with pytest.raises(NotPermitted, match="own-draft"):
        folder.catalogue.approve("runner", 1, by="mara", now_s=NOW_S)
    assert shown(folder) == []
    folder.catalogue.approve("runner", 1, by="otto", now_s=NOW_S)
    assert shown(folder) == [1]
    folder.catalogue.set_approval("none")
    folder.catalogue.publish(revision(folder, 2), (), Terms(draft=True, by="mara"))
    folder.catalogue.approve("runner", 2, by="mara", now_s=NOW_S)
    assert shown(folder) == [2]


def test_a_revision_that_never_was_cannot_be_approved(folder: StoreFolder) -> None:
    with pytest.raises(NotFound, match="unknown-revision"):
        folder.catalogue.approve("runner", 1, now_s=NOW_S)


def test_no_two_products_share_the_tag_of_their_codes(folder: StoreFolder) -> None:
    folder.catalogue.publish(revision(folder, 1), (), Terms(draft=True))
    other = publication(folder.files.put(b"model", "model/gltf-binary"), "walker")
    with pytest.raises(Rejected, match="tag-taken"):
        folder.catalogue.publish(other)
    folder.catalogue.publish(with_fields(other, codebook=with_fields(other.codebook, tag=2)))
    assert folder.catalogue.tags() == {"runner": 1, "walker": 2}
