//! Words of the inspector.

use super::words;

words! {
    title = "Title";
    text = "Text";
    owner = "Owner";
    not_kept_yet = "This can be kept by now: press Enter in the field.";
    owner_hint = "Who looks after it";
    state = "State";
    current_state = "Current state";
    future_state = "Future state";
    persona = "Persona";
    how_to = "How to";
    hint_type = "Click a cell and type. Tab goes to the next cell, Enter to the next row, Ctrl+Enter adds one more of the same.";
    hint_add = "Point between two stages or steps and press + to insert one there.";
    hint_numbers = "Drop a CSV or Excel file on the window to see its numbers on the map.";
    hint_find = "Ctrl+K finds every command.";
    no_map = "No map is open";
    no_map_hint = "Add a map in the outline, or start from a template.";
    new_stage = "New stage";
    new_step = "New step";
    new_lane = "New lane";
    new_record_hint = "It is added when its words are kept: by Enter, Tab or a click elsewhere. Escape drops it.";
    question = "Question";
    question_hint = "What must this stage answer?";
    tint = "Colour";
    steps = "Steps";
    kpis = "KPIs";
    no_kpi_here = "No KPI here yet. Import a table, or add a KPI card in a KPI lane.";
    move_earlier = "Move left";
    move_later = "Move right";
    move_up = "Move up";
    move_down = "Move down";
    stage = "Stage";
    lane_kind = "Holds";
    height = "Smallest height";
    height_hint = "As its kind says";
    height_wanted = "Write a height between 1 and 2000, or leave it empty.";
    place = "Place";
    stage_and_step = "Stage · step";
    span = "Covers steps";
    channel = "Channel";
    moment_of_truth = "Moment of truth";
    attribution = "Who said it, and where";
    attribution_hint = "support survey, 1 / 5";
    severity = "Severity";
    evidence = "Evidence";
    shown_kpi = "KPI shown beside it";
    automatic = "Automatic";
    no_evidence = "Nothing measured here yet. Import numbers for this stage, or put a quote into the same step.";
    confidence = "Confidence";
    backed = "backed by data";
    partly_backed = "partly backed";
    assumption = "assumption";
    confidence_rule = "Backed by data: a KPI measured here with 30 answers or more. Partly backed: fewer answers, or a quote. Otherwise an assumption.";
    linked_opportunity = "Opportunity at this step";
    response_plan = "Response plan";
    response_plan_hint = "What to do when it drops";
    value = "Value (1 to 10)";
    effort = "Effort (1 to 10)";
    one_to_ten = "Write a whole number from 1 to 10, or leave it empty.";
    curve_value = "Experience (−2 to +2)";
    curve_wanted = "Write a number from −2 to +2.";
    kpi = "KPI";
    headline = "Show in stage header";
    open_trend = "Open the trend";
    definition_of_kpi = "KPI definition";
    name = "Name";
    metric = "Metric in the data";
    known_metrics = "Metrics in this file";
    name_wanted = "A KPI needs a name.";
    kind = "Kind";
    kind_nps = "NPS (0–10)";
    kind_top_box = "CSAT, top box";
    kind_mean = "Mean";
    kind_rate = "Rate";
    kind_sum = "Sum";
    kind_ces = "CES";
    kind_sus = "SUS";
    kind_percentile = "Median, percentile";
    kind_ratio = "Ratio of two metrics";
    kind_count = "Count";
    kind_last = "Last value";
    kind_difference = "Difference of two metrics";
    kind_formula = "Formula over other KPIs";
    percent = "Percent of the values below it";
    percent_wanted = "Write a number between 0 and 100; the median is 50.";
    divided_by = "Divided by the metric";
    divided_by_hint = "values are shares already";
    less = "Less the metric";
    other_metric_wanted = "Name a second metric of the data, or this KPI has no value.";
    sides = "Both sides are";
    sides_means = "Means";
    sides_shares = "Shares";
    sides_sums = "Sums";
    sus_items = "Ten items, one metric a line";
    sus_items_hint = "The metric holds scores of 0–100 already";
    items_wanted = "Name ten metrics in the order of the questions, or none.";
    which_count = "Which answers count";
    missing_codes = "Codes that are no answers";
    missing_codes_hint = "99; −1";
    weighting = "Survey weights";
    as_in_data = "As in the data";
    unweighted = "Every answer once";
    formula = "Formula";
    formula_hint = "{Revenue} / {Orders}";
    take_name = "A press or Enter takes this name, Up and Down choose another one";
    meaning = "What it means";
    asked = "Wording of the question";
    asked_hint = "How satisfied are you with …?";
    outcome = "Business outcome";
    outcome_hint = "Renewals of the year after";
    timing = "Leading or lagging";
    leading = "Leading";
    lagging = "Lagging";
    review = "Who looks at it, and when";
    cadence = "Review";
    weekly = "Weekly";
    monthly = "Monthly";
    quarterly = "Quarterly";
    yearly = "Yearly";
    data_source = "Where the data comes from";
    data_source_hint = "Help desk, survey tool, warehouse";
    when_it_drops = "When it drops";
    when_it_rises = "When it rises";
    when_it_is_flat = "When it stays flat";
    plan_for_rise_hint = "What to do when it rises";
    plan_for_flat_hint = "What to do when nothing moves although something was done";
    as_everywhere = "as everywhere";
    target_here = "Target here";
    watch_band_here = "Watch band here";
    owner_here = "Owner here";
    asked_here = "Wording here";
    used_in = "Used in";
    type_values = "Type in values…";
    type_values_hint = "For numbers that are in no file: types or pastes them line by line";
    used_nowhere = "On no map yet. Add a KPI card in a KPI lane.";
    scale = "Scale of the answers";
    scale_hint = "1–5";
    scale_wanted = "Write the lowest and the highest score, such as 1–5.";
    satisfied_from = "Satisfied from";
    satisfied_to = "Satisfied up to";
    satisfied_wanted = "Write a score that lies on the scale.";
    unit = "Unit";
    unit_hint = "s, €, …";
    direction = "Good is";
    up = "Higher";
    down = "Lower";
    target = "Target";
    target_hint = "none";
    watch_band = "Watch band";
    watch_band_hint = "how far off is still “watch”";
    band_wanted = "Write a number that is not negative.";
    definition = "Definition";
    definition_hint = "What exactly is counted";
    layer = "Data layer";
    layer_identity = "Identity";
    layer_behaviour = "Behaviour";
    layer_voice = "Voice";
    layer_revenue = "Revenue";
    expected_update = "New data expected every … days";
    days_wanted = "Write a whole number of days, or leave it empty.";
    label = "Label";
    from = "From";
    to = "To";
    role = "Role";
    goals = "Goals";
    frustrations = "Frustrations";
    needs = "Needs";
    quote = "In their own words";
    date = "Date";
    limits_start = "Limits";
    limits_go_on = "Go on";
    limits_of_all = "Start anew";
    limits_of_some = "For some KPIs";
    limits_start_hint = "Limits start anew where the event changed the process for good: the first whole period after it is the first of the new limits.";
    marker_kind = "Sort of event";
    author = "Author";
    resolved = "Resolved";
    fit_selection = "Show on the map";
    status = "Status";
    review_on = "Next review";
    role_hint = "Age, work, situation";
    goals_hint = "What they want to get done here, and why it matters to them";
    needs_hint = "What they cannot do without";
    frustrations_hint = "What stands in their way again and again";
    persona_quote_hint = "A sentence they said, in their own words";
    shows_in_detail = "Shows in detail";
    review_hint = "Year-month-day";
    future_map = "Its future state";
    current_map = "Its current state";
    make_future = "Make future state";
    make_current = "Make current state";
    make_future_hint = "Copies the map with everything on it and pairs both";
    linked_map = "Shown in detail on";
    is_collapsed = "Collapsed to its label";
    is_hidden = "Hidden on the map and in exports";
    about = "About";
    everybody = "Everybody";
    tags = "Tags";
    add_tag = "Add tag";
    tag_hint = "Add a tag";
    tag_spread = "Put it on all of them";
    choose_portrait = "Choose a picture…";
    other_portrait = "Another picture…";
    no_portrait = "Remove the picture";
    mixed = "Mixed";
    as_its_kind = "Colour of its kind";
    evidence_says = "The evidence says";
    name_hint = "Name";
    duplicate_hint = "Drag to move them together, Ctrl+D duplicates.";
    set_severity = "Set severity";
    set_tint = "Set colour";
}

/// Heading of what is different at one place.
#[must_use]
pub fn only_at(place: &str) -> String {
    format!("Only at {place}")
}

/// A place where a KPI is measured, with the target it has there alone.
#[must_use]
pub fn used_at(place: &str, map: &str, target: Option<&str>) -> String {
    let target = target.map_or_else(String::new, |target| format!(", target {target}"));
    format!("{place} ({map}){target}")
}

/// A pain point that names a KPI.
#[must_use]
pub fn used_by_pain(text: &str) -> String {
    format!("Pain point: {text}")
}

/// A KPI whose formula reads another.
#[must_use]
pub fn used_by_formula(kpi: &str) -> String {
    format!("Formula of {kpi}")
}

/// "3 selected".
#[must_use]
pub fn selected(count: usize) -> String {
    format!("{count} selected")
}

/// A field whose value is not the same for all.
#[must_use]
pub fn mixed_of(label: &str) -> String {
    format!("{label} · mixed")
}

/// A field that only some of the selected cards have.
#[must_use]
pub fn of_some(label: &str, having: usize, all: usize) -> String {
    format!("{label} ({having} of {all})")
}

/// A tag that only some of the selected cards have.
#[must_use]
pub fn tag_on_some(tag: &str, having: usize, all: usize) -> String {
    format!("{tag} ({having} of {all})")
}

/// Name of the button that takes a tag off.
#[must_use]
pub fn remove_tag(tag: &str) -> String {
    format!("Remove tag {tag}")
}

/// Name of the portrait for people who do not see it.
#[must_use]
pub fn portrait_of(persona: &str) -> String {
    format!("Picture of {persona}")
}

/// A link that lets the cards about a persona stand out.
#[must_use]
pub fn show_cards_of(persona: &str, count: usize) -> String {
    match count {
        1 => format!("Show the card about {persona}"),
        _ => format!("Show the {count} cards about {persona}"),
    }
}

/// A link to what a note is about.
#[must_use]
pub fn note_about(name: &str) -> String {
    format!("About: {name}")
}

/// A link to another map.
#[must_use]
pub fn open_map(title: &str) -> String {
    format!("Open {title}")
}

/// A link back to a stage that a map shows in detail.
#[must_use]
pub fn back_to_stage(stage: &str, map: &str) -> String {
    format!("Go to {stage} in {map}")
}

/// Title of the future state of a map, whose own title may end in what it is.
#[must_use]
pub fn future_title(title: &str) -> String {
    other_title(title, "future state")
}

/// Title of the current state of a map.
#[must_use]
pub fn current_title(title: &str) -> String {
    other_title(title, "current state")
}

fn other_title(title: &str, state: &str) -> String {
    let bare = ["current state", "future state"]
        .into_iter()
        .find_map(|end| title.strip_suffix(end))
        .map_or(title, |rest| rest.trim_end_matches([' ', '·', '–', '-', ',', '(']));
    if bare.is_empty() { state.to_owned() } else { format!("{bare} · {state}") }
}

/// Title of a copy.
#[must_use]
pub fn copy_title(title: &str) -> String {
    format!("{title} (copy)")
}

/// "2 cards, 1 stage".
#[must_use]
pub fn sorts(parts: &[(crate::model::TableKind, usize)]) -> String {
    let words: Vec<_> = parts.iter().map(|(table, n)| format!("{n} {}", crate::i18n::edit::noun(*table, *n))).collect();
    words.join(", ")
}

/// "Delete 3 selected".
#[must_use]
pub fn delete_selected(count: usize) -> String {
    format!("Delete {count} selected")
}

/// Name of a colour swatch.
#[must_use]
pub fn swatch(index: usize) -> String {
    format!("Colour {}", index + 1)
}

/// "value 9 · effort 4".
#[must_use]
pub fn opportunity(value: Option<u8>, effort: Option<u8>) -> String {
    let part = |name: &str, v: Option<u8>| v.map_or_else(|| format!("{name}\u{a0}–"), |v| format!("{name}\u{a0}{v}"));
    format!("{} · {}", part("value", value), part("effort", effort))
}

/// No row counts for a KPI.
#[must_use]
pub fn no_such_metric(metric: &str) -> String {
    if metric.is_empty() {
        "No metric is chosen, so this KPI has no numbers.".to_owned()
    } else {
        format!("No row in this file has the metric “{metric}”, so this KPI has no numbers.")
    }
}

/// A KPI of a stage covers all of its steps.
#[must_use]
pub fn covers_stage(steps: usize) -> String {
    match steps {
        1 => "Covers the stage, which has one step.".to_owned(),
        _ => format!("Covers the whole stage: {steps} steps."),
    }
}

/// What a card may cover.
#[must_use]
pub fn span_wanted(most: usize) -> String {
    format!("Write a whole number from 1 to {most}.")
}

/// Words in quotation marks, unless they have their own.
#[must_use]
pub fn quoted(words: &str) -> String {
    if words.starts_with(['“', '"', '„', '«', '‘']) { words.to_owned() } else { format!("“{words}”") }
}

/// A target beyond what a KPI can be, as in "No value can reach that: write a target from 0 % to 100 %."
#[must_use]
pub fn target_between(least: &str, most: &str) -> String {
    format!("No value can reach that: write a target from {least} to {most}.")
}
