"""What models are worth to the rows of a table: by column, whether every value is taken, and whether what comes back is the same value."""

import contextlib
import json
import warnings

import psycopg
import sqlalchemy
from sqlalchemy.orm import Session

import tools
import torture
import torture_driver

# What becomes of a column's values.
WHOLE, CHANGED, REFUSED = "whole", "changed", "refused"


def judge(tool, kind, generate):
    """By column of the type's table, one of the three; and the reasons of those that are not whole. `generate` gives the files of models
    for some of the columns, with the database's URL."""
    try:
        return judge_columns(tool, kind, *generate(list(COLUMNS)))
    except tools.NoModel as problem:
        whole = problem
    verdicts, reasons = dict.fromkeys(COLUMNS, REFUSED), [last_line(whole)]
    for chosen in GROUPS:  # where one column spoils the module, the others are judged without it
        try:
            judged, more = judge_columns(tool, kind, *generate(chosen))
            verdicts.update({column: judged[column] for column in chosen})
            reasons += more
        except tools.NoModel as problem:
            reasons.append(last_line(problem))
    return verdicts, reasons


def judge_columns(tool, kind, files, url):
    table = f"{kind.name}_rows"
    model = tool.model(tool.load(files), table)
    return (judge_json if tool.kind == "json" else judge_mapped)(model, url, table)


def last_line(problem):
    return (str(problem).strip().splitlines() or ["?"])[0]


COLUMNS = list(torture.COLUMNS)
GROUPS = [[name for name in COLUMNS if "limited" not in name], [name for name in COLUMNS if "limited" in name]]


def judge_json(model, url, table):
    """Rows as PostgREST prints them, and the body that would be sent back."""
    from pydantic import ValidationError

    verdicts, reasons = dict.fromkeys(COLUMNS, WHOLE), []
    with psycopg.connect(url, autocommit=True) as connection:
        for (text,) in connection.execute(f"SELECT to_json(t)::text FROM {table} t ORDER BY id").fetchall():
            row = json.loads(text)
            try:
                body = dumped(model.model_validate(row))
            except ValidationError as problem:
                for error in problem.errors():
                    refuse(verdicts, error["loc"][0], reasons, error["msg"])
                body = dumped_without(model, row, {error["loc"][0] for error in problem.errors()})
            except Exception as problem:
                raise tools.NoModel(f"{type(problem).__name__}: {problem}") from problem
            for column in COLUMNS:
                if column in row and verdicts[column] == WHOLE and column in body:
                    reason = differs(connection, table, row["id"], column, body[column])
                    if reason:
                        verdicts[column] = CHANGED
                        reasons.append(reason)
    return verdicts, reasons


def refuse(verdicts, column, reasons, reason):
    if column in verdicts:
        verdicts[column] = REFUSED
        reasons.append(f"{column}: {reason}")


def dumped(row):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return row.model_dump(mode="json", by_alias=True)


def dumped_without(model, row, refused):
    """Of a row of which some values are refused, what becomes of the rest; nothing where it cannot be told."""
    try:
        body = dumped(model.model_validate({name: None if name in refused else value for name, value in row.items()}))
    except Exception:
        return {}
    return {name: value for name, value in body.items() if name not in refused}


def differs(connection, table, identifier, column, value):
    """Empty where the database makes the same value of it."""
    try:
        found = connection.execute(
            f"SELECT to_jsonb(t.{column}) IS NOT DISTINCT FROM to_jsonb(made.{column}), t.{column}::text, made.{column}::text"
            f" FROM {table} t, jsonb_populate_record(NULL::{table}, %s::jsonb) made WHERE t.id = %s",
            [json.dumps({column: value}), identifier],
        ).fetchone()
    except psycopg.Error as problem:
        return f"{column}: {problem.diag.message_primary}"
    return "" if found[0] else f"{column}: {found[1]} became {found[2]}"


def judge_mapped(model, url, table):
    """Rows as SQLAlchemy reads them, written again. One column at a time, so that each is judged by itself."""
    if isinstance(model, sqlalchemy.Table):
        return dict.fromkeys(COLUMNS, REFUSED), ["a table without a class"]
    verdicts, reasons = {}, []
    columns = [column for column in COLUMNS if column in model.__table__.columns]
    with warnings.catch_warnings(), reading(url) as session:
        warnings.simplefilter("ignore")
        for column in columns:
            session.execute(sqlalchemy.text(f"ALTER TABLE {table} ALTER {column} DROP NOT NULL"))
        for column in columns:
            verdicts[column] = WHOLE
            attempt = session.begin_nested()
            try:
                reason = goes_round(session, model, table, column)
            except Exception as problem:
                verdicts[column], reason = REFUSED, f"{type(problem).__name__}: {str(problem).splitlines()[0]}"
            attempt.rollback()
            session.expunge_all()
            if reason:
                verdicts[column] = CHANGED if verdicts[column] == WHOLE else REFUSED
                reasons.append(f"{column}: {reason}")
    return verdicts, reasons


@contextlib.contextmanager
def reading(url):
    """A session whose driver knows the database's types. Nothing that is done in it stays."""
    engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sqlalchemy.NullPool)
    sqlalchemy.event.listen(engine, "connect", lambda connection, _: torture_driver.register(connection))
    with Session(engine) as session:
        yield session
        session.rollback()


def goes_round(session, model, table, column):
    """Empty where rows that are made of the column's values hold the same values."""
    attribute = getattr(model, column)
    values = session.execute(sqlalchemy.select(model.id, attribute).order_by(model.id)).all()
    before = texts(session, table, column)
    session.execute(sqlalchemy.text(f"DELETE FROM {table}"))
    session.add_all([model(id=identifier, **{attribute.key: value}) for identifier, value in values])
    session.flush()
    after = texts(session, table, column)
    return "" if before == after else f"{before} became {after}"[:200]


def texts(session, table, column):
    return [text for (text,) in session.execute(sqlalchemy.text(f"SELECT to_jsonb({column})::text FROM {table} ORDER BY id"))]
