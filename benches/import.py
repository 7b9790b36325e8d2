#!/usr/bin/env python3
"""Import beside other programs: the same files, the same run, interleaved.

    cargo build --release && python3 benches/import.py [--rows 5000000] [--runs 3] [--only long,survey,wide,workbook,sniff]

- long: one observation a row (5 million); survey: a respondent a row (1 million), three scores and a comment, every other
  comment quoted; wide: 200 rows with 10,000 days as columns; workbook: an XLSX of 100,000 rows; sniff: looking at a file of
  1 GB, which no peer does.
- Peers: `sqlite3 .import`, DuckDB (`pip install duckdb`) into a table of a file, pandas (`pip install pandas`) into memory,
  and `wc -l`, which only looks for line ends: no reader of the file can be faster. A peer that is missing is left out and
  said so, and one that fails shows what it said.

Prints CPU, wall and peak memory of each (median of the runs) and what Milepost takes of each. It asserts nothing: machines
are noisy. The files are made in a temporary folder and go with it.
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
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def day(k):
    return time.strftime("%Y-%m-%d", time.gmtime((19358 + k) * 86400))


def long(path, rows):
    """320 metrics at places, 20 segments, about three years of days, two decimals, n up to 500; in file order by day."""
    noise = random.Random(1)
    series = [(f"Metric {m}", f"Place {p}", f"segment {s}") for m in range(16) for p in range(20) for s in range(20)]
    written = 0
    with open(path, "w") as out:
        out.write("date,place,metric,value,n,segment\n")
        k = 0
        while written < rows:
            date, lines = day(k), []
            for metric, place, segment in series[:rows - written]:
                lines.append(f"{date},{place},{metric},{noise.randrange(10000) / 100:.2f},{noise.randrange(1, 501)},{segment}\n")
            out.write("".join(lines))
            written += len(lines)
            k += 1
    return rows


def survey(path, rows):
    noise = random.Random(2)
    words = "the order came late but support was kind and quick to answer my second question about the bill".split()
    with open(path, "w") as out:
        out.write("Date,Respondent,Country,NPS,CSAT Checkout,CSAT Delivery,Comment\n")
        for row in range(rows):
            comment = " ".join(noise.choice(words) for _ in range(noise.randrange(4, 24)))
            if row % 2:
                comment = '"' + comment.replace("but", ", but\n").replace("kind", '""kind""') + '"'
            out.write(f"{day(row // 1400)},r{row},{noise.choice(('DE', 'FR', 'PL'))},{noise.randrange(11)},"
                      f"{noise.randrange(1, 6)},{noise.randrange(1, 6)},{comment}\n")
    return rows


def wide(path, rows):
    noise = random.Random(3)
    with open(path, "w") as out:
        out.write("place,metric," + ",".join(day(k - 8000) for k in range(10_000)) + "\n")
        for row in range(rows):
            values = ",".join(f"{noise.randrange(10000) / 100:.2f}" for _ in range(10_000))
            out.write(f"Place {row % 20},Metric {row // 20},{values}\n")
    return rows


def workbook(path, rows):
    """The smallest XLSX that spreadsheets open: one sheet, texts inline."""
    noise = random.Random(4)
    kind = "http://schemas.openxmlformats.org"
    text = lambda words: f'<c t="inlineStr"><is><t>{words}</t></is></c>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr("[Content_Types].xml", f'<Types xmlns="{kind}/package/2006/content-types">'
                     '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                     '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                     '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        out.writestr("_rels/.rels", f'<Relationships xmlns="{kind}/package/2006/relationships"><Relationship Id="r1" Type="{kind}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        out.writestr("xl/workbook.xml", f'<workbook xmlns="{kind}/spreadsheetml/2006/main" xmlns:r="{kind}/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>')
        out.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{kind}/package/2006/relationships"><Relationship Id="r1" Type="{kind}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        with out.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{kind}/spreadsheetml/2006/main"><sheetData>'.encode())
            sheet.write(("<row>" + "".join(map(text, ("date", "place", "metric", "value", "n"))) + "</row>").encode())
            for row in range(rows):
                cells = text(day(row // 320)) + text(f"Place {row % 20}") + text(f"Metric {row // 20 % 16}")
                cells += f"<c><v>{noise.randrange(10000) / 100:.2f}</v></c><c><v>{noise.randrange(1, 501)}</v></c>"
                sheet.write(f"<row>{cells}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
    return rows


def run(command, stdin=None):
    """CPU seconds, wall seconds and peak memory in MB of one command, or the last line of what it said when it failed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdin=subprocess.PIPE if stdin else subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        if stdin:
            child.stdin.write(stdin.encode())
            child.stdin.close()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    # `sqlite3 .import` says what it could not do and ends well.
    if child.returncode or (stdin and words):
        return (words.splitlines() or [f"ended with {child.returncode}"])[-1][:100]
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


DUCKDB = """
import duckdb, sys
db = duckdb.connect(sys.argv[2])
db.execute(f"create table rows as select * from read_csv('{sys.argv[1]}')")
db.close()
"""
PANDAS = "import pandas, sys; getattr(pandas, sys.argv[2])(sys.argv[1])"


def peers():
    """Name and a command for a data file and a scratch path; `None` for what is not here."""
    has = lambda module: subprocess.run([sys.executable, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0
    reads = lambda data: "read_excel" if data.endswith("xlsx") else "read_csv"
    is_text = lambda data: not data.endswith("xlsx")
    found = {}
    if shutil.which("sqlite3"):
        found["sqlite3 .import"] = lambda data, scratch: is_text(data) and run(["sqlite3", scratch], f".mode csv\n.import {data} rows\n")
    if has("duckdb"):
        found["duckdb"] = lambda data, scratch: is_text(data) and run([sys.executable, "-c", DUCKDB, data, scratch])
    if has("pandas"):
        found["pandas"] = lambda data, scratch: run([sys.executable, "-c", PANDAS, data, reads(data)])
    if shutil.which("qsv"):
        found["qsv stats"] = lambda data, scratch: is_text(data) and run(["qsv", "stats", data])
    if shutil.which("wc"):
        found["wc -l"] = lambda data, scratch: is_text(data) and run(["wc", "-l", data])
    for name, how in [("sqlite3 .import", "sqlite3"), ("duckdb", "pip install duckdb"), ("pandas", "pip install pandas"), ("qsv stats", "qsv")]:
        if name not in found:
            print(f"{name} is not here ({how}): left out")
    return found


def compare(data, rows, options, contestants, folder):
    def path(name):
        name = os.path.join(folder, name)
        if os.path.exists(name):
            os.remove(name)
        return name

    def milepost():
        file = path("bench.milepost")
        subprocess.run([options.milepost, "new", file, "--template", "blank"], check=True, stdout=subprocess.DEVNULL)
        return run([options.milepost, "import", file, data])

    print(f"\n{os.path.basename(data)}: {rows:,} rows, {os.path.getsize(data) / 1e6:.0f} MB")
    results = {"milepost import": [], **{name: [] for name in contestants}}
    for _ in range(options.runs):
        results["milepost import"].append(milepost())
        for name, contestant in contestants.items():
            results[name].append(contestant(data, path("bench.other")))
    print(f"{'':18}{'cpu s':>8}{'wall s':>8}{'MB':>8}{'M rows/s':>10}   milepost takes of it")
    ours = None
    for name, runs in results.items():
        failed = next((r for r in runs if isinstance(r, str)), None)
        if failed:
            print(f"{name:18}{failed}")
        elif all(runs):
            cpu, wall, memory = (statistics.median(r[k] for r in runs) for k in range(3))
            ours = ours or (cpu, wall, memory)
            share = "" if name == "milepost import" else f"   cpu {ours[0] / cpu:.2f}, wall {ours[1] / wall:.2f}, memory {ours[2] / memory:.2f}"
            print(f"{name:18}{cpu:8.2f}{wall:8.2f}{memory:8.0f}{rows / wall / 1e6:10.2f}{share}")
    size = os.path.getsize(os.path.join(folder, "bench.milepost"))
    print(f"the file: {size / 1e6:.1f} MB, {size / rows:.2f} bytes a row")


def sniff(options, folder):
    """Rows of the long file over and over, up to a gigabyte."""
    part, data = os.path.join(folder, "part.csv"), os.path.join(folder, "large.csv")
    long(part, 1_000_000)
    with open(part, "rb") as file:
        header, body = file.readline(), file.read()
    with open(data, "wb") as out:
        out.write(header)
        while out.tell() < 1_000_000_000:
            out.write(body)
    os.remove(part)
    runs = [run([options.milepost, "sniff", data]) for _ in range(max(3, options.runs))]
    cpu, wall, memory = (statistics.median(r[k] for r in runs) for k in range(3))
    print(f"\nsniffing {os.path.getsize(data) / 1e9:.2f} GB: cpu {cpu * 1e3:.0f} ms, wall {wall * 1e3:.0f} ms, {memory:.0f} MB")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=5_000_000, help="of the long file; the survey has a fifth")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", default="long,survey,wide,workbook,sniff")
    options.add_argument("--milepost", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "milepost"))
    options = options.parse_args()
    chosen = options.only.split(",")
    files = [("long", "long.csv", long, options.rows), ("survey", "survey.csv", survey, options.rows // 5),
             ("wide", "wide.csv", wide, 200), ("workbook", "workbook.xlsx", workbook, 100_000)]
    print(f"{os.cpu_count()} cores")
    contestants = peers()
    for name, file, generate, rows in files:
        if name in chosen:
            with tempfile.TemporaryDirectory() as folder:
                data = os.path.join(folder, file)
                compare(data, generate(data, rows), options, contestants, folder)
    if "sniff" in chosen:
        with tempfile.TemporaryDirectory() as folder:
            sniff(options, folder)


if __name__ == "__main__":
    main()
