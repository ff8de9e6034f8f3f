"""SQLAlchemy's text() around a parameter: its placeholders are the wrapper's."""
from sqlalchemy import text


def select(session, statement, **values):
    return session.execute(text(statement), values).all()
