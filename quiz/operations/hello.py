"""The least a Flask application can do; the measure beside which `quiz bench` puts its figures."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """A few bytes."""
    return "hello"
