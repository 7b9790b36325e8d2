use super::{Copied, PasteAt, PasteError, PastePlan, Pasted, copied, cut_edit, paste_edit};
use crate::base::ids::{IdAlloc, LaneId, MapId, StepId};
use crate::model::check::violations;
use crate::model::edit::{CardMove, plan};
use crate::model::{Card, CardBody, Document, Edit, JourneyMap, Kpi, Lane, LaneKind, Place, RecordRef};

mod sheets;
mod structure;

/// A map with one stage "S" of the steps a, b and the lanes Touchpoints, a divider, Pain points, Experience.
struct Desk {
    document: Document,
    ids: IdAlloc,
    map: MapId,
    lanes: Vec<LaneId>,
    steps: Vec<StepId>,
}

impl Desk {
    fn new() -> Self {
        Self::of_file(5)
    }

    /// The same map in a file of its own: nothing in it has the name of anything in another one.
    fn of_file(seed: u64) -> Self {
        let mut desk = Self::empty_file(seed);
        let map = desk.map;
        let add_stage = Edit::AddStage { map, before: None, title: "S".into(), step_title: "a".into() };
        let RecordRef::Stage(stage) = desk.run(&add_stage)[0] else { panic!("a stage") };
        desk.run(&Edit::AddStep { stage, before: None, title: "b".into() });
        desk.steps = desk.document.columns_of(map).iter().map(|s| s.id).collect();
        desk
    }

    fn empty() -> Self {
        Self::empty_file(5)
    }

    fn empty_file(seed: u64) -> Self {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(seed));
        let map: MapId = ids.allocate();
        let add = plan(&document, &Edit::Add(JourneyMap::new(map, "m").into()), &mut ids).unwrap();
        add.diff.apply(&mut document);
        let mut desk = Self { document, ids, map, lanes: Vec::new(), steps: Vec::new() };
        for kind in [LaneKind::Touchpoint, LaneKind::Divider, LaneKind::PainPoint, LaneKind::Curve] {
            desk.run(&Edit::AddLane { map, before: None, kind, title: format!("{kind:?}") });
        }
        desk.lanes = desk.document.lanes_of(map).iter().map(|l| l.id).collect();
        desk
    }

    fn run(&mut self, edit: &Edit) -> Vec<RecordRef> {
        let plan = plan(&self.document, edit, &mut self.ids).unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        plan.diff.apply(&mut self.document);
        assert_eq!(violations(&self.document), []);
        plan.created
    }

    fn paste(&mut self, text: &str, last: Option<&Copied>, at: PasteAt) -> Vec<RecordRef> {
        // Spreadsheets put a table beside the text.
        let html = last.is_none().then_some("<table>");
        let pasted = Pasted::of(text, html, last).unwrap();
        let PastePlan { edit, shown, .. } = paste_edit(&self.document, self.map, &pasted, at, &mut self.ids).unwrap();
        self.run(&edit);
        shown
    }

    /// The map as a table: stages, steps, then every lane; cells with their cards joined by "+".
    fn shown(&self) -> String {
        let d = &self.document;
        let mut lines = Vec::new();
        let stages = d.stages_of(self.map);
        lines.push(
            stages.iter().map(|s| format!("{}:{}", s.title, d.steps_of(s.id).len())).collect::<Vec<_>>().join(" "),
        );
        let columns = d.columns_of(self.map);
        lines.push(columns.iter().map(|s| s.title.as_str()).collect::<Vec<_>>().join("|"));
        for lane in d.lanes_of(self.map).iter().filter(|l| l.kind != LaneKind::Divider) {
            let cells = columns.iter().map(|step| {
                let said = d.cards_in(lane.id, step.id).into_iter().map(|c| match &c.body {
                    CardBody::Curve { value } => format!("{value:+}"),
                    _ => c.text.clone(),
                });
                said.collect::<Vec<_>>().join("+")
            });
            lines.push(cells.collect::<Vec<_>>().join("|"));
        }
        lines.join(" / ")
    }
}

/// What a map looks like after pasting a text.
fn check(mut desk: Desk, text: &str, at: PasteAt, expected: &str) -> Desk {
    desk.paste(text, None, at);
    assert_eq!(desk.shown(), expected, "{text:?}");
    desk
}

#[test]
fn duplicated_lanes_are_numbered() {
    let mut d = Desk::new();
    let titles = |d: &Desk| d.document.lanes_of(d.map).iter().map(|l| l.title.clone()).collect::<Vec<_>>();
    d.run(&Edit::Duplicate(vec![d.lanes[0].into()]));
    let unique: std::collections::BTreeSet<String> = titles(&d).into_iter().collect();
    assert_eq!(unique.len(), titles(&d).len(), "{:?}", titles(&d));
    assert!(unique.contains("Touchpoint 2"), "{unique:?}");
}

#[test]
fn a_block_fills_the_grid_and_widens_it() {
    let d = Desk::new();
    let at = PasteAt::Cell(d.lanes[0], d.steps[1]);
    let d = check(d, "x\ty\tz\n\tp\n", at, "S:4 / a|b|New step|New step / |x|y|z / ||p| / |||");
    let body = &d.document.cards.values().find(|c| c.text == "p").unwrap().body;
    assert!(matches!(body, CardBody::PainPoint { .. }), "{body:?}");
}

#[test]
fn merged_cells_of_a_block_are_wide_cards_and_make_no_steps() {
    for columns in [2, 900] {
        let mut d = Desk::new();
        let html = format!("<table><tr><td colspan={columns}>m</td></tr><tr><td>z</td></tr></table>");
        let pasted = Pasted::of("", Some(&html), None).unwrap();
        let at = PasteAt::Cell(d.lanes[0], d.steps[0]);
        let PastePlan { edit, .. } = paste_edit(&d.document, d.map, &pasted, at, &mut d.ids).unwrap();
        d.run(&edit);
        assert_eq!(d.shown(), "S:2 / a|b / m| / z| / |");
        let card = d.document.cards.values().find(|card| card.text == "m").unwrap();
        assert_eq!(card.span, 2, "{columns}");
    }
}

#[test]
fn a_block_steps_over_dividers_and_adds_lanes_below() {
    let d = Desk::new();
    let at = PasteAt::Cell(d.lanes[2], d.steps[0]);
    let d = check(d, "x\n\u{2212}1,5\n=A1+1\n", at, "S:2 / a|b / | / x| / -1.5| / =A1+1|");
    assert_eq!(d.document.lanes_of(d.map).last().unwrap().kind, LaneKind::Text);
}

#[test]
fn pasting_adds_and_takes_nothing_away() {
    let mut d = Desk::new();
    let at = PasteAt::Cell(d.lanes[0], d.steps[0]);
    d.paste("one", None, at);
    check(d, "\"two\nlines\"", at, "S:2 / a|b / one+two\nlines| / | / |");
}

/// What a map looks like after pasting lines that no spreadsheet put there.
fn check_list(mut d: Desk, text: &str, at: PasteAt, expected: &str) {
    let pasted = Pasted::of(text, Some("<ul><li>x</ul>"), None).unwrap();
    let PastePlan { edit, .. } = paste_edit(&d.document, d.map, &pasted, at, &mut d.ids).unwrap();
    d.run(&edit);
    assert_eq!(d.shown(), expected, "{text:?}");
}

#[test]
fn lines_are_cards_of_one_cell_or_names_in_a_row() {
    let d = Desk::new();
    let at = PasteAt::Cell(d.lanes[2], d.steps[0]);
    check_list(d, "- slow\n\u{2022} dear\n\nfar\n", at, "S:2 / a|b / | / slow+dear+far| / |");
    let d = Desk::new();
    let at = PasteAt::Step(d.steps[0]);
    check_list(d, "A\nB\nC", at, "S:3 / A|B|C / || / || / ||");
    let d = Desk::new();
    let at = PasteAt::Stage(d.document.stages_of(d.map)[0].id);
    check_list(d, "One\nTwo", at, "One:2 Two:1 / a|b|New step / || / || / ||");
    check_list(Desk::empty(), "One\nTwo", PasteAt::Anywhere, "One:1 Two:1 / New step|New step / | / | / |");
}

#[test]
fn titles_are_filled_from_the_header() {
    let d = Desk::new();
    let at = PasteAt::Step(d.steps[0]);
    check(d, "A\t\tC\nt\tu\tv", at, "S:3 / A|b|C / t|u|v / || / ||");
    let d = Desk::new();
    let stage = d.document.stages_of(d.map)[0].id;
    check(d, "One\tTwo", PasteAt::Stage(stage), "One:2 Two:1 / a|b|New step / || / || / ||");
    let d = Desk::new();
    let text = "One\t\t\tTwo\ni\tii\tiii\tiv\nx\t\ty\tz";
    check(d, text, PasteAt::Stage(stage), "One:3 Two:1 / i|ii|iii|iv / x||y|z / ||| / |||");
    let d = Desk::new();
    let lane = d.lanes[2];
    let d = check(d, "Pains\tx\nFeelings\t1", PasteAt::Lane(lane), "S:2 / a|b / | / x| / +1|");
    assert_eq!(d.document.lanes[&lane].title, "Pains");
}

#[test]
fn a_whole_sheet_makes_an_empty_map() {
    let text = "One\t\tTwo\ni\tii\tiii\nx\ty\tz";
    check(Desk::empty(), text, PasteAt::Anywhere, "One:2 Two:1 / i|ii|iii / x|y|z / || / ||");
}

/// Words begin where typing begins, and not among pictures; a block that has an empty row for them keeps its rows.
#[test]
fn words_do_not_begin_among_pictures() {
    let with_pictures = || {
        let mut d = Desk::new();
        let (map, kind) = (d.map, LaneKind::Image);
        let first = d.lanes[0];
        d.run(&Edit::AddLane { map, before: Some(first), kind, title: "Pictures".into() });
        d
    };
    check(with_pictures(), "x\ty\np\tq", PasteAt::Anywhere, "S:2 / a|b / | / x|y / p|q / |");
    let d = with_pictures();
    let at = PasteAt::Stage(d.document.stages_of(d.map)[0].id);
    check(d, "One\t\na\tb\nx\ty", at, "One:2 / a|b / | / x|y / | / |");
    check(with_pictures(), "\t\nx\ty", PasteAt::Anywhere, "S:2 / a|b / | / x|y / | / |");
}

#[test]
fn what_was_copied_comes_back_with_everything() {
    let mut d = Desk::new();
    d.paste("x\ty\np\t", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    let by_text = |d: &Desk, text: &str| d.document.cards.values().find(|c| c.text == text).unwrap().id;
    let (x, y, p) = (by_text(&d, "x"), by_text(&d, "y"), by_text(&d, "p"));
    let mut marked = crate::model::Card::clone(&d.document.cards[&x]);
    marked.marks.tint = Some(3);
    marked.marks.tags = vec!["pilot".into()];
    d.run(&Edit::Update(marked.into()));
    d.run(&Edit::Connect { from: x, to: p });
    let cards: Vec<RecordRef> = vec![x.into(), p.into(), y.into()];
    let copy = copied(&d.document, d.map, &cards).unwrap();
    assert_eq!(copy.text, "x\ty\np\t");
    // One column further right, through a clipboard that changes the ends of lines.
    let text = copy.text.replace('\n', "\r\n") + "\r\n";
    let shown = d.paste(&text, Some(&copy), PasteAt::Cell(d.lanes[0], d.steps[1]));
    assert_eq!(d.shown(), "S:3 / a|b|New step / x|y+x|y / p|p| / ||");
    assert_eq!(shown.len(), 3);
    let twin = d.document.cards.values().find(|c| c.text == "x" && c.id != x).unwrap();
    assert_eq!((twin.marks.tint, twin.marks.tags.as_slice()), (Some(3), &["pilot".to_owned()][..]));
    assert_eq!(d.document.connections.len(), 2);
    // Another window knows the HTML alone.
    let mut other = Desk::new();
    let pasted = Pasted::of(&text, Some(&format!("<meta charset=utf-8>{}", copy.html)), None).unwrap();
    let PastePlan { edit, .. } =
        paste_edit(&other.document, other.map, &pasted, PasteAt::Anywhere, &mut other.ids).unwrap();
    other.run(&edit);
    assert_eq!(other.shown(), "S:2 / a|b / x|y / p| / |");
    let there = other.document.cards.values().find(|c| c.text == "x").unwrap();
    assert_eq!((there.marks.tint, other.document.connections.len()), (Some(3), 1));
    // A forged one is words.
    let forged = copy.html.replace("&quot;column&quot;:0", "&quot;column&quot;:4000000000");
    assert!(matches!(Pasted::of(&text, Some(&forged), None), Ok(Pasted::Table(_))));
    // Words from elsewhere are words, however they look.
    let shown = d.paste("x", Some(&copy), PasteAt::Cell(d.lanes[0], d.steps[0]));
    let [RecordRef::Card(plain)] = shown[..] else { panic!("{shown:?}") };
    assert_eq!(d.document.cards[&plain].marks.tint, None);
}

#[test]
fn cards_find_their_rows_on_another_map() {
    let mut d = Desk::new();
    d.paste("x\np", None, PasteAt::Cell(d.lanes[0], d.steps[1]));
    let cards: Vec<RecordRef> = d.document.cards.keys().map(|c| (*c).into()).collect();
    let copy = copied(&d.document, d.map, &cards).unwrap();
    let mut other = Desk::new();
    other.paste(&copy.text, Some(&copy), PasteAt::Anywhere);
    assert_eq!(other.shown(), "S:2 / a|b / |x / |p / |");
    // Without rows of their kind they bring them along.
    let lanes: Vec<RecordRef> = other.lanes.iter().map(|l| (*l).into()).collect();
    other.run(&Edit::Delete(lanes));
    other.paste(&copy.text, Some(&copy), PasteAt::Anywhere);
    assert_eq!(other.shown(), "S:2 / a|b / |x / |p");
}

#[test]
fn stages_and_steps_give_their_names_and_cells() {
    let mut d = Desk::new();
    d.paste("x\ty", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    let stage = d.document.stages_of(d.map)[0].id;
    let copy = copied(&d.document, d.map, &[stage.into()]).unwrap();
    assert_eq!(copy.text, "S\t\na\tb\nx\ty");
    assert!(copy.html.starts_with("<table data-milepost-cards="));
    let copy = copied(&d.document, d.map, &[d.steps[1].into()]).unwrap();
    assert_eq!(copy.text, "b\ny");
    let copy = copied(&d.document, d.map, &[d.lanes[0].into()]).unwrap();
    assert_eq!(copy.text, "Touchpoint\tx\ty");
    assert_eq!(copied(&d.document, d.map, &[]), None);
}

/// What a map looks like after pasting onto a lane that takes no cards, with all lanes from `hidden` on out of sight.
fn check_below(lane: usize, hidden: usize, expected: Result<&str, PasteError>) {
    for at_cell in [true, false] {
        let mut d = Desk::new();
        for lane in d.lanes.iter().skip(hidden) {
            let row = Lane { is_hidden: true, ..(*d.document.lanes[lane]).clone() };
            let Ok(plan) = plan(&d.document, &Edit::Update(row.into()), &mut d.ids) else { panic!("hidden") };
            plan.diff.apply(&mut d.document);
        }
        let mut source = Desk::new();
        source.paste("x", None, PasteAt::Cell(source.lanes[0], source.steps[0]));
        let cards: Vec<RecordRef> = source.document.cards.keys().map(|c| (*c).into()).collect();
        let clip = copied(&source.document, source.map, &cards).unwrap();
        let at = if at_cell { PasteAt::Cell(d.lanes[lane], d.steps[0]) } else { PasteAt::Lane(d.lanes[lane]) };
        let table = at_cell.then(|| Pasted::of("x", Some("<table>"), None).unwrap());
        let list = at_cell.then(|| Pasted::of("x\n", None, None).unwrap());
        let own = Pasted::of("x", None, Some(&clip)).unwrap();
        for pasted in [Some(own), table, list].into_iter().flatten() {
            let mut document = d.document.clone();
            let shown = paste_edit(&document, d.map, &pasted, at, &mut d.ids).map(|PastePlan { edit, .. }| {
                plan(&document, &edit, &mut d.ids).unwrap().diff.apply(&mut document);
                Desk { document, ids: IdAlloc::seeded(1), map: d.map, lanes: vec![], steps: vec![] }.shown()
            });
            assert_eq!(shown, expected.clone().map(str::to_owned), "{pasted:?}");
        }
    }
}

#[test]
fn what_falls_on_a_line_goes_to_the_row_below_it() {
    check_below(1, 4, Ok("S:2 / a|b / | / x| / |"));
    check_below(1, 2, Err(PasteError::NoRow));
    check_below(3, 3, Err(PasteError::NoRow));
}

#[test]
fn numbers_beyond_the_curve_are_held_on_it() {
    let d = Desk::new();
    let at = PasteAt::Cell(d.lanes[3], d.steps[0]);
    check(d, "3\t\u{2212}7,25", at, "S:2 / a|b / | / | / +2|-2");
}

#[test]
fn wide_cards_are_pasted_whole() {
    let mut d = Desk::new();
    d.paste("x", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    let x = (**d.document.cards.values().next().unwrap()).clone();
    // Wider than the map, as it is left behind when steps are moved.
    d.run(&Edit::Update(Card { span: 5, ..x.clone() }.into()));
    let copy = copied(&d.document, d.map, &[x.id.into()]).unwrap();
    let shown = d.paste(&copy.text, Some(&copy), PasteAt::Cell(d.lanes[2], d.steps[1]));
    let [RecordRef::Card(card)] = shown[..] else { panic!("{shown:?}") };
    assert_eq!(d.document.cards[&card].span, 2);
    assert_eq!(d.shown(), "S:2 / a|b / x| / x| / |");
}

#[test]
fn only_what_pasting_brings_back_is_cut() {
    let mut d = Desk::new();
    d.paste("x\ty", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    let [x, y] = ["x", "y"].map(|text| d.document.cards.values().find(|c| c.text == text).unwrap().id);
    let connection = d.run(&Edit::Connect { from: x, to: y })[0];
    let cut = |d: &Desk, selection: &[RecordRef]| {
        let copy = copied(&d.document, d.map, selection)?;
        cut_edit(&d.document, selection, &copy)
    };
    assert_eq!(cut(&d, &[x.into(), connection]), None);
    // What is selected beside a column or row is not in the copy of that.
    assert_eq!(cut(&d, &[y.into(), d.steps[0].into()]), None);
    assert!(cut(&d, &[d.steps[0].into()]).is_some());
    assert!(cut(&d, &[x.into(), d.lanes[0].into()]).is_some());
    let edit = cut(&d, &[x.into(), y.into(), connection]).unwrap();
    d.run(&edit);
    assert_eq!((d.document.cards.len(), d.document.connections.len()), (0, 0));
    // What stands in a hidden lane is not copied.
    let mut d = Desk::new();
    d.paste("x\np", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    let cards: Vec<RecordRef> = d.document.cards.keys().map(|c| (*c).into()).collect();
    assert!(cut(&d, &cards).is_some());
    let hidden = Lane { is_hidden: true, ..(*d.document.lanes[&d.lanes[0]]).clone() };
    d.run(&Edit::Update(hidden.into()));
    assert_eq!(cut(&d, &cards), None);
}

/// A figure on a map.
fn csat(ids: &mut IdAlloc) -> Kpi {
    Kpi { metric: "CSAT".into(), ..Kpi::new(ids.allocate(), "CSAT") }
}

/// Which copies of the touchpoint (counted from the first) and of the stage the figures among some cards measure, and
/// whether they are headlines.
fn figures(d: &Desk, cards: &[RecordRef]) -> Vec<(Option<usize>, bool)> {
    let index_of = |card| cards.iter().position(|r| *r == RecordRef::Card(card));
    let of_card = |record: &RecordRef| match *record {
        RecordRef::Card(id) => match d.document.cards[&id].body {
            CardBody::Kpi { place: Place::Touchpoint(on), is_headline, .. } => Some((index_of(on), is_headline)),
            CardBody::Kpi { is_headline, .. } => Some((None, is_headline)),
            _ => None,
        },
        _ => None,
    };
    cards.iter().filter_map(of_card).collect()
}

#[test]
fn copied_figures_follow_their_places_and_are_no_second_headline_however_they_are_copied() {
    let mut d = Desk::new();
    d.paste("t", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    let touchpoint: RecordRef = (*d.document.cards.keys().next().unwrap()).into();
    let RecordRef::Card(touchpoint_id) = touchpoint else { panic!("a card") };
    let stage = d.document.stages_of(d.map)[0].id;
    let kpi = csat(&mut d.ids);
    let (kpi_id, lane, step) = (kpi.id, d.lanes[2], d.steps[0]);
    d.run(&Edit::Add(kpi.into()));
    let mut selection = vec![touchpoint];
    for place in [Place::Stage(stage), Place::Touchpoint(touchpoint_id)] {
        let body = CardBody::kpi(kpi_id, place, true);
        selection.extend(d.run(&Edit::AddCard { lane, step, span: 1, text: String::new(), body }));
    }
    let expected = [(None, false), (Some(0), true)];
    let created = d.run(&Edit::Duplicate(selection.clone()));
    assert_eq!(figures(&d, &created), expected, "duplicated");
    let moves = selection.iter().filter_map(|record| match record {
        RecordRef::Card(card) => Some(CardMove { card: *card, lane, step: d.steps[1], before: None }),
        _ => None,
    });
    let copy_cards = Edit::CopyCards(moves.collect());
    let created = d.run(&copy_cards);
    assert_eq!(figures(&d, &created), expected, "dragged");
    let copy = copied(&d.document, d.map, &selection).unwrap();
    let at = PasteAt::Cell(d.lanes[0], d.steps[1]);
    let shown = d.paste(&copy.text, Some(&copy), at);
    assert_eq!(figures(&d, &shown), expected, "pasted");
    // Figures above what they measure.
    let rows: Vec<_> = [d.lanes[0], d.lanes[2]].map(|lane| (*d.document.lanes[&lane]).clone()).into();
    d.run(&Edit::MoveLane { lane: rows[1].id, before: Some(rows[0].id) });
    let upside_down = copied(&d.document, d.map, &selection).unwrap();
    let shown = d.paste(&upside_down.text, Some(&upside_down), PasteAt::Cell(d.lanes[2], d.steps[1]));
    assert_eq!(figures(&d, &shown), [(None, false), (Some(2), true)], "pasted upside down");
    // What was cut comes back as it was.
    d.run(&cut_edit(&d.document, &selection, &copy).unwrap());
    let shown = d.paste(&copy.text, Some(&copy), at);
    assert_eq!(figures(&d, &shown), [(None, true), (Some(0), true)], "cut and pasted");
}

#[test]
fn whatever_is_pasted_leaves_a_sound_map() {
    const PARTS: [&str; 12] = ["\t", "\t", "\n", "\n", "\"", "\"\"", "x", "=1", "1.5", "CSAT", "支", "\r\n"];
    let mut state: u64 = 3;
    let mut dice = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    for round in 0..300 {
        let mut d = if round % 5 == 0 { Desk::empty() } else { Desk::new() };
        for _ in 0..3 {
            let text: String = (0..dice(20)).map(|_| PARTS[dice(PARTS.len())]).collect();
            let Ok(pasted) = Pasted::of_text(&text, None) else { continue };
            let steps: Vec<_> = d.document.columns_of(d.map).iter().map(|s| s.id).collect();
            let at = match (dice(5), steps.is_empty()) {
                (0, false) => PasteAt::Cell(d.lanes[dice(4)], steps[dice(steps.len())]),
                (1, false) => PasteAt::Step(steps[dice(steps.len())]),
                (2, false) => PasteAt::Stage(d.document.stages_of(d.map)[0].id),
                (3, _) => PasteAt::Lane(d.lanes[dice(4)]),
                _ => PasteAt::Anywhere,
            };
            if let Ok(PastePlan { edit, .. }) = paste_edit(&d.document, d.map, &pasted, at, &mut d.ids) {
                d.run(&edit);
            }
        }
    }
}

#[test]
fn pictures_travel_to_other_windows() {
    use crate::export::picture::from_pixels;
    let mut d = Desk::new();
    let file = from_pixels(3, 2, &[9, 9, 9, 255].repeat(6)).unwrap();
    let body = CardBody::Image { picture: Some(file.picture.clone()) };
    let card = d.run(&Edit::AddCard { lane: d.lanes[0], step: d.steps[0], span: 1, text: String::new(), body });
    let copy = copied(&d.document, d.map, &card).unwrap();
    let html = copy.html_with_pictures(std::iter::once(&*file.bytes.data));
    assert_eq!(Copied::pictures_of_html(&html), std::slice::from_ref(&file));
    let Ok(Pasted::Clip(clip)) = Pasted::of(&copy.text, Some(&html), None) else { panic!("cards") };
    assert_eq!(clip.pictures().into_iter().collect::<Vec<_>>(), [file.picture]);
    // What is damaged on the way is no picture.
    assert_eq!(Copied::pictures_of_html(&html.replace("iVBOR", "aaaaa")), []);
    assert_eq!(clip.with_pictures_of(&std::collections::BTreeSet::new()).pictures().len(), 0);
}
