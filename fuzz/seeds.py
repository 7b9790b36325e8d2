#!/usr/bin/env python3
"""Makes the seeds that the fuzzers start from: the small files of some folders.

    fuzz/seeds.py fuzz/corpus tests/fixtures ../shared/data/csv

Texts go to `sniff` and `read`, workbooks and archives to `workbook`, the parts of workbooks to `parts`, the examples of
docs/mapping-file.md to `mapping`. A folder that is not there adds nothing.
"""
import hashlib
import pathlib
import re
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKED = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".gz", ".zip"}
LONGEST = {True: 64_000, False: 20_000}
# As in src/import/fuzzing.rs.
PART_END = b"\0PART\0"
PARTS = [
    ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"],
    ["content.xml", "mimetype", "META-INF/manifest.xml"],
    ["xl/worksheets/sheet1.bin", "xl/sharedStrings.bin", "xl/styles.bin", "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "[Content_Types].xml"],
]


def parts(path):
    """The parts of a workbook as one seed, or nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            for kind, names in enumerate(PARTS):
                if names[0] in archive.namelist():
                    found = [archive.read(name) if name in archive.namelist() else b"" for name in names]
                    return bytes([kind]) + PART_END.join(found)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        pass
    return None


def main():
    out, folders = pathlib.Path(sys.argv[1]), [pathlib.Path(folder) for folder in sys.argv[2:]]
    seeds = {"sniff": [], "read": [], "workbook": [], "parts": [], "mapping": []}
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        is_packed = path.suffix.lower() in PACKED
        if path.suffix == ".milepost" or path.stat().st_size > LONGEST[is_packed]:
            continue
        if is_packed:
            seeds["workbook"].append(path.read_bytes())
            seed = parts(path)
            if seed and len(seed) < 100_000:
                seeds["parts"].append(seed)
        else:
            seeds["sniff"].append(path.read_bytes())
            seeds["read"].append(path.read_bytes())
    page = (ROOT / "docs" / "mapping-file.md").read_text()
    seeds["mapping"] = [text.encode() for text in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    for target, texts in seeds.items():
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        for text in texts:
            (folder / hashlib.md5(text).hexdigest()).write_bytes(text)
        print(f"{target}: {len(list(folder.iterdir()))} seeds")


if __name__ == "__main__":
    main()
