"""What PostgreSQL itself says of the literal SQL in a project's Python: each statement is prepared, never run, on the loaded schema.

Prints where rowtype and PostgreSQL disagree: findings in statements that PostgreSQL prepares (false alarms), and statements that it
refuses for a name, or for a literal, without a finding there (missed).
"""

import ast
import re

import psycopg
from psycopg import pq

NAME_CODES = {"42P01", "42703", "42702", "42P09"}
RULES = {"unknown-table", "unknown-column", "unknown-function", "ambiguous-column", "invalid-enum-value", "invalid-literal", "invalid-sql"}
BEGINS = re.compile(r"\s*(select|insert\s+into|update|delete\s+from|with|merge\s+into)\s", re.IGNORECASE)
PERCENT = re.compile(r"%(\(\w+\))?[sbt]\b")
COLON = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")


def compare(project, url, findings):
    """`findings`: (file, line, rule, details) of a check against that database."""
    counts = {"statements": 0, "prepared": 0, "refused for a name": 0, "missed": 0, "false alarms": 0}
    with psycopg.connect(url, autocommit=True) as connection:
        for path in sorted(project.glob("**/*.py")):
            file = path.relative_to(project).as_posix()
            own = [finding for finding in findings if finding[0] == file and finding[2] in RULES]
            for node in literals(path):
                counts["statements"] += 1
                inside = [finding for finding in own if node.lineno <= finding[1] <= node.end_lineno]
                code, message = prepare(connection.pgconn, node.value)
                if code is None:
                    counts["prepared"] += 1
                    for finding in inside:
                        counts["false alarms"] += 1
                        print(f"false alarm: {file}:{finding[1]}: [{finding[2]}] {finding[3]}")
                elif code in NAME_CODES:
                    counts["refused for a name"] += 1
                    if not inside:
                        counts["missed"] += 1
                        print(f"missed: {file}:{node.lineno}: {message}")
    print("prepared by PostgreSQL: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


def literals(path):
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return []
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node for node in constants if id(node) not in parts and BEGINS.match(node.value)]


def prepare(connection, text):
    """The first way to read its placeholders that PostgreSQL prepares; else what it says of the last that is no syntax error."""
    answer = ("42601", "")
    for sql in dict.fromkeys((text, PERCENT.sub("$1", text).replace("%%", "%"), numbered(PERCENT, text), numbered(COLON, text))):
        result = connection.prepare(b"", sql.encode())
        if result.status == pq.ExecStatus.COMMAND_OK:
            return None, ""
        code = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
        if code != "42601":
            answer = (code, (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode())
    return answer


def numbered(pattern, text):
    numbers = {}
    return pattern.sub(lambda found: f"${numbers.setdefault(found.start(), len(numbers) + 1)}", text)
