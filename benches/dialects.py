#!/usr/bin/env python3
"""How often the delimiter and the quote of a file are found, on a folder of files that somebody has annotated.

    cargo build --release && python3 benches/dialects.py FOLDER ANNOTATIONS [--misses]

ANNOTATIONS is text with a line for each file: name, encoding, delimiter, quote, escape and line end, separated by `|` and
called `comma`, `semicolon`, `tab`, `space`, `vslash`, `nsign`, `colon`, `doublequote`, `singlequote`, …, as in public
benchmarks of the kind. Files that are annotated and not in the folder count nowhere. Nothing is downloaded.
"""
import argparse
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
DELIMITERS = {
    ",": "comma", ";": "semicolon", "\t": "tab", " ": "space", "|": "vslash", "#": "nsign", ":": "colon", "=": "eqsign",
    "*": "star", "~": "tilde", "^": "caret",
}  # fmt: skip
QUOTES = {'"': "doublequote", "": "doublequote", "'": "singlequote", "~": "tilde"}


def annotations(path):
    """Delimiter and quote by the name of the file."""
    lines = [line.split("|") for line in path.read_text(encoding="utf-8").splitlines() if line.count("|") > 4]
    return {name: (delimiter, quote) for name, _, delimiter, quote, *_ in lines[1:]}


def found(program, path):
    """What the program says of a file; None when it cannot read it."""
    run = subprocess.run([program, "sniff", str(path), "--json"], capture_output=True)
    if run.returncode != 0:
        return None
    report = json.loads(run.stdout)
    # A blank behind the delimiter belongs to it.
    delimiter = report["delimiter"].strip(" ") or report["delimiter"]
    return DELIMITERS.get(delimiter, delimiter), QUOTES.get(report["quotechar"], report["quotechar"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("annotations", type=pathlib.Path)
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "milepost"))
    parser.add_argument("--misses", action="store_true", help="names the files that were read in another way")
    args = parser.parse_args()
    expected = annotations(args.annotations)
    files = sorted(name for name in expected if (args.folder / name).is_file())
    got = {name: found(args.program, args.folder / name) for name in files}
    right = [name for name in files if got[name] == expected[name]]
    delimiters = [name for name in files if got[name] and got[name][0] == expected[name][0]]
    refused = [name for name in files if got[name] is None]
    read = len(files) - len(refused)
    precision, recall = len(right) / max(read, 1), len(right) / max(len(right) + len(refused), 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"annotated {len(expected)}, in the folder {len(files)}, refused {len(refused)}")
    print(f"both right {len(right)} ({len(right) / max(len(files), 1):.1%}), delimiter {len(delimiters)}")
    print(f"precision {precision:.4f}  recall {recall:.4f}  F1 {score:.4f}")
    if args.misses:
        for name in files:
            if name not in right:
                print(f"  {name}: {got[name]}, annotated {expected[name]}")


if __name__ == "__main__":
    main()
