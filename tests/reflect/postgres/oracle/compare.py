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


def blind_spots(ours, oracles, allowances):
    """What rowtype could say wrongly without any oracle's notice: pairs (kind, member) with the objects, tried out by saying it wrongly.

    `oracles` and `allowances` by the oracle's name."""
    spots = collections.defaultdict(list)
    for name, members in ours.items():
        for member, value in members.items():
            value = wrongly(value)
            if any(theirs.get(name, {}).get(member, ours) == value for theirs in oracles.values()):
                continue  # it was the truth that the snapshot does not keep
            if not any(notices(name, member, value, ours, theirs, allowances[oracle]) for oracle, theirs in oracles.items()):
                spots[kind_of(name), member].append(name)
    return spots


def notices(name, member, value, ours, theirs, allowances):
    other = theirs.get(name, {})
    if member not in other or other[member] == value:
        return False
    changed = collections.ChainMap({name: {**ours[name], member: value}}, ours)
    difference = Difference(kind_of(name), name, member, value, other[member], {"ours": changed, "theirs": theirs})
    return not any(allowance.applies(difference) for allowance in allowances)


def wrongly(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return [*value, "wrong"]
    if isinstance(value, dict):
        return {**value, "wrong": "wrong"}
    return f"{value or ''} wrong"
