"""Sen: online multiple-choice contests with rankings of people and of organisational units.

The package is made of rooms (feature folders) that are attached in `registry.py`. Imports flow one way, from
`cli` and `app` down to `core`; the contracts in pyproject.toml hold them to it. `question_bank`, beside this
package, knows nothing of it.
"""
