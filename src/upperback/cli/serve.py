"""`upperback serve`: the app on this computer, for the one who started it."""

import gc
import os
import socket
import sys
import threading
import webbrowser
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from time import sleep
from typing import Annotated, Final, NoReturn
from uuid import uuid4

import typer
import uvicorn
from uvicorn.config import WS_PROTOCOLS

from upperback.cli.language import catalogue_for
from upperback.model.catalogue import Catalogue
from upperback.model.texts import Texts
from upperback.services import knowledge
from upperback.services.errors import BadInputError
from upperback.services.habits import zone_name
from upperback.services.person import Person
from upperback.store.errors import StoreError
from upperback.store.opening import default_path, open_store
from upperback.store.secret import keep_secret, kept_secret, secret_path
from upperback.web.app import Language, create_app
from upperback.web.figures import Drawings
from upperback.web.security import new_secret

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

HOST: Final = "127.0.0.1"
LOCAL_ZONE: Final = Path("/etc/localtime")
PORT: Final = 8737
BAD_INPUT: Final = 2
LOOK_EVERY_S: Final = 15
FIRST_PAGE_S: Final = 2  # what is made ahead leaves the processor to the first page


@app.callback()
def _group() -> None:
    """Keeps `serve` a command of its own name while it is the only one here."""


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen on this computer.")] = PORT,
    db: Annotated[Path | None, typer.Option(help="The database file; your data folder's when left out.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the address and leave the browser alone.")] = False,
) -> None:
    """Start Upperback and open it in the browser. Stop it with Ctrl-C."""
    catalogue = catalogue_for(context)  # before anything is opened or written
    path = db or default_path()
    listening = _listen(port, catalogue.texts)
    kept = secret_path(path)
    try:
        store = open_store(path, _now())
        cookie = kept_secret(kept, new_secret())
    except StoreError as error:
        listening.close()
        _refuse(str(error))
    person = Person(store, catalogue, _now, lambda: uuid4().hex, zone=zone_name(os.environ.get("TZ", ""), LOCAL_ZONE))
    _clean_up(person)
    token = new_secret()
    address = f"http://{HOST}:{port}/?token={token}"
    application = create_app(
        person,
        catalogue,
        token=token,
        port=port,
        now=_now,
        languages=_languages(catalogue),
        cookie=cookie,
        keep_cookie=partial(keep_secret, kept),
    )
    gc.freeze()  # what is loaded stays: no later collection, and so no frame or page, has to wait for a look at it
    config = uvicorn.Config(
        application,
        host=HOST,
        port=port,
        ws="websockets-sansio" if "websockets-sansio" in WS_PROTOCOLS else "auto",
        ws_per_message_deflate=False,
        access_log=False,  # no path of a health page in a log
        log_level="error",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    typer.echo(catalogue.texts("cli.serve.ready", address=address))
    typer.echo(catalogue.texts("cli.serve.stop"))
    sys.stdout.flush()
    threading.Thread(target=_draw_ahead, args=(application.state.drawings, person), daemon=True).start()
    threading.Thread(target=_let_go_in_time, args=(person,), daemon=True).start()
    if not no_open:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    with closing(listening):
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            return


def _draw_ahead(drawings: Drawings, person: Person) -> None:
    """What the pages show, made while nobody waits: the figures, then what draws the charts and composes a week."""
    sleep(FIRST_PAGE_S)
    drawings.draw_ahead()
    try:
        person.pictures.draw_ahead()
    except BadInputError:
        return  # a record that cannot be read says so on the first page
    gc.collect()
    gc.freeze()


def _languages(catalogue: Catalogue) -> dict[str, Language]:
    """The languages to choose from besides the catalogue's own."""
    own = catalogue.texts.language
    known = knowledge.languages()
    return {tag: (name, partial(knowledge.catalogue_in, tag)) for tag, name in known.items() if tag != own}


def _clean_up(person: Person) -> None:
    """What an earlier run of the program left over: its journal, and what was deleted more than ten minutes ago."""
    try:
        person.whole.settle()
        person.whole.let_go()
    except BadInputError as error:
        typer.echo(f"upperback: {error}", err=True)


def _let_go_in_time(person: Person) -> None:
    """Let go of what was deleted when its time is over, whether or not anyone looks at a page."""
    while True:
        sleep(LOOK_EVERY_S)
        with suppress(BadInputError):  # said when the person does something with the record; tried again until it works
            person.whole.let_go()


def _now() -> datetime:
    """The time on the wall, with its zone."""
    return datetime.now().astimezone()


def _listen(port: int, texts: Texts) -> socket.socket:
    """A socket on loopback alone; a port in use ends the command with one line."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        _refuse(texts("cli.serve.port", port=str(port), why=error.strerror or "", other=str(port % 65535 + 1)))
    return listening


def _refuse(line: str) -> NoReturn:
    typer.echo(f"upperback: {line}", err=True)
    raise typer.Exit(BAD_INPUT)
