"""The command `quiz`: every room's commands under one name."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate.cli import db as migrations

from quiz.app import create_app
from quiz.core.errors import DomainError
from quiz.core.settings import SettingsError
from quiz.demo.commands import demo
from quiz.operations.commands import COMMANDS
from quiz.registry import ROOMS


class Refusing(FlaskGroup):
    """A group that answers a domain error with its text on stderr and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; 0 done, 1 refused."""
        try:
            return super().invoke(ctx)
        except (DomainError, SettingsError) as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


def _create() -> Flask:
    return create_app()


main = Refusing(
    name="quiz",
    create_app=_create,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    help="Nền tảng thi trắc nghiệm trực tuyến Sen.",
)
for command in (migrations, *COMMANDS, demo, *(command for room in ROOMS for command in room.commands)):
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
