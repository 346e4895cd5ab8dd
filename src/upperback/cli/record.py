"""`export`, `import`, `delete`: the record of this computer out to a file, in from one, and gone, without the browser."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, NoReturn
from uuid import uuid4

import typer

from upperback.cli.language import catalogue_for
from upperback.model.catalogue import Catalogue
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.store.errors import StoreError
from upperback.store.opening import default_path, open_store

app = typer.Typer(add_completion=False)

BAD_INPUT: Final = 2
CASE, ZIP = ".json", ".zip"

Db = Annotated[Path | None, typer.Option(help="The database file; your data folder's when left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Sure = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


@app.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="NAME.zip for everything, NAME.json for the case file.")],
    db: Db = None,
    as_json: AsJson = False,
) -> None:
    """Everything of this computer's record in one file."""
    catalogue = catalogue_for(context)
    with _person(catalogue, db, must_exist=True) as person:
        if file.suffix.lower() not in (CASE, ZIP):
            raise BadInputError(f"{file}: the name has to end in {ZIP} or {CASE}")
        size_bytes = _write(file, person.luggage.everything() if file.suffix.lower() == ZIP else _once(person.export_case()))
        _say(catalogue, as_json, "cli.exported", {"file": str(file), "bytes": size_bytes})


@app.command("import")
def bring_in(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A zip or a case file saved by Upperback.")],
    db: Db = None,
    yes: Sure = False,
    as_json: AsJson = False,
) -> None:
    """Put a saved file in the place of this computer's record."""
    catalogue = catalogue_for(context)
    with _person(catalogue, db) as person:
        try:
            with file.open("rb") as content:
                held = person.luggage.look_into(content)
                if not person.is_new() and not yes:
                    typer.confirm(catalogue.texts("data.cli.replace"), abort=True)
                person.luggage.bring_back(content)
        except OSError as error:
            raise BadInputError(f"{file}: {error.strerror or 'it cannot be read'}") from error
        except BadInputError as error:
            raise BadInputError(f"{file}: {error}") from error
        told = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(held).items()}
        _say(catalogue, as_json, "cli.imported", told)


@app.command("delete")
def delete(context: typer.Context, db: Db = None, yes: Sure = False, as_json: AsJson = False) -> None:
    """Delete this computer's record at once, with no way back."""
    catalogue = catalogue_for(context)
    with _person(catalogue, db, must_exist=True) as person:
        if not yes:
            typer.confirm(catalogue.texts("data.cli.sure"), abort=True)
        person.whole.delete_everything(at_once=True)
        _say(catalogue, as_json, "cli.deleted", {"deleted": True})


@contextmanager
def _person(catalogue: Catalogue, db: Path | None, *, must_exist: bool = False) -> Iterator[Person]:
    """The person of the database; bad input is one line and exit status 2."""
    path = db or default_path()
    try:
        if must_exist and not path.is_file():
            raise BadInputError(f"{path}: there is no record here")
        store = open_store(path, _now())
    except (StoreError, BadInputError) as error:
        _refuse(error)
    try:
        person = Person(store, catalogue, _now, lambda: uuid4().hex)
        person.whole.let_go()
        yield person
    except BadInputError as error:
        _refuse(error)
    finally:
        store.close()


def _write(file: Path, pieces: Iterator[bytes]) -> int:
    """Write beside, then put in place: never half a file under the name. The owner's alone; how many bytes."""
    half = file.with_name(f".{file.name}.{os.getpid()}.part")
    size_bytes = 0
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in pieces:
                size_bytes += out.write(piece)
        half.replace(file)
    except OSError as error:
        raise BadInputError(f"{file}: {error.strerror or 'it cannot be written'}") from error
    finally:
        half.unlink(missing_ok=True)
    return size_bytes


def _once(text: str) -> Iterator[bytes]:
    yield text.encode()


def _say(catalogue: Catalogue, as_json: bool, key: str, values: dict[str, object]) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False) if as_json else catalogue.texts(f"data.{key}", **values))


def _refuse(error: Exception) -> NoReturn:
    typer.echo(str(error).replace("\n", "\\n"), err=True)  # one line, whatever the file is called
    raise typer.Exit(BAD_INPUT) from None


def _now() -> datetime:
    return datetime.now().astimezone()
