"""Tests of duties: who may confirm, their way through the states, their pages and their evidence."""
