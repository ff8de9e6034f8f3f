"""unpack_wheel.py WHEEL FOLDER: puts what the wheel installs below an environment's prefix into FOLDER (bin/, lib/, share/)."""

import sys
import zipfile
from pathlib import Path


def main(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            place = Path(entry.filename).parts
            if entry.is_dir() or not place[0].endswith(".data"):
                continue
            target = Path(folder, *(("bin",) if place[1] == "scripts" else ()), *place[2:])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(entry))
            target.chmod(0o755 if (entry.external_attr >> 16) & 0o111 else 0o644)


if __name__ == "__main__":
    main(*sys.argv[1:])
