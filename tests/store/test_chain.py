"""The chain of recordings."""

from dataclasses import replace
from hashlib import sha256

import pytest

from desk_client.ids import CallId
from desk_client.store.chain import NO_LINK, ChainLink, RecordingChain
from desk_client.store.database import Database


@pytest.fixture
def chain(database: Database) -> RecordingChain:
    return RecordingChain(database)


def next_link(head: ChainLink | None) -> ChainLink:
    index = head.index + 1 if head else 1
    previous = head.link if head else NO_LINK
    digest = sha256(f"recording {index}".encode()).hexdigest()
    return ChainLink(
        index=index,
        call_id=CallId(f"call-{index}"),
        path=f"2026/11/24/call-{index}.ogg.age",
        sha256=digest,
        previous=previous,
        link=sha256(f"{previous}{digest}".encode()).hexdigest(),
        signature="00" * 64,
    )


def test_links_follow_one_another(chain: RecordingChain) -> None:
    assert chain.head() is None
    for _ in range(3):
        chain.append(next_link(chain.head()))
    links = chain.links()
    assert [each.index for each in links] == [1, 2, 3]
    assert [each.previous for each in links] == [NO_LINK, links[0].link, links[1].link]
    assert chain.head() == links[2]


def test_a_link_that_does_not_follow_is_refused(chain: RecordingChain) -> None:
    first = next_link(None)
    chain.append(first)
    second = next_link(first)
    for stray in (replace(second, index=3), replace(second, previous=NO_LINK), first):
        with pytest.raises(ValueError, match="does not follow"):
            chain.append(stray)
    assert chain.links() == (first,)


def test_an_uploaded_recording_is_marked(chain: RecordingChain) -> None:
    first = next_link(None)
    chain.append(first)
    chain.mark_uploaded(1)
    assert chain.links() == (replace(first, uploaded=True),)
