"""Requests released together: every connection is open and all but the last byte sent before the first is let go."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Reply:
    """Status and JSON of an answer."""

    status: int
    body: dict[str, Any]


def request(method: str, path: str, body: object, headers: dict[str, str]) -> bytes:
    """A request as bytes, for a connection of its own that the client closes once it has the answer."""
    payload = json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(payload)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


def release(port: int, requests: Sequence[bytes]) -> list[Reply]:
    """Send all requests at the same moment; their replies in the same order."""
    connections = []
    for content in requests:
        connection = socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(content[:-1])
        connections.append(connection)
    for connection, content in zip(connections, requests, strict=True):
        connection.sendall(content[-1:])
    return [_reply(connection) for connection in connections]


def _reply(connection: socket.socket) -> Reply:
    with connection, connection.makefile("rb") as stream:
        status = int(stream.readline().split()[1])
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return Reply(status, json.loads(stream.read(length)))
