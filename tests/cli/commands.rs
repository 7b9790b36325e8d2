//! Every command once, and the promises they share.

use crate::harness::Folder;
use serde_json::{Value, json};
use std::io::Read as _;
use std::process::Stdio;

const COMMANDS: [&str; 12] =
    ["demo", "new", "import", "refresh", "forget", "sniff", "normalise", "kpi", "review", "export", "check", "sql"];

const LONG: &str = "date,place,metric,value,n,country\n\
    2024-01-01,Sign-up,CSAT,4,10,DE\n2024-01-02,Sign-up,CSAT,5,20,FR\n2024-02-01,Support,CSAT,2,30,DE\n";

#[test]
fn every_command_has_help() {
    let folder = Folder::new();
    let overview = folder.run(&["--help"]).ok();
    for command in COMMANDS {
        assert!(overview.contains(command), "{command} is not in the overview");
        let help = folder.run(&[command, "--help"]).ok();
        assert!(help.contains("Usage: milepost ") && help.contains(command), "{help}");
        for json in ["import", "refresh", "forget", "sniff", "kpi", "check", "sql"] {
            assert!(command != json || help.contains("--json"), "{command}");
        }
    }
    assert!(folder.run(&["--version"]).ok().starts_with("milepost "));
    assert_eq!(folder.files(), [""; 0]);
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = Folder::new();
    for (args, words) in [
        (&["import"][..], "required"),
        (&["kpi", "m.milepost", "--grain", "decade"], "decade"),
        (&["kpi", "m.milepost", "--from", "2024-02-30"], "2024-02-30"),
        (&["kpi", "m.milepost", "--colour"], "--colour"),
        (&["export", "m.milepost"], "--output"),
        (&["export", "m.milepost", "-o", "m.pdf"], ".svg"),
        (&["export", "m.milepost", "-o", "m.png", "--scale", "0"], "0.1"),
        (&["export", "m.milepost", "-o", "m.png", "--period", "2024-02-01..2024-01-01"], "before"),
        (&["sql", "m.milepost", "select 1", "--json", "--csv"], "--csv"),
        (&["import", "m.milepost", "d.csv", "--new-places", "perhaps"], "perhaps"),
        (&["--read-only"], "FILE"),
        (&["new"], "milepost new --help"),
    ] {
        folder.refuse(args, 2, words);
    }
}

#[test]
fn a_mistyped_command_is_no_file() {
    Folder::new().refuse(&["improt"], 1, "improt");
    let folder = Folder::new();
    std::fs::create_dir(folder.path("maps")).unwrap();
    folder.refuse(&["maps"], 1, "folder");
}

#[test]
fn demo_without_a_display_writes_files_and_says_where() {
    let folder = Folder::new();
    for args in [&["demo"][..], &["demo"], &["demo", "--out", "elsewhere/deep"]] {
        let name = args.get(2).copied().unwrap_or("milepost-demo");
        let out = folder.run(args).ok();
        assert!(out.contains(name), "{out}");
        let file = |file: &str| folder.path(name).join(file);
        let png = std::fs::read(file("sample.png")).unwrap();
        let width = u32::from_be_bytes(png[16..20].try_into().unwrap());
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && width > 1_000, "{width} pixels");
        let svg = std::fs::read_to_string(file("sample.svg")).unwrap();
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("Onboarding") && svg.contains("CSAT"));
        let map = file("sample.milepost");
        assert!(folder.run(&["check", map.to_str().unwrap()]).ok().contains("is whole"));
    }
}

#[test]
fn a_second_demo_keeps_a_sample_that_was_edited() {
    let folder = Folder::new();
    let names = |more: &[&str]| {
        let mut names = vec!["sample-dark.png", "sample.milepost", "sample.png", "sample.svg"];
        names.extend(more);
        names.sort_unstable();
        names.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let check = |more: &[&str], is_told: bool| {
        let out = folder.run(&["demo", "--out", "."]).ok();
        assert_eq!(folder.files(), names(more), "{out}");
        assert_eq!(out.contains("so it stays"), is_told, "{out}");
    };
    check(&[], false);
    check(&[], false);
    folder.write("d.csv", "date,place,metric,value\n2024-01-01,Checkout,Mood,4\n");
    folder.run(&["import", "sample.milepost", "d.csv"]).ok();
    std::fs::remove_file(folder.path("d.csv")).unwrap();
    let edited = folder.read("sample.milepost");
    check(&["sample 2.milepost"], true);
    check(&["sample 2.milepost"], true);
    assert!(folder.read("sample.milepost") == edited, "the edits are gone");
    folder.write("sample 2.milepost", "no map at all");
    check(&["sample 2.milepost", "sample 3.milepost"], true);
}

#[test]
fn demo_to_a_place_that_is_none_is_refused() {
    let folder = Folder::new();
    folder.write("taken", "x").refuse(&["demo", "--out", "taken"], 1, "taken");
    folder.refuse(&["demo", "--out", "taken/inside"], 1, "taken");
}

#[test]
fn new_makes_one_file_per_template() {
    let folder = Folder::new();
    for template in ["blank", "customer-journey", "service-blueprint", "b2b-saas", "e-commerce"] {
        let name = format!("{template}.milepost");
        folder.run(&["new", &name, "--template", template, "--title", "My map"]).ok();
        let maps = folder.run(&["sql", &name, "select title from map", "--json"]).json();
        assert_eq!(maps, json!([{"title": "My map"}]));
        let stages = folder.run(&["sql", &name, "select count(*) as n from stage", "--json"]).json();
        assert_eq!(stages[0]["n"] == json!(0), template == "blank", "{template}: {stages}");
    }
    assert_eq!(folder.files().len(), 5, "one file each, nothing beside it: {:?}", folder.files());
    folder.refuse(&["new", "blank.milepost"], 1, "exists already");
    folder.refuse(&["new", "other.milepost", "--template", "circus"], 1, "customer-journey");
    folder.refuse(&["new", "no/such/folder.milepost"], 1, "folder");
    folder.run(&["new", "Checkout 2.milepost"]).ok();
    let title = folder.run(&["sql", "Checkout 2.milepost", "select title from map", "--csv"]).ok();
    assert_eq!(title, "title\nCheckout 2\n");
}

#[test]
fn sniff_says_how_a_file_would_be_read() {
    let folder = Folder::new();
    folder.write("s.csv", "Export of today\r\n\r\nDate;Place;Metric;Score\r\n01.02.2024;\"Sign-up\";CSAT;4,5\r\n13.02.2024;Support;CSAT;3,5\r\n");
    let value = folder.run(&["sniff", "s.csv", "--json"]).json();
    let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = "chosen columns container delimiter encoding escapechar footnote_lines header_lines left_out member \
        members newline notes number number_decided preamble_lines preset quotechar shape sheet sheets table tables";
    assert_eq!(keys.join(" "), expected);
    assert_eq!(value["delimiter"], ";");
    assert_eq!(value["newline"], "\r\n");
    assert_eq!((&value["header_lines"], &value["shape"]), (&json!(1), &json!("long")));
    let roles: Vec<_> = value["columns"].as_array().unwrap().iter().map(|c| c["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["date", "place", "metric", "value"]);
    assert!(value["columns"][0]["name"] == "Date" && value["columns"][0]["type"] == "date");
    let text = folder.run(&["sniff", "s.csv"]).ok();
    assert!(text.contains("semicolon") && text.contains("Export of today"), "{text}");
    let chosen =
        ["sniff", "s.csv", "--json", "--delimiter", "tab", "--quote", "none", "--skip", "2", "--header-rows", "0"];
    let value = folder.run(&chosen).json();
    assert_eq!(
        (&value["delimiter"], &value["quotechar"], &value["header_lines"]),
        (&json!("\t"), &json!(""), &json!(0))
    );
    assert_eq!(value["chosen"], json!({"delimiter": "\t", "quote": "", "skip": 2, "header_rows": 0}));
    folder.refuse(&["sniff", "s.csv", "--encoding", "klingon"], 1, "\"klingon\" cannot be used");
}

#[test]
fn the_mapping_that_sniff_writes_gives_the_same_import() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", LONG);
    folder.run(&["sniff", "d.csv", "--mapping-out", "map.json"]).ok();
    let mapping: serde_json::Value = serde_json::from_str(&folder.text("map.json")).unwrap();
    assert_eq!(mapping["shape"], "long");
    let guessed = folder.run(&["import", "m.milepost", "d.csv", "--dry-run", "--json"]).json();
    let mapped = folder.run(&["import", "m.milepost", "d.csv", "--dry-run", "--json", "--mapping", "map.json"]).json();
    assert_eq!(guessed, mapped);
}

#[test]
fn normalise_writes_the_table_and_nothing_else() {
    let folder = Folder::new();
    folder.write("d.csv", b"name;text\r\nM\xfcller;a,b\r\n\"x;y\";\"say \"\"hi\"\"\"\r\n 7 ;\r\n");
    let expected = "name,text\nMüller,\"a,b\"\nx;y,\"say \"\"hi\"\"\"\n 7 ,\n";
    assert_eq!(folder.run(&["normalise", "d.csv"]).ok(), expected);
    folder.run(&["normalise", "d.csv", "-o", "out.csv"]).ok();
    folder.write("note.csv", "a report,,\n\nx,y,z\n1,2,3\n4,5,6\n");
    let run = folder.run(&["normalise", "note.csv"]);
    assert!(run.err.contains("line 1") && run.err.contains("a report"), "{}", run.err);
    assert_eq!(run.ok(), "x,y,z\n1,2,3\n4,5,6\n");
    assert_eq!(folder.text("out.csv"), expected);
    folder.refuse(&["normalise", "d.csv", "-o", "d.csv"], 1, "would replace");
    assert_eq!(folder.files(), ["d.csv", "note.csv", "out.csv"]);
    folder.refuse(&["normalise", "d.csv", "-o", "no/such/out.csv"], 1, "folder");
}

#[test]
fn kpi_prints_the_documented_fields() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv"]).ok();
    let rows = folder.run(&["kpi", "m.milepost", "--json"]).json();
    let first = &rows[0];
    let mut keys: Vec<_> = first.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    let documented = [
        "change", "interval", "kind", "kpi", "limits", "method", "n", "period", "place", "series", "signals", "status",
        "target", "unit", "value", "weighted",
    ];
    assert_eq!(keys, documented);
    assert_eq!((&first["kpi"], &first["place"]), (&json!("CSAT"), &json!("Sign-up")));
    assert_eq!((&first["kind"], &first["n"], &first["value"]), (&json!("top_box"), &json!(30), &json!(1.0)));
    assert_eq!(rows[1]["value"], json!(0.0));
    assert_eq!(first["period"], json!({"from": "2024-01-01", "to": "2024-01-02"}));

    let mean = folder.run(&["kpi", "m.milepost", "--place", "sign-up", "--as", "mean", "--json"]).json();
    assert_eq!(mean.as_array().unwrap().len(), 1);
    assert!((mean[0]["value"].as_f64().unwrap() - 140.0 / 30.0).abs() < 1e-12);
    let days = folder.run(&["kpi", "m.milepost", "--metric", "CSAT", "--grain", "day", "--to", "2024-01-01", "--json"]);
    let days = days.json();
    assert_eq!(
        days[0]["series"],
        json!([{"start": "2024-01-01", "n": 10, "value": 1.0, "interval": days[0]["interval"]}])
    );
    assert_eq!((&days[1]["n"], &days[1]["value"], &days[1]["series"]), (&json!(0), &json!(null), &json!([])));
    let german = folder.run(&["kpi", "m.milepost", "--segment", "country=DE", "--grain", "all", "--json"]).json();
    assert_eq!((&german[0]["n"], &german[1]["n"]), (&json!(10), &json!(30)));

    let dated = ["kpi", "m.milepost", "--period", "2024-01-02..2024-01-31"];
    let january = folder.run(&[&dated[..], &["--json"]].concat()).json();
    assert_eq!(january[0]["period"], json!({"from": "2024-01-02", "to": "2024-01-31"}));
    let table = folder.run(&dated).ok();
    assert!(table.starts_with("Figures of 2 ") && !table.contains("all days"), "{table}");
    // Nobody asked for days: the window shows others at first.
    let table = folder.run(&["kpi", "m.milepost"]).ok();
    assert!(table.starts_with("Figures of 1 Jan") && table.contains(", all days with numbers;"), "{table}");
    let overlapping = folder.run(&[&dated[..], &["--compare", "2024-01-01..2024-01-05"]].concat());
    assert!(overlapping.err.contains("have days in common"), "{}", overlapping.err);
    assert!(table.contains("Sign-up") && table.contains("100") && table.contains("Wilson"), "{table}");
    folder.refuse(&["kpi", "m.milepost", "--metric", "NPS"], 1, "CSAT");
    folder.refuse(&["kpi", "m.milepost", "--place", "Nowhere"], 1, "Support");
    folder.refuse(&["kpi", "m.milepost", "--as", "nps"], 1, "answers from 1 to 5");
}

#[test]
fn export_draws_what_was_asked_for() {
    let folder = Folder::with_map("customer-journey");
    folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv"]).ok();
    let before = folder.read("m.milepost");
    folder
        .run(&["export", "m.milepost", "-o", "m.svg", "--period", "2024-01-01..2024-01-31", "--compare", "none"])
        .ok();
    let svg = folder.text("m.svg");
    assert!(svg.contains("Journey") && svg.contains("Sign-up") && svg.contains("Jan 2024") && svg.contains("d.csv"));
    folder.run(&["export", "m.milepost", "-o", "small.png", "--scale", "0.5"]).ok();
    folder
        .run(&["export", "m.milepost", "-o", "large.png", "--scale", "1", "--theme", "dark", "--map", "journey"])
        .ok();
    let width = |name: &str| u32::from_be_bytes(folder.read(name)[16..20].try_into().unwrap());
    assert!(width("small.png").abs_diff(width("large.png") / 2) <= 1);
    assert!(folder.read("m.milepost") == before, "looking changes nothing");
    folder.refuse(&["export", "m.milepost", "-o", "x.png", "--map", "Other"], 1, "Journey");
    folder.refuse(&["export", "m.milepost", "-o", "x.png", "--persona", "Maya"], 1, "no persona");
    folder.refuse(&["export", "m.milepost", "-o", "no/such/x.png"], 1, "folder");
    std::fs::create_dir(folder.path("dir.png")).unwrap();
    folder.refuse(&["export", "m.milepost", "-o", "dir.png"], 1, "folder");
}

#[test]
fn check_tells_whole_from_damaged() {
    let folder = Folder::with_map("customer-journey");
    folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv"]).ok();
    let report = folder.run(&["check", "m.milepost", "--json"]).json();
    assert_eq!((&report["ok"], &report["problems"], &report["observations"]), (&json!(true), &json!([]), &json!(3)));
    assert!(report["advice"].as_array().unwrap().iter().any(|a| a.as_str().unwrap().contains("CSAT")), "{report}");
    assert_eq!(report["integrity"], "ok");
    let found = |rule: &str| {
        let doctor = report["doctor"].as_array().unwrap();
        let is_it = |f: &&Value| f["rule"] == rule && (f["kpi"] == "CSAT" || f["kpi"].is_null());
        doctor.iter().find(is_it).unwrap_or_else(|| panic!("{rule}: {report}")).clone()
    };
    let owner = found("no_owner");
    assert_eq!((&owner["kpi"], &owner["place"]), (&json!("CSAT"), &json!(null)));
    assert!(owner["text"].as_str().unwrap().contains("“CSAT” has no owner"), "{owner}");
    assert!(found("no_target")["text"].as_str().unwrap().contains("good enough"));
    assert!(folder.run(&["check", "m.milepost"]).ok().contains("is whole"));

    // Its second half scratched (a single page may be one that is free): either it cannot be opened or the check says what
    // is wrong.
    let mut bytes = folder.read("m.milepost");
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xAB);
    let run = folder.write("broken.milepost", &bytes).run(&["check", "broken.milepost", "--json"]);
    assert_eq!(run.code, 1, "{run:?}");
    if run.err.is_empty() {
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert!(report["ok"] == false && !report["problems"].as_array().unwrap().is_empty(), "{report}");
    }
}

#[test]
fn sql_reads_and_only_reads() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv"]).ok();
    let sql = |statement: &str, form: &str| folder.run(&["sql", "m.milepost", statement, form]);
    let rows = sql("select place, sum(n) as n from observation group by place order by place", "--json").json();
    assert_eq!(rows, json!([{"place": "Sign-up", "n": 30.0}, {"place": "Support", "n": 30.0}]));
    assert_eq!(sql("select title, null as x from stage order by rank", "--csv").ok(), "title,x\nSign-up,\nSupport,\n");
    assert_eq!(sql("select 1 as a where 0", "--json").json(), json!([]));
    let values = sql("select count(*) as n from kpi_value", "--json").json();
    assert_eq!(values[0]["n"], 3, "a row per KPI, place and day");
    let table = folder.run(&["sql", "m.milepost", "select title, rank from stage order by rank"]).ok();
    assert!(table.starts_with("title"), "{table}");
    for statement in ["delete from stage", "create table x(a)", "attach 'y' as y", "pragma journal_mode=wal", "selec"] {
        folder.refuse(&["sql", "m.milepost", statement], 1, "sql");
    }
    folder.refuse(&["sql", "m.milepost", "select * from nowhere"], 1, "nowhere");
    folder.refuse(&["sql", "m.milepost", "select 1; select 2"], 1, "one");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::with_map("blank");
    let statement = "with recursive c(x) as (select 1 union all select x+1 from c limit 2000000) select x from c";
    for form in ["--json", "--csv"] {
        let mut command = folder.command();
        command.args(["sql", "m.milepost", statement, form]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut first = [0; 16];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}
