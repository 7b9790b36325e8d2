//! What the KPI doctor says: what is wrong, and what to do.

use super::panels::words;

words! {
    healthy = "Every KPI answers its questions";
    healthy_hint = "Each has a place, data, an owner, a target, an outcome and a plan.";
    no_kpis = "No KPI yet";
    no_kpis_hint = "Add a KPI card in a KPI lane, or import numbers.";
    set_aside = "Set aside…";
    set_aside_now = "Set aside";
    reason = "Why it does not matter here";
    reason_hint = "Why it does not matter here";
    fill_in = "Fill in";
    show = "Show";
    import = "Import…";
    all_days = "Show all data";
    type_in = "Type in…";
    refresh = "Read again";
    remap = "Columns…";
    set_all_aside = "Set all aside…";
    show_each = "Show each";
    hide_each = "Hide each";
    show_aside = "Show what was set aside";
    hide_aside = "Hide what was set aside";
    bring_back = "Bring back";
}

/// How much there is to do.
#[must_use]
pub fn summary(open: usize, aside: usize) -> String {
    let open = match open {
        0 => "Nothing is open".to_owned(),
        1 => "1 thing to look at".to_owned(),
        many => format!("{many} things to look at"),
    };
    if aside == 0 { format!("{open}.") } else { format!("{open}, {aside} set aside.") }
}

/// What a button is about, for people who do not see its row.
#[must_use]
pub fn about(label: &str, name: &str) -> String {
    format!("{}: {name}", label.trim_end_matches('…'))
}

/// Why something was set aside, and when.
#[must_use]
pub fn because(reason: &str, day: &str) -> String {
    format!("{reason} ({day})")
}

/// A rule in one or two words, by its word in files.
#[must_use]
pub fn rule(word: &str) -> &str {
    match word {
        "no_place" => "No place",
        "no_plan" => "No plan",
        "no_data" => "No data",
        "no_outcome" => "No outcome",
        "no_owner" => "No owner",
        "no_target" => "No target",
        "bad_formula" => "Formula",
        "stale_data" => "Stale data",
        "few_answers" => "Few answers",
        "averages_of_averages" => "Averages",
        "other_wording" => "Wording",
        "other_scale" => "Scale",
        "too_many_kpis" => "Dashboard",
        "too_many_headlines" => "Headlines",
        "no_kpi_in_stage" => "No KPI",
        "lagging_only" => "Lagging only",
        other => other,
    }
}

/// What one click does about a rule.
#[must_use]
pub fn mend(word: &str) -> &'static str {
    match word {
        "no_place" => "Put it on the map",
        "too_many_headlines" => "Keep the first two",
        "no_kpi_in_stage" => "Add the usual KPI",
        "no_owner" => "The usual owner",
        "no_plan" => "The usual plan",
        "no_outcome" => "The usual outcome",
        "no_target" => "Hold this level",
        "too_many_kpis" => "Keep seven",
        "lagging_only" => "Add a leading one",
        "other_wording" => "Ask alike",
        "other_scale" => "One scale",
        _ => "Mend",
    }
}

/// What a team usually does when a KPI moves the wrong way; to be changed, not to be left.
#[must_use]
pub fn usual_plan() -> &'static str {
    "Look at what changed on these days. Read the newest comments, the worst first. Compare segments. Decide within a week what is tried and who does it, and look at it again after a month."
}

/// The business outcome that KPIs of a layer usually serve.
#[must_use]
pub fn usual_outcome(layer: &str) -> &'static str {
    match layer.trim().to_lowercase().as_str() {
        "voice" => "Customers stay and recommend us",
        "revenue" => "Revenue",
        "identity" => "Reach among the right customers",
        _ => "Customers reach what they came for",
    }
}

/// How many KPIs, stages or maps a rule found something about.
#[must_use]
pub fn several(names: &[&str]) -> String {
    const MOST: usize = 4;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("“{name}”")).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The same for those of a group that it can be done for.
#[must_use]
pub fn for_all(label: &str, count: usize, total: usize) -> String {
    if count == total { format!("{label} · all {count}") } else { format!("{label} · {count} of {total}") }
}

/// A KPI without a card.
#[must_use]
pub fn no_place(kpi: &str) -> String {
    format!("“{kpi}” is tied to no place; put it on the stage, step or touchpoint that it measures")
}

/// A KPI without a plan.
#[must_use]
pub fn no_plan(kpi: &str) -> String {
    format!("“{kpi}” has no response plan; say what will be done when it moves the wrong way")
}

/// A KPI without numbers.
#[must_use]
pub fn no_data(kpi: &str) -> String {
    format!("“{kpi}” has no data at its places; import its numbers or choose another metric")
}

/// A KPI without an outcome.
#[must_use]
pub fn no_outcome(kpi: &str) -> String {
    format!("“{kpi}” serves no outcome; say which business outcome moves with it")
}

/// A KPI without an owner.
#[must_use]
pub fn no_owner(kpi: &str) -> String {
    format!("“{kpi}” has no owner; name who answers for it")
}

/// A KPI without a target.
#[must_use]
pub fn no_target(kpi: &str) -> String {
    format!("“{kpi}” has no target; say what is good enough")
}

/// A formula that cannot be worked out; the problem is a sentence of its own.
#[must_use]
pub fn bad_formula(kpi: &str, problem: &str) -> String {
    format!("“{kpi}” cannot be worked out: {problem}")
}

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// Data that is older than it should be.
#[must_use]
pub fn stale_data(kpi: &str, place: &str, age: i64, expected: i64) -> String {
    let (age, expected) = (days(age), days(expected));
    format!("The data of “{kpi}” at “{place}” is {age} old and should be at most {expected}; import newer numbers")
}

/// A value of few answers.
#[must_use]
pub fn few_answers(kpi: &str, place: &str, n: f64) -> String {
    let answers = if n == 1.0 { "1 answer".to_owned() } else { format!("{n:.0} answers") };
    format!("“{kpi}” at “{place}” rests on {answers}; look at a longer period or ask more people")
}

/// Averages in the source.
#[must_use]
pub fn averages_of_averages(kpi: &str, place: &str) -> String {
    format!(
        "The source of “{kpi}” at “{place}” holds averages without counts; import single answers, or the counts beside them"
    )
}

/// Other wordings.
#[must_use]
pub fn other_wording(kpi: &str, names: &str) -> String {
    format!("“{kpi}” is asked in different words at {names}; do not compare them, or ask alike")
}

/// Other scales.
#[must_use]
pub fn other_scale(kpi: &str, names: &str) -> String {
    format!("“{kpi}” is asked on different scales at {names}; do not compare them, or ask alike")
}

/// Too many KPIs on a map.
#[must_use]
pub fn too_many_kpis(map: &str, count: usize, most: usize) -> String {
    format!("The map “{map}” shows {count} KPIs; more than {most} are a dashboard, choose those somebody acts on")
}

/// Too many headline KPIs in a stage.
#[must_use]
pub fn too_many_headlines(stage: &str, count: usize, most: usize) -> String {
    format!("The stage “{stage}” has {count} headline KPIs; {most} can be read")
}

/// A stage without KPI.
#[must_use]
pub fn no_kpi_in_stage(stage: &str) -> String {
    format!("The stage “{stage}” has no KPI; choose one that tells whether it works")
}

/// Only lagging KPIs.
#[must_use]
pub fn lagging_only(map: &str) -> String {
    format!("All KPIs of the map “{map}” are lagging; add a leading one that moves first")
}
