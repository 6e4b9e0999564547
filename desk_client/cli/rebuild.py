"""`desk-client admin rebuild`: throws away what a desk has folded and folds it again from the
facts, which are the record. Says how many cases had been shown otherwise than their facts tell."""

import json
import sys

import typer

from desk_client.cli.central_choice import AsJson, DataDir, desk_store
from desk_client.data_folder import data_folder
from desk_client.errors import DeskError
from desk_client.store.facts import FactStore


def rebuild_command(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Fold every case of this desk anew from its facts; harmless at any time the desk is shut."""
    folder = data_folder(data_dir)
    if not folder.store.exists():
        raise DeskError(f"There is no desk in {folder.root}; name its folder by --data-dir.")
    with desk_store(folder) as database:
        facts = FactStore(database)
        wrong, counted = facts.rebuild(), facts.count()
    if as_json:
        sys.stdout.write(json.dumps({"facts": counted, "wrong": wrong}) + "\n")
    else:
        typer.echo(f"{counted} facts folded anew; {wrong} cases had been out of step.", err=True)
