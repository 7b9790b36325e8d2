//! A KPI in a stage header, on its card, in the drawer, printed by the command line and in an exported picture is the same
//! number: every KPI card of the sample, in all five places.

use crate::harness::Folder;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use milepost::base::time::{Grain, UtcMillis};
use milepost::layout::FontMeasure;
use milepost::metrics::{Comparison, format};
use milepost::model::RecordRef;
use milepost::scene::{Layer, Prim, Scene};
use milepost::session::export_job::{self, PictureRequest, Rows};
use milepost::session::insights::KpiAt;
use milepost::session::jobs::Jobs;
use milepost::session::view::{NumbersView, Period};
use milepost::session::{CommandSender, Session};
use milepost::store::{OpenMode, Store};
use milepost::theme::{Tokens, fonts};
use milepost::ui::drawer::{self, DrawerState};
use milepost::ui::parts::PanelContext;
use milepost::ui::style;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The days that are looked at everywhere, and what they are compared with.
const FROM: &str = "2025-01-01";
const TO: &str = "2025-09-30";

fn session(folder: &Folder) -> Session {
    let path = folder.path("sample.milepost");
    let opened = Store::open(&path, OpenMode::ReadOnly).unwrap();
    let mut session = Session::new(opened, path, true, Jobs::default());
    let day = |text| milepost::base::time::Day::parse_iso(text).unwrap();
    let range = milepost::base::time::DayRange { from: day(FROM), to: day(TO) };
    session.set_view(NumbersView {
        period: Period::Range(range),
        grain: Grain::Month,
        comparison: Comparison::PreviousPeriod,
        ..NumbersView::default()
    });
    session.wait();
    session
}

/// The words of a layer of a scene that belong to a record.
fn words(scene: &Scene, layers: &[Layer], of: Option<RecordRef>) -> Vec<String> {
    let items = layers.iter().flat_map(|layer| scene.layer(*layer));
    let blocks = items.filter(|item| of.is_none() || item.tag == of).filter_map(|item| match &item.prim {
        Prim::Text { block, .. } => Some(block),
        _ => None,
    });
    blocks.flat_map(|block| block.lines.iter().map(|line| line.text.clone())).collect()
}

/// True where a value stands: whole, or without the end of its scale where there is no room for that.
fn says(words: &[String], value: &str) -> bool {
    let short = value.split_once(" / ").map_or(value, |(short, _)| short);
    words.iter().any(|word| word == value || word == short)
}

/// What the drawer says of a KPI.
fn drawer_says(session: &Session, at: KpiAt, value: &str) -> bool {
    let tokens = Tokens::light();
    let (commands, mut state) = (CommandSender::default(), DrawerState::default());
    state.show_kpi(at);
    let mut harness = Harness::builder().with_size((1200.0, 320.0)).with_context_setup(style::install).build_ui(|ui| {
        let today = UtcMillis::now().local_day();
        let cx = PanelContext { session, tokens: &tokens, commands: &commands, today, author: "" };
        drawer::show_ui(ui, &mut state, &cx);
    });
    harness.run();
    harness.query_all_by_label(value).next().is_some()
}

#[test]
fn a_kpi_is_the_same_number_in_header_card_drawer_command_line_and_picture() {
    let folder = Folder::new();
    folder.run(&["demo", "--out", "."]).ok();
    let session = session(&folder);
    let document = session.document();
    let period = ["--from", FROM, "--to", TO];
    let printed = folder.run(&[&["kpi", "sample.milepost", "--grain", "month", "--json"], &period[..]].concat()).json();
    let mut by_name: BTreeMap<(String, String), &Value> = BTreeMap::new();
    for row in printed.as_array().unwrap() {
        let name = |key: &str| row[key].as_str().unwrap().to_owned();
        assert!(by_name.insert((name("kpi"), name("place")), row).is_none(), "two rows of {}", name("kpi"));
    }
    let (mut seen, mut in_headers) = (BTreeSet::new(), 0);
    for map in document.maps_in_order() {
        let tokens = Tokens::light();
        let picture = format!("{}.svg", map.rank);
        let range = format!("{FROM}..{TO}");
        folder
            .run(&[
                "export",
                "sample.milepost",
                "-o",
                &picture,
                "--map",
                &map.title,
                "--period",
                &range,
                "--grain",
                "month",
            ])
            .ok();
        let svg = folder.text(&picture);
        let request = PictureRequest {
            document,
            map: map.id,
            pictures: &BTreeMap::new(),
            insights: session.insights(),
            view: session.view(),
            tokens: &tokens,
            today: UtcMillis::now().local_day(),
            scale: 1.0,
            rows: Rows::One,
        };
        let (scene, _) = export_job::scene(request, &mut FontMeasure::with_system_fonts(fonts::BUNDLED));
        for (card, kpi, place, is_headline) in document.kpi_cards(map.id) {
            let kpi = document.kpis[&kpi].at(place);
            let place_name = document.place_name(place).unwrap();
            let what = format!("{} at {place_name}", kpi.name);
            let row = by_name.get(&(kpi.name.clone(), place_name.to_owned())).unwrap_or_else(|| panic!("no {what}"));
            let insight = &session.insights().figures[&(kpi.id, place)];
            // Down to the last bit: not only what is written, but what it is written from.
            assert_eq!(row["value"].as_f64(), insight.now.value, "{what}");
            assert_eq!(row["n"].as_f64(), insight.now.n, "{what}: n");
            let ends = insight.now.interval.map(|(low, high)| vec![low, high]);
            let told = row["interval"].as_array().map(|ends| ends.iter().map(|end| end.as_f64().unwrap()).collect());
            assert_eq!(told, ends, "{what}: interval");
            let change = insight.change.and_then(|change| change.difference);
            assert_eq!(row["change"]["value"].as_f64(), change, "{what}: change");
            let value = format::measured(&kpi, &insight.now);
            let Some(value) = value else { continue };
            let own = Some(RecordRef::Card(card.id));
            assert!(says(&words(&scene, &[Layer::Cards], own), &value), "{what}: no {value} on its card");
            if is_headline {
                assert!(says(&words(&scene, &[Layer::Header], own), &value), "{what}: no {value} in the header");
                in_headers += 1;
            }
            assert!(drawer_says(&session, (kpi.id, place), &value), "{what}: no {value} in the drawer");
            // The picture has the words of this very scene, as often.
            let drawn = words(&scene, &Layer::EVERY, None).iter().filter(|word| **word == value).count();
            let written = svg.matches(&format!(">{value}</text>")).count();
            assert_eq!(written, drawn, "{what}: {value} in the picture");
            seen.insert((kpi.id, place));
        }
    }
    assert!(seen.len() >= 9 && in_headers >= 9, "the sample has no fewer KPIs: {} and {in_headers}", seen.len());
}
