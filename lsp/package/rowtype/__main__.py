"""`python -m rowtype`: the rowtype program that was installed with this package, whatever PATH says."""

import importlib.metadata
import os
import sys


def installed_program():
    # What the installer recorded: right for environments, --user, --target and --prefix alike.
    for file in importlib.metadata.files("rowtype") or ():
        if file.name == "rowtype" and os.access(file.locate(), os.X_OK):
            return str(file.locate())
    sys.exit("rowtype: the program is not where this package was installed; install it again: pip install --force-reinstall rowtype")


if __name__ == "__main__":
    program = installed_program()
    os.execv(program, [program, *sys.argv[1:]])
