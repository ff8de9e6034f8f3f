"""Texts for another database system."""
from . import sqlite_layer


def of_another_system():
    sqlite_layer.run("SELECT nope FROM users")
    sqlite_layer.run_either("SELECT nope FROM users", True, None)
