#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
# What code does with the rows of a script under other names, and in functions inside of the script's own statements.
import psycopg
from supabase import create_client

client = create_client("http://localhost", "key")

# Functions inside of what the module itself does have names of their own.
row = client.table("users").select("id").single().execute().data
if __name__ == "__main__":

    @main_program
    def main(row):
        print(row["extra"])

    print(row["nmae"])
    #          ^^^^ error[unknown-column]: rows of public.users have no "nmae"
record = client.table("users").select("id").single().execute().data
try:
    from elsewhere import Base
except ImportError:

    class Base:
        def show(self, record):
            print(record["extra"])

        def show_own(self):
            record = self.load()
            print(record["extra"])

        def show_all(self):
            for record in self.load_all():
                print(record["extra"])


# What they do with the module's rows, at any time, nobody follows.
filled = client.table("users").select("id").execute().data
if filled:

    def fill():
        for each in filled:
            each["extra"] = 1

    fill()
print(filled[0]["extra"])

# A lambda's parameters are its own, and what they are by default is not.
sorted_row = client.table("users").select("id").single().execute().data
seen_row = client.table("users").select("id").single().execute().data
print(sorted(load(), key=lambda sorted_row: sorted_row["extra"]))
frame = load()
frame["extra"] = frame.apply(lambda sorted_row, *rest: sorted_row["extra"], axis=1)
print(list(map(lambda each: seen_row["extra"], load())))
#                                     ^^^^^ error[unknown-column]: rows of public.users have no "extra"

# All that sets a key.
united = client.table("users").select("id").single().execute().data
united |= {"extra": 1}
print(united["extra"])
counted = client.table("users").select("id").single().execute().data
for counted["extra"] in [1, 2]:
    print(counted["extra"])
opened = client.table("users").select("id").single().execute().data
with open("x") as opened["extra"]:
    print(opened["extra"])

# What becomes of rows under another name is done to them.
zipped = client.table("users").select("id").execute().data
for one_of_zipped, other in zip(zipped, load()):
    one_of_zipped["extra"] = other
print(zipped[0]["extra"])
indexed = client.table("users").select("id").execute().data
by_id = {each["id"]: each for each in indexed}
for key, value in load():
    by_id[key]["extra"] = value
print(indexed[0]["extra"])
searched = client.table("users").select("id").execute().data
found = next(each for each in searched if each["id"] == 1)
found["extra"] = 1
print(searched[0]["extra"])
picked = client.table("users").select("id").execute().data
some = [each for each in picked if each["nmae"] == "a"]
#                                        ^^^^ error[unknown-column]: rows of public.users have no "nmae"
for each in some:
    each["extra"] = 1
print(picked[0]["extra"])
grouped = client.table("users").select("id").execute().data
for each in grouped:
    groups[each["id"]].append(each)
for members in groups.values():
    for each in members:
        each["extra"] = 1
print(grouped[0]["extra"])
chosen = client.table("users").select("id").execute().data
choice = chosen[0] if chosen else {"extra": 1}
choice["extra"] = 1
print(chosen[0]["extra"])
sliced = client.table("users").select("id").execute().data
for each in sliced[:10]:
    each["extra"] = 1
print(sliced[0]["extra"])
matched = client.table("users").select("id").execute().data
match matched:
    case [matched_first, *_]:
        matched_first["extra"] = 1
print(matched[0]["extra"])
for name, (key, [*zipped]) in load():
    print(zipped[0]["extra"])
starred = client.table("users").select("id").execute().data
print([starred["extra"] for key, (*starred,) in load()])
unsure = client.table("users").select("id").execute().data
if load():
    sure = unsure[0]
else:
    sure = load()
sure["extra"] = 1
print(unsure[0]["extra"])

# What holds them for as long as an expression, or in names that are followed, hides nothing.
plain = client.table("users").select("id").execute().data
print(sorted(plain, key=lambda each: each["id"]), [each for each in plain], {"all": plain}, len(plain), [*plain])
client.table("users").insert(plain).execute()
names = [each["nmae"] for each in plain]
#              ^^^^ error[unknown-column]: rows of public.users have no "nmae"
last = plain[-1]
for number, each in enumerate(plain or []):
    print(each["nmae"])
    #           ^^^^ error[unknown-column]: rows of public.users have no "nmae"
for each in reversed(list(plain)):
    print(each["nmae"])
    #           ^^^^ error[unknown-column]: rows of public.users have no "nmae"
print(last["nmae"], plain[0]["nmae"])
#           ^^^^ error[unknown-column]: rows of public.users have no "nmae"
#                             ^^^^ error[unknown-column]: rows of public.users have no "nmae"

# A tuple is the same wherever it is held.
tuples = psycopg.connect("dbname=shop").cursor()
tuples.execute("SELECT id, name FROM users")
pairs = tuples.fetchall()
for pair, other in zip(pairs, load()):
    collected.append(pair)
for one, two, three in pairs:
#   ^^^^^^^^^^^^^^^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name", and 3 names are to take them
    pass

# A name that a function may change, holds what it was given.
shared_rows = client.table("users").select("id").execute().data
first_shared = shared_rows[0]
all_shared = shared_rows
untouched = client.table("users").select("id").execute().data
first_untouched = untouched[0]


def mark_shared():
    first_shared["final"] = 1
    for each in all_shared:
        each["last"] = 1


mark_shared()
print(shared_rows[0]["final"], shared_rows[0]["last"], first_untouched)
print(untouched[0]["final"])
#                   ^^^^^ error[unknown-column]: rows of public.users have no "final"; the select gives "id"
