"""Two canonical forms side by side, and what allowed.py explains of their differences."""

import collections
import dataclasses


@dataclasses.dataclass(frozen=True)
class Difference:
    """`member` is "present" where only one side has the object; then `ours` and `theirs` are its members, or None."""

    kind: str  # the first word of the object: column, constraint, index …
    object: str
    member: str
    ours: object
    theirs: object
    context: dict  # both sides' objects: {"ours": …, "theirs": …}

    def __str__(self):
        return f"{self.object}: {self.member}"

    def object_of(self, side):
        return self.context[side].get(self.object, {})


@dataclasses.dataclass
class Allowance:
    """A kind of difference that is right as it is. `explains` sees a difference of that object kind and member and says whether it is this one."""

    kind: str
    member: str
    reason: str
    explains: collections.abc.Callable
    since: int = 0  # the server versions in which it must be needed …
    before: int = 1000
    databases: tuple = ("torture",)  # … and the databases of which one must need it
    uses: int = 0

    def applies(self, difference):
        return difference.kind == self.kind and difference.member == self.member and self.explains(difference)

    def is_due(self, version, databases):
        return self.since <= version < self.before and not set(self.databases).isdisjoint(databases)


def differences(ours, theirs):
    """Members that the other side does not know at all are not compared: every object of a kind has all that its side tells of the kind."""
    context = {"ours": ours, "theirs": theirs}
    kinds = {kind_of(name) for name in theirs}
    for name in sorted(ours.keys() | theirs.keys()):
        kind = kind_of(name)
        if kind not in kinds:
            continue
        mine, other = ours.get(name), theirs.get(name)
        if mine is None or other is None:
            yield Difference(kind, name, "present", mine, other, context)
            continue
        for member, value in other.items():
            if member not in mine or mine[member] != value:
                yield Difference(kind, name, member, mine.get(member, "(not told)"), value, context)


def kind_of(name):
    return name.split(" ", 1)[0]


def members_by_kind(objects):
    found = collections.defaultdict(set)
    for name, members in objects.items():
        found[kind_of(name)] |= members.keys()
    return found


def explain(found, allowances):
    """The differences that no allowance explains."""
    left = []
    for difference in found:
        allowance = next((allowance for allowance in allowances if allowance.applies(difference)), None)
        if allowance is None:
            left.append(difference)
        else:
            allowance.uses += 1
    return left
