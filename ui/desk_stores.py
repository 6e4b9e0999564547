"""What a desk reads from and writes to, each opened once over the one local store."""

from dataclasses import dataclass

from desk_client.services.case_in_hand import CaseFiles
from desk_client.store.chain import RecordingChain
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Leases
from desk_client.store.open_workflows import OpenWorkflows
from desk_client.store.outbox import Outbox
from desk_client.store.reference import Reference
from desk_client.store.search import Search
from desk_client.store.settings import StoredSettings
from desk_client.store.timeline import Timeline
from desk_client.store.worklist import Worklist


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStores:
    """Views of the local store."""

    database: Database
    facts: FactStore
    leases: Leases
    reference: Reference
    search: Search
    outbox: Outbox
    settings: StoredSettings
    worklist: Worklist
    workflows: OpenWorkflows
    timeline: Timeline
    chain: RecordingChain
    files: CaseFiles


def stores_of(database: Database) -> DeskStores:
    """All of them."""
    facts, reference = FactStore(database), Reference(database)
    return DeskStores(
        database=database,
        facts=facts,
        leases=Leases(database),
        reference=reference,
        search=Search(database),
        outbox=Outbox(database),
        settings=StoredSettings(database),
        worklist=Worklist(database),
        workflows=OpenWorkflows(database),
        timeline=Timeline(database),
        chain=RecordingChain(database),
        files=CaseFiles(reference=reference, facts=facts),
    )
