#!/usr/bin/env python3
"""Import of long rows: Milepost beside sqlite3's .import and DuckDB's CSV scan into a table, same file, same run.

    cargo build --release && python3 benches/import.py [--rows 5000000] [--runs 3]

Needs `sqlite3` on the path and `pip install duckdb`; a peer that is missing is left out and said so. Prints CPU, wall
and peak memory of each (median of the runs, interleaved) and the ratios. It asserts nothing: machines are noisy.
"""
import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def generate(path, rows):
    """320 metrics at places, 20 segments, about three years of days, two decimals, n up to 500; in file order by day."""
    noise = random.Random(1)
    series = [(f"Metric {m}", f"Place {p}", f"segment {s}") for m in range(16) for p in range(20) for s in range(20)]
    days = max(1, rows // len(series))
    written = 0
    with open(path, "w") as out:
        out.write("date,place,metric,value,n,segment\n")
        for k in range(days + 1):
            date = time.strftime("%Y-%m-%d", time.gmtime((19358 + k) * 86400))
            lines = []
            for metric, place, segment in series:
                if written == rows:
                    break
                lines.append(f"{date},{place},{metric},{noise.randrange(10000) / 100:.2f},{noise.randrange(1, 501)},{segment}\n")
                written += 1
            out.write("".join(lines))


def run(command, stdin=None):
    """CPU seconds, wall seconds and peak memory in MB of one command."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.PIPE if stdin else subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if stdin:
        child.stdin.write(stdin.encode())
        child.stdin.close()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command[0]} failed with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024


DUCKDB = """
import duckdb, sys
db = duckdb.connect(sys.argv[2])
db.execute(f"create table rows as select * from read_csv('{sys.argv[1]}')")
db.close()
"""


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=5_000_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--milepost", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "milepost"))
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "long.csv")
        generate(data, options.rows)
        print(f"{options.rows:,} rows, {os.path.getsize(data) / 1e6:.0f} MB of CSV, {os.cpu_count()} cores")

        def path(name):
            name = os.path.join(folder, name)
            if os.path.exists(name):
                os.remove(name)
            return name

        def milepost():
            file = path("bench.milepost")
            subprocess.run([options.milepost, "new", file, "--template", "blank"], check=True, stdout=subprocess.DEVNULL)
            return run([options.milepost, "import", file, data])

        def sqlite():
            return run(["sqlite3", path("bench.sqlite")], f".mode csv\n.import {data} rows\n")

        def duckdb():
            return run([sys.executable, "-c", DUCKDB, data, path("bench.duckdb")])

        contestants = {"milepost import": milepost}
        if shutil.which("sqlite3"):
            contestants["sqlite3 .import"] = sqlite
        else:
            print("sqlite3 is not here: left out")
        if subprocess.run([sys.executable, "-c", "import duckdb"], stderr=subprocess.DEVNULL).returncode == 0:
            contestants["duckdb"] = duckdb
        else:
            print("duckdb is not here (pip install duckdb): left out")

        results = {name: [] for name in contestants}
        for _ in range(options.runs):
            for name, contestant in contestants.items():
                results[name].append(contestant())
        medians = {name: [statistics.median(r[k] for r in runs) for k in range(3)] for name, runs in results.items()}
        print(f"{'':18}{'cpu s':>8}{'wall s':>8}{'MB':>8}{'M rows/s':>10}")
        for name, (cpu, wall, memory) in medians.items():
            print(f"{name:18}{cpu:8.2f}{wall:8.2f}{memory:8.0f}{options.rows / wall / 1e6:10.2f}")
        ours = medians["milepost import"]
        for name, theirs in medians.items():
            if name != "milepost import":
                print(f"milepost against {name}: cpu {ours[0] / theirs[0]:.2f}, wall {ours[1] / theirs[1]:.2f}")
        size = os.path.getsize(os.path.join(folder, "bench.milepost"))
        print(f"file: {size / 1e6:.1f} MB, {size / options.rows:.2f} bytes a row")


if __name__ == "__main__":
    main()
