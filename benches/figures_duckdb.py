#!/usr/bin/env python3
"""What `cargo bench --bench speed -- figures` asks, asked of DuckDB (pip install duckdb): the sums of 40 metrics by day out
of 10 million observations of 12 countries and 19 plans over three years. Prints medians; the rows are made in memory."""
import statistics
import sys
import time

try:
    import duckdb
except ImportError:
    sys.exit("  DuckDB: not there (pip install duckdb)")

QUESTION = "select metric, day, count(*), sum(n), sum(n * value), sum(n * value * value) from rows {} group by all"

connection = duckdb.connect()
connection.execute("""
    create table rows as
    select date '2023-01-01' + d.range::int as day, 'Metric ' || m.range as metric, 'country ' || c.range as country,
        'plan ' || p.range as plan, (hash(d.range, m.range, c.range, p.range) % 10000) / 100.0::double as value,
        1 + hash(p.range, d.range, c.range, m.range) % 500 as n
    from range(1095) d, range(40) m, range(12) c, range(19) p
""")
for name, where in [
    ("all segments together", ""),
    ("2 of 12 countries", "where country in ('country 3', 'country 7')"),
    (
        "2 of 12 countries, 2 of 19 plans",
        "where country in ('country 3', 'country 7') and plan in ('plan 2', 'plan 11')",
    ),
]:
    times = []
    for _ in range(9):
        start = time.perf_counter()
        connection.execute(QUESTION.format(where)).fetchall()
        times.append(time.perf_counter() - start)
    print(f"  DuckDB {duckdb.__version__}, {name}: median {1e3 * statistics.median(times):.1f} ms, least {1e3 * min(times):.1f} ms")
