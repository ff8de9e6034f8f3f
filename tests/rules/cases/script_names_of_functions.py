#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
# Functions beside a script's rows: a name is the module's where Python's scoping says so, and a word in a text is no name.
from supabase import create_client

client = create_client("http://localhost", "key")

# Texts and comments mention nothing.
users = client.table("users").select("id").execute().data


def report(connection, count):
    """What there is in users."""
    # users, as they stand
    print(f"{count} users", {"users": count})
    return connection.users(users=connection.prepare("DELETE FROM users WHERE name IS NULL"))


print(users[0]["nmae"])
#               ^^^^ error[unknown-column]: rows of public.users have no "nmae"

# But code in the braces of a text.
by_hole = client.table("users").select("id").execute().data


def fill():
    return f"{[each.update(extra=1) for each in by_hole]}"


print(by_hole[0]["extra"])

# Whatever binds a name in a function makes it the function's.
row = client.table("users").select("id").single().execute().data


def bind_all(items, path):
    for row in items:
        row["extra"] = 1


def bind_by_with(path):
    with path.open() as row:
        row["extra"] = 1


def bind_by_parts(items):
    (row, *others), last = items
    row["extra"] = 1

    def inner():
        row["other"] = others

    return inner


def bind_by_match(items):
    match items:
        case {"row": row}:
            row["extra"] = 1


class Keeper:
    row: dict = {}

    def bind_by_import(self):
        from elsewhere import row

        row["extra"] = 1

    def bind_at_once(self, items):
        while row := next(items):
            row["extra"] = 1


def have_it_inside(items):
    print(sorted(items, key=lambda row: row["extra"]))
    return [row["extra"] for row in items if row]


print(row["nmae"])
#          ^^^^ error[unknown-column]: rows of public.users have no "nmae"

# What the first "for" of a comprehension goes over is what the name means around it.
gone_over = client.table("users").select("id").execute().data


def go_over():
    return [gone_over.update(extra=1) for gone_over in gone_over]


print(gone_over[0]["extra"])

# So is what stands beside one, and beside a lambda.
beside = client.table("users").select("id").execute().data


def stand_beside(items):
    items.sort(key=lambda beside: beside["id"])
    beside[0]["extra"] = [beside for beside in items]


print(beside[0]["extra"])

# A function inside of one that binds nothing itself.
inside = client.table("users").select("id").execute().data


def around():
    def bind():
        inside = []
        return inside

    def change_inside():
        inside[0]["extra"] = bind()

    return change_inside


around()()
print(inside[0]["extra"])

# Nor does a function bind what is another's.
handed = client.table("users").select("id").execute().data


def replace_handed():
    global handed
    for handed in ([{"extra": 1}], [{"extra": 2}]):
        pass


replace_handed()
print(handed[0]["extra"])
