#!/usr/bin/env python3
"""Start of the window: from the process to the first frame, and to the first frame with all its figures.

    cargo build --release && python3 benches/start.py [FILE] [--runs 5] [--cold]

Opens FILE, or makes and opens the sample (its two years of numbers are written on the way to the complete frame), in a
window on $DISPLAY, or on a display in memory (Xvfb). The program's log says when the frames were drawn. With --cold, and
as root, the system forgets what it knows of the disk before each run. Prints medians; it asserts nothing: machines are
noisy.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINE = re.compile(r"first (complete )?frame after (\d+) ms")


def run(program, file, home, display):
    """Milliseconds to the first and to the first complete frame."""
    environment = dict(os.environ, MILEPOST_HOME=str(home), DISPLAY=display)
    environment.setdefault("XDG_RUNTIME_DIR", str(home))
    environment.pop("WAYLAND_DISPLAY", None)
    command = [program, str(file)] if file else [program, "demo"]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = {}
    try:
        end = time.monotonic() + 60
        while len(found) < 2:
            for log in home.rglob("*.log"):
                for complete, after in LINE.findall(log.read_text(errors="replace")):
                    found[bool(complete)] = int(after)
            if child.poll() is not None or time.monotonic() > end:
                sys.exit("the window did not open; its log is in " + str(home))
            time.sleep(0.02)
    finally:
        child.terminate()
        child.wait()
    return found[False], found[True]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", nargs="?")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--cold", action="store_true")
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    options.add_argument("--milepost", default=str(target / "release" / "milepost"))
    options = options.parse_args()
    display, server = os.environ.get("DISPLAY"), None
    if not display:
        ready, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        display = ":" + os.read(ready, 16).decode().strip()
    times = []
    try:
        for _ in range(options.runs):
            if options.cold:
                os.sync()
                pathlib.Path("/proc/sys/vm/drop_caches").write_text("3")
            home = pathlib.Path(tempfile.mkdtemp(prefix="milepost-start-"))
            home.chmod(0o700)
            times.append(run(options.milepost, options.file, home, display))
            shutil.rmtree(home, ignore_errors=True)
    finally:
        if server:
            server.terminate()
    for name, values in zip(["first frame", "first complete frame"], zip(*times)):
        print(f"{name}: median {statistics.median(values):.0f} ms, least {min(values)} ms")


if __name__ == "__main__":
    main()
