"""Settings: what the environment may say, and the one line that refuses anything else."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quiz.core.settings import ROOT, Settings, SettingsError, load

SECRET = "k" * 32


def from_environment(tmp_path: Path, **environment: str) -> Settings:
    """The settings of an environment with a folder of its own."""
    return load({"QUIZ_INSTANCE": str(tmp_path), **environment})


def test_nothing_set_means_an_embedded_database_for_development(tmp_path: Path) -> None:
    settings = from_environment(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/sen.db"
    assert settings.is_sqlite
    assert not settings.is_production
    assert not settings.testing
    assert (settings.redis_url, settings.trusted_hosts, settings.proxy_hops) == (None, (), 0)


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = from_environment(
        tmp_path,
        QUIZ_ENV="production",
        QUIZ_DATABASE_URL="postgresql+psycopg://sen:a%40b@db.example:5432/sen",
        QUIZ_REDIS_URL="rediss://cache.example:6379/1",
        QUIZ_SECRET_KEY=SECRET,
        QUIZ_TRUSTED_HOSTS="thi.caobang.example, .sen.example,[::1],10.0.0.1",
        QUIZ_PROXY_HOPS="2",
        QUIZ_DISABLED="leaderboard, documents",
    )
    assert settings.is_production
    assert not settings.is_sqlite
    assert settings.database_url == "postgresql+psycopg://sen:a%40b@db.example:5432/sen"
    assert settings.redis_url == "rediss://cache.example:6379/1"
    assert settings.secret_key == SECRET
    assert settings.trusted_hosts == ("thi.caobang.example", ".sen.example", "[::1]", "10.0.0.1")
    assert settings.proxy_hops == 2
    assert settings.disabled == {"leaderboard", "documents"}


def test_an_empty_value_is_as_good_as_none(tmp_path: Path) -> None:
    names = ("ENV", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "TRUSTED_HOSTS", "PROXY_HOPS", "DISABLED")
    empty = {f"QUIZ_{name}": "" for name in names}
    assert from_environment(tmp_path, **empty) == from_environment(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUIZ_ENV", "prod"),
        ("QUIZ_ENV", "Production"),
        ("QUIZ_DATABASE_URL", "postgres://localhost/sen"),
        ("QUIZ_DATABASE_URL", "postgresql://localhost/sen"),
        ("QUIZ_DATABASE_URL", "postgresql+psycopg://localhost:port/sen"),
        ("QUIZ_DATABASE_URL", "mysql://localhost/sen"),
        ("QUIZ_DATABASE_URL", "sen.db"),
        ("QUIZ_DATABASE_URL", "sqlite://"),
        ("QUIZ_DATABASE_URL", "sqlite:///"),
        ("QUIZ_DATABASE_URL", "sqlite:///:memory:"),
        ("QUIZ_DATABASE_URL", "sqlite:////tmp/sen.db?mode=ro"),
        ("QUIZ_REDIS_URL", "localhost:6379"),
        ("QUIZ_REDIS_URL", "http://localhost:6379"),
        ("QUIZ_REDIS_URL", "redis://localhost:port"),
        ("QUIZ_SECRET_KEY", "short"),
        ("QUIZ_SECRET_KEY", "k" * 31),
        ("QUIZ_TRUSTED_HOSTS", "https://thi.example"),
        ("QUIZ_TRUSTED_HOSTS", "thi.example:8000"),
        ("QUIZ_TRUSTED_HOSTS", "thi.example/duong-dan"),
        ("QUIZ_TRUSTED_HOSTS", "thi.example,*"),
        ("QUIZ_PROXY_HOPS", "-1"),
        ("QUIZ_PROXY_HOPS", "6"),
        ("QUIZ_PROXY_HOPS", "1.0"),
        ("QUIZ_PROXY_HOPS", "một"),
        ("QUIZ_PROXY_HOPS", "١"),
        ("QUIZ_INSTANCE", "/dev/null/instance"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_the_setting(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_environment(tmp_path, **{name: value})
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


def test_a_password_in_an_address_is_not_repeated_in_the_refusal(tmp_path: Path) -> None:
    for name, value in (("QUIZ_DATABASE_URL", "mysql://sen:bi-mat@db/sen"), ("QUIZ_REDIS_URL", "http://:bi-mat@cache")):
        with pytest.raises(SettingsError) as caught:
            from_environment(tmp_path, **{name: value})
        assert "bi-mat" not in str(caught.value)


def test_production_needs_a_secret_key_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="QUIZ_SECRET_KEY: 32 characters"):
        from_environment(tmp_path, QUIZ_ENV="production")
    assert not (tmp_path / "secret_key").exists()


def test_the_development_key_is_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    first = from_environment(tmp_path).secret_key
    assert len(first) == 64
    assert from_environment(tmp_path).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_damaged_development_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(SettingsError, match="secret_key"):
        from_environment(tmp_path)


def test_processes_that_start_together_end_up_with_the_same_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(_key, [str(tmp_path)] * 12)
    assert len(set(keys)) == 1


def test_a_relative_path_means_the_same_file_from_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = from_environment(tmp_path, QUIZ_DATABASE_URL="sqlite:///other.db")
    assert settings.database_url == f"sqlite:///{tmp_path}/other.db"


def test_a_wrong_setting_stops_every_command_with_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "QUIZ_INSTANCE": str(tmp_path), "QUIZ_PROXY_HOPS": "many"}
    for command in (["serve"], ["db", "upgrade"]):
        ended = subprocess.run(
            [sys.executable, "-m", "quiz", *command], env=environment, cwd=ROOT, capture_output=True, text=True
        )
        assert ended.returncode == 1
        assert ended.stderr == "QUIZ_PROXY_HOPS='many': must be a whole number from 0 to 5\n"


def _key(instance: str) -> str:
    return load({"QUIZ_INSTANCE": instance}).secret_key


def test_what_reading_a_file_may_take_can_be_set(tmp_path: Path) -> None:
    limits = from_environment(
        tmp_path,
        QUIZ_IMPORT_SECONDS="30",
        QUIZ_IMPORT_MEMORY_MB="256",
        QUIZ_IMPORT_FILE_MB="50",
        QUIZ_IMPORT_UNPACKED_MB="100",
        QUIZ_IMPORT_ROWS="5000",
        QUIZ_IMPORT_COLUMNS="64",
        QUIZ_IMPORT_ITEMS="2000",
    ).import_limits
    assert (limits.seconds, limits.memory_bytes, limits.file_bytes) == (30, 256 << 20, 50 << 20)
    assert (limits.unpacked_bytes, limits.rows, limits.columns, limits.items) == (100 << 20, 5000, 64, 2000)


def test_reading_a_file_is_bounded_where_nothing_is_set(tmp_path: Path) -> None:
    limits = from_environment(tmp_path, QUIZ_IMPORT_SECONDS="").import_limits
    assert (limits.seconds, limits.memory_bytes, limits.file_bytes) == (60, 512 << 20, 20 << 20)
    assert (limits.unpacked_bytes, limits.rows, limits.columns, limits.items) == (200 << 20, 20_000, 256, 10_000)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "nhiều", "１", "99999999999", "1e3"])
@pytest.mark.parametrize("name", ["SECONDS", "MEMORY_MB", "FILE_MB", "UNPACKED_MB", "ROWS", "COLUMNS", "ITEMS"])
def test_a_bound_that_is_none_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"QUIZ_IMPORT_{name}=.*whole number from"):
        from_environment(tmp_path, **{f"QUIZ_IMPORT_{name}": value})
