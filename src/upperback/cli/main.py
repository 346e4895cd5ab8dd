"""`upperback`: every command by its name. A command's module is imported only when it is called, so that each starts fast."""

from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_group

from upperback.services.bad_input import BadInputError

# command -> its module, which has a Typer called `app`, and the line shown by --help
_COMMANDS: Final = {
    "screen": ("upperback.cli.case", "What the safety questions of a case file allow."),
    "findings": ("upperback.cli.case", "Areas to work on, from the self-tests of a case file."),
    "plan": ("upperback.cli.case", "The programme for a case file, with its reasons."),
    "review": ("upperback.cli.case", "What is known so far of a case file's progress."),
    "count": ("upperback.cli.movement", "Count the repetitions of any movement in recordings."),
    "track": ("upperback.cli.movement", "Follow one exercise in recordings: repetitions, holds, cues."),
    "measure": ("upperback.cli.movement", "Take a self-test from a recording."),
    "pose": ("upperback.cli.movement", "Find the landmarks in a video."),
    "demo": ("upperback.cli.demo", "Draw an exercise or a self-test."),
    "note": ("upperback.cli.case", "A note for a clinician from a case file, to print."),
    "handout": ("upperback.cli.paper", "The programme for a case file as a PDF to print."),
    "report": ("upperback.cli.paper", "How a case file's work goes as a PDF, to keep or to take along."),
    "catalogue": ("upperback.cli.catalogue", "List, show and check exercises, tests, findings and questions."),
    "simulate": ("upperback.cli.simulate", "Try care's rules on virtual people; proves nothing about real ones."),
    "export": ("upperback.cli.record", "This computer's record in one file."),
    "import": ("upperback.cli.record", "A saved file in the place of this computer's record."),
    "delete": ("upperback.cli.record", "Delete this computer's record at once."),
    "serve": ("upperback.cli.serve", "Start Upperback in the browser."),
}
BAD_INPUT: Final = 2
_WITH_SUBCOMMANDS: Final = frozenset({"catalogue"})


class Commands(TyperGroup):
    """Looks a command up in the table and imports its module then."""

    def list_commands(self, _ctx: Any) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[cmd_name]
        group = get_group(import_module(module).app)
        return group if cmd_name in _WITH_SUBCOMMANDS else group.commands[cmd_name]

    def invoke(self, ctx: Any) -> Any:
        """Whatever a command could not use and did not say itself, a broken catalogue say, is one line and status 2."""
        try:
            return super().invoke(ctx)
        except BadInputError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(BAD_INPUT) from None

    def format_help(self, _ctx: Any, _formatter: Any) -> None:
        """The list of commands from the table, without importing any."""
        lines = [f"  {name:<10} {words}" for name, (_, words) in _COMMANDS.items()]
        typer.echo("Usage: upperback [--language TAG] COMMAND ...\n\nMovement self-tests, a programme and coached sessions.\n")
        typer.echo("\n".join(lines) + "\n\nupperback COMMAND --help shows what a command takes.")
        typer.echo("--language (or UPPERBACK_LANGUAGE) is the language of what is printed, where it is installed.")


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _root(
    context: typer.Context,
    language: Annotated[str | None, typer.Option(metavar="TAG", envvar="UPPERBACK_LANGUAGE")] = None,
) -> None:
    """Test how your spine moves, work on what you find step by step."""
    if language is not None:
        import_module("upperback.cli.language").check(language)
        context.obj = language
