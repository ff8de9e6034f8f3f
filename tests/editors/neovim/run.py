"""run.py MODULE...: runs the tests in the Neovim that ROWTYPE_NEOVIM names.

Debian's testing moves, and may be out of reach: where its Neovim could not be fetched, that is said and the exit code is 77, which
ctest shows as skipped. The other releases must be there.
"""

import os
import sys
import unittest
from pathlib import Path

MAY_BE_MISSING = "forky"


def main(modules):
    unpacked = Path(os.environ["ROWTYPE_NEOVIM"])
    if not (unpacked / ".complete").exists():
        print(f"{unpacked} is not there: tests/editors/neovim/fetch_neovim.sh fetches it (./dev test does)", file=sys.stderr)
        if unpacked.name == MAY_BE_MISSING:
            print(f"skipped: {' and '.join(modules)} in the Neovim of Debian {unpacked.name}")
            return 77
        return 1
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromNames(modules))
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
