//! Whole sheets, as programs put them on the clipboard.

use super::*;
use crate::model::{Channel, Severity};
use crate::session::clipboard::{PasteReport, Table, kpis_of_words};

/// Pastes what a program put on the clipboard.
fn paste(d: &mut Desk, text: &str, html: Option<&str>, at: PasteAt) -> PasteReport {
    let pasted = Pasted::of(text, html, None).unwrap();
    let plan = paste_edit(&d.document, d.map, &pasted, at, &mut d.ids).unwrap();
    d.run(&plan.edit);
    plan.report
}

/// What a map looks like after pasting a text of a spreadsheet.
fn check_sheet(mut d: Desk, text: &str, at: PasteAt, expected: &str) -> (Desk, PasteReport) {
    let report = paste(&mut d, text, Some("<table>"), at);
    assert_eq!(d.shown(), expected, "{text:?}");
    (d, report)
}

/// The kinds of lanes in their order.
fn kinds(d: &Desk) -> Vec<LaneKind> {
    d.document.lanes_of(d.map).iter().map(|l| l.kind).collect()
}

#[test]
fn a_sheet_goes_to_the_lanes_and_stages_it_names() {
    let text = "Stage\tDiscover\t\tBuy\nTouch points\tE-mail\tApp\tStore\nPains\t\tSlow\tDear (high)\nEmotions\t1\t0.5\t-2\nThinking\tHm\t\t";
    let expected = "Discover:2 Buy:1 / Step 1|Step 2|Step 1 / E-mail|App|Store / |Slow|Dear / +1|+0.5|-2 / Hm||";
    let (d, report) = check_sheet(Desk::empty(), text, PasteAt::Anywhere, expected);
    let counts = [report.stages, report.steps, report.lanes, report.cards];
    assert_eq!((counts, report.is_sheet), ([2, 3, 1, 9], true));
    let body = |text: &str| d.document.cards.values().find(|c| c.text == text).unwrap().body.clone();
    let channel = |text: &str| match body(text) {
        CardBody::Touchpoint { channel, .. } => channel,
        other => panic!("{other:?}"),
    };
    assert_eq!([channel("E-mail"), channel("App"), channel("Store")], [Channel::Email, Channel::App, Channel::Store]);
    assert!(matches!(body("Dear"), CardBody::PainPoint { severity: Severity::High, .. }));
    // Once more: everything is there, cards are added.
    let (d, report) = check_sheet(
        d,
        "Stage\tBuy\tStay\nTouchpoint\tHotline\tNewsletter",
        PasteAt::Anywhere,
        "Discover:2 Buy:1 Stay:1 / Step 1|Step 2|Step 1|Step 1 / E-mail|App|Store+Hotline|Newsletter / |Slow|Dear| / \
         +1|+0.5|-2| / Hm|||",
    );
    assert_eq!([report.stages, report.steps, report.lanes, report.cards], [1, 1, 0, 2]);
    assert_eq!(kinds(&d).last(), Some(&LaneKind::Text));
}

#[test]
fn a_sheet_pasted_twice_does_not_double_the_curve() {
    let mut d = Desk::new();
    let sheet = "\tS\nTouchpoint\tx\nCurve\t-1\n";
    let first = paste(&mut d, sheet, None, PasteAt::Anywhere);
    assert_eq!((first.cards, first.replaced), (2, 0));
    let points = |d: &Desk| -> Vec<f64> {
        let value = |card: &std::sync::Arc<Card>| match card.body {
            CardBody::Curve { value } => Some(value),
            _ => None,
        };
        d.document.cards.values().filter_map(value).collect()
    };
    let second = paste(&mut d, "\tS\nTouchpoint\tx\nCurve\t-0.5\n", None, PasteAt::Anywhere);
    assert_eq!((second.cards, second.replaced, points(&d)), (1, 1, vec![-0.5]));
    assert!(second.is_worth_telling());
    // The point of a persona stands beside that of everybody; its own copy takes its place.
    let persona: crate::base::ids::PersonaId = d.ids.allocate();
    let ann = crate::model::Persona {
        id: persona,
        name: "Ann".into(),
        role: String::new(),
        goals: String::new(),
        frustrations: String::new(),
        needs: String::new(),
        quote: String::new(),
        picture: None,
        rank: 1.0,
    };
    d.run(&Edit::Add(ann.into()));
    let (lane, step) = (d.lanes[3], d.steps[0]);
    let point = d.run(&Edit::AddPoint { lane, step, value: -2.0, persona: Some(persona) });
    let copy = copied(&d.document, d.map, &point).unwrap();
    paste(&mut d, "-0.1", Some("<table>"), PasteAt::Cell(lane, step));
    assert_eq!(points(&d).len(), 2);
    let shown = d.paste(&copy.text, Some(&copy), PasteAt::Cell(lane, step));
    assert_eq!((shown, points(&d).len()), (point, 2));
}

#[test]
fn stages_and_steps_stand_in_two_rows() {
    let text = "\tDiscover\tDiscover\tBuy\t\n\tSearch\tCompare\tCart\tPay\nTouchpoints\tWeb\tWeb\t\tApp\nLine of visibility\nBackstage\t\t\tCRM\t";
    let expected = "Discover:2 Buy:2 / Search|Compare|Cart|Pay / Web|Web||App / ||| / ||| / ||CRM|";
    let (d, report) = check_sheet(Desk::empty(), text, PasteAt::Anywhere, expected);
    assert_eq!([report.stages, report.steps, report.lanes, report.cards], [2, 4, 2, 4]);
    assert_eq!(kinds(&d).iter().filter(|k| **k == LaneKind::Divider).count(), 2);
    // Steps of a stage that is there are found by their names.
    let again = "\tBuy\t\n\tPay\tReturn\nPain points\t- Slow\t\u{2022} Dear";
    let expected = "Discover:2 Buy:3 / Search|Compare|Cart|Pay|Return / Web|Web||App| / |||Slow|Dear / |||| / ||CRM||";
    check_sheet(d, again, PasteAt::Anywhere, expected);
}

#[test]
fn a_sheet_the_other_way_round_is_turned() {
    let text = "Phase\tStep\tTouchpoints\tPain points\nDiscover\tSearch\tWeb\tSlow\n\tCompare\tApp\t\nBuy\tPay\tStore\tDear\nBuy\tPay\tPhone\t";
    let expected = "Discover:2 Buy:1 / Search|Compare|Pay / Web|App|Store+Phone / Slow||Dear / ||";
    check_sheet(Desk::empty(), text, PasteAt::Anywhere, expected);
}

#[test]
fn names_of_steps_alone_find_their_steps() {
    let d = Desk::new();
    let text = "\tB\tC\nTouchpoint\tx\ty\nPain point\tp\t";
    check_sheet(d, text, PasteAt::Anywhere, "S:3 / a|b|C / |x|y / |p| / ||");
    let d = Desk::new();
    check_sheet(d, "Steps\ta\ta\nPains\tp\tq", PasteAt::Anywhere, "S:2 / a|b / | / p+q| / |");
}

#[test]
fn rows_without_a_heading_stand_where_they_are_put() {
    let d = Desk::new();
    let at = PasteAt::Cell(d.lanes[0], d.steps[1]);
    check_sheet(d, "Pain points\tp\tq\nTouchpoints\tx", at, "S:3 / a|b|New step / |x| / |p|q / ||");
    // One name of a lane, or words that are none, make no sheet.
    let d = Desk::new();
    let at = PasteAt::Cell(d.lanes[0], d.steps[0]);
    check_sheet(d, "Apples\tx\nPears\ty", at, "S:2 / a|b / Apples|x / Pears|y / |");
    let d = Desk::new();
    let at = PasteAt::Cell(d.lanes[0], d.steps[0]);
    check_sheet(d, "Problem\tx", at, "S:2 / a|b / Problem|x / | / |");
}

#[test]
fn moods_in_words_make_no_curve_and_scores_are_read_on_their_scale() {
    let d = Desk::empty();
    let text = "Stage\tA\tB\nEmotions\tcurious\tworried";
    let (d, _) = check_sheet(d, text, PasteAt::Anywhere, "A:1 B:1 / Step 1|Step 1 / | / | / | / curious|worried");
    assert_eq!(kinds(&d).last(), Some(&LaneKind::Text));
    let text = "Stage\tA\tB\tC\nCurve\t1\t3\t5";
    let expected = "A:1 B:1 C:1 / Step 1|Step 1|Step 1 / || / || / -2|+0|+2";
    let (_, report) = check_sheet(Desk::empty(), text, PasteAt::Anywhere, expected);
    assert_eq!(report.scale, Some((1, 5)));
}

#[test]
fn kpis_are_found_in_the_file_and_in_the_catalogue_and_others_are_told() {
    let mut d = Desk::new();
    let known = csat(&mut d.ids);
    d.run(&Edit::Add(known.clone().into()));
    let map = d.map;
    d.run(&Edit::AddLane { map, before: None, kind: LaneKind::Kpi, title: "Numbers".into() });
    let lane = d.document.lanes_of(map).last().unwrap().id;
    let at = PasteAt::Cell(lane, d.steps[0]);
    let report = paste(&mut d, "csat\tNPS: 42\nConversion rate\tBasket size", Some("<table>"), at);
    // The second row fell into a new lane of words.
    assert_eq!((report.kpis, report.no_kpis.len()), (1, 0));
    let report = paste(&mut d, "Conversion rate\tBasket size", Some("<table>"), at);
    let [(card, name)] = report.no_kpis.as_slice() else { panic!("{report:?}") };
    assert_eq!((report.kpis, name.as_str()), (1, "Basket size"));
    let names: Vec<(String, String)> = d
        .document
        .kpi_cards(map)
        .map(|(card, kpi, _, _)| (d.document.kpis[&kpi].name.clone(), card.text.clone()))
        .collect();
    let mut names = names;
    names.sort();
    let expected = [("CSAT", ""), ("Conversion rate", ""), ("Net Promoter Score", "NPS: 42")];
    assert_eq!(names, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let edit = kpis_of_words(&d.document, &[*card], &mut d.ids).unwrap();
    d.run(&edit);
    let CardBody::Kpi { kpi, .. } = d.document.cards[card].body else { panic!("a KPI") };
    assert_eq!(d.document.kpis[&kpi].name, "Basket size");
    assert_eq!(kpis_of_words(&d.document, &[*card], &mut d.ids), None);
}

/// A sheet as each of the programs puts it on the clipboard, with its text where that differs.
const EXCEL: &str = r#"<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=Generator content="Microsoft Excel 15"><style><!--table {mso-displayed-decimal-separator:"\."}
td {padding:0px;} br {mso-data-placement:same-cell;}--></style></head><body link="blue"><table border=0 cellpadding=0 width=320 style='border-collapse:collapse'>
<!--StartFragment--> <col width=80 span=4 style='width:60pt'> <tr height=19> <td height=19 class=xl65 width=80>Stage</td> <td colspan=2 class=xl66 width=160>Discover</td> <td class=xl65>Buy</td> </tr>
 <tr height=19> <td height=19>Touchpoints</td> <td>Web shop</td> <td>E-mail<br>
    newsletter</td> <td align=right x:str="Store">Store</td> </tr>
 <tr> <td>Pain points</td> <td colspan=3>Always &amp; everywhere</td> </tr><!--EndFragment--></table></body></html>"#;
const SHEETS: &str = r#"<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" data-sheets-root="1"><colgroup><col width="100"/></colgroup><tbody><tr style="height:21px;"><td data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;a>b&quot;}">Stage</td><td colspan="2" rowspan="1">Discover</td><td>Buy</td></tr><tr><td>Touchpoints</td><td>Web shop</td><td>E-mail<br/>newsletter</td><td>Store</td></tr><tr><td>Pain points</td><td colspan="3">Always &amp; everywhere</td></tr></tbody></table>"#;
const CALC: &str = r#"<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title><style type="text/css">body,td { font-family:"Liberation Sans" }</style></head><body><table cellspacing="0" border="0"><colgroup span="4" width="85"></colgroup><tr><td height="17" align="left"><font face="Arial">Stage</font></td><td colspan=2 align="center"><b>Discover</b></td><td>Buy</td></tr><tr><td>Touchpoints</td><td>Web shop</td><td>E-mail<br>newsletter</td><td>Store</td></tr><tr><td>Pain points</td><td colspan=3>Always &amp; everywhere</td></tr></table></body></html>"#;
const WORD: &str = r#"<html><body lang=EN><!--StartFragment--><table class=MsoTableGrid border=1><tr><td width=132 valign=top><p class=MsoNormal><b><span lang=EN-GB>Stage<o:p></o:p></span></b></p></td><td colspan=2><p class=MsoNormal>Discover<o:p></o:p></p></td><td><p class=MsoNormal>Buy</p></td></tr><tr><td><p>Touchpoints</p></td><td><p>Web
shop</p></td><td><p>E-mail</p><p>newsletter</p></td><td><p>Store</p></td></tr><tr><td><p>Pain&nbsp;points</p></td><td colspan=3><p>Always &#38; everywhere</p></td></tr></table><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"#;
const CONFLUENCE: &str = r#"<meta charset='utf-8'><div class="table-wrap"><table class="confluenceTable"><tbody><tr><th class="confluenceTh"><p>Stage</p></th><th colspan="2" class="confluenceTh"><p>Discover</p></th><th><p>Buy</p></th></tr><tr><td><p>Touchpoints</p></td><td><p>Web shop</p></td><td><p>E-mail<br/>newsletter</p></td><td><table><tbody><tr><td>Store</td></tr></tbody></table></td></tr><tr><td><p>Pain points</p></td><td colspan="3"><p>Always &amp; everywhere</p></td></tr></tbody></table></div>"#;

#[test]
fn sheets_of_every_program_are_read_with_their_merged_cells() {
    let tsv = "Stage\tDiscover\t\tBuy\nTouchpoints\tWeb shop\t\"E-mail\nnewsletter\"\tStore\nPain points\tAlways & everywhere\t\t";
    let broken =
        "Stage\nDiscover\nBuy\nTouchpoints\nWeb shop\nE-mail\nnewsletter\nStore\nPain points\nAlways & everywhere\n";
    for (html, text) in [(EXCEL, tsv), (SHEETS, tsv), (CALC, tsv), (WORD, broken), (CONFLUENCE, broken)] {
        let mut d = Desk::empty();
        paste(&mut d, text, Some(html), PasteAt::Anywhere);
        let expected =
            "Discover:2 Buy:1 / Step 1|Step 2|Step 1 / Web shop|E-mail\nnewsletter|Store / Always & everywhere|| / ||";
        assert_eq!(d.shown(), expected, "{html}");
        let wide = d.document.cards.values().find(|c| c.text.starts_with("Always")).unwrap();
        assert_eq!(wide.span, 3, "{html}");
    }
}

#[test]
fn a_table_in_a_longer_text_is_words() {
    let html = "<h1>A long report about many things</h1><table><tr><td>a</td><td>b</td></tr></table><p>and more of it";
    let text = "A long report about many things\na\tb\nand more of it";
    assert!(matches!(Pasted::of(text, Some(html), None), Ok(Pasted::Table(table)) if table.rows.len() == 3));
    // Cells and nothing else, where the user says so.
    let sheet = Pasted::of("Stage\tA\nPains\tp", Some("<table>"), None).unwrap().as_cells().unwrap();
    let mut d = Desk::new();
    let at = PasteAt::Cell(d.lanes[0], d.steps[0]);
    let plan = paste_edit(&d.document, d.map, &sheet, at, &mut d.ids).unwrap();
    d.run(&plan.edit);
    assert_eq!(d.shown(), "S:2 / a|b / Stage|A / Pains|p / |");
    assert!(!plan.report.is_sheet);
}

#[test]
fn titles_above_a_sheet_are_told() {
    let text = "Our journey\n\nStage\tA\tB\nTouchpoints\tx\ty\nPain points\tp";
    let expected = "A:1 B:1 / Step 1|Step 1 / x|y / p| / |";
    let (_, report) = check_sheet(Desk::empty(), text, PasteAt::Anywhere, expected);
    assert_eq!(report.title.as_deref(), Some("Our journey"));
}

#[test]
fn a_new_stage_nobody_has_touched_takes_the_first_name() {
    let mut d = Desk::empty();
    let map = d.map;
    let new = Edit::AddStage {
        map,
        before: None,
        title: crate::i18n::canvas::new_stage().into(),
        step_title: crate::i18n::canvas::new_step().into(),
    };
    d.run(&new);
    let text = "\tDiscover\tBuy\n\tSearch\tPay\nTouchpoints\tx\ty";
    check_sheet(d, text, PasteAt::Anywhere, "Discover:1 Buy:1 / Search|Pay / x|y / | / |");
}

/// What a spreadsheet or another program gives back is the point as it was typed.
#[test]
fn points_with_words_come_back_from_a_spreadsheet() {
    let mut d = Desk::new();
    let curve = d.lanes[3];
    for (step, value, text) in [(d.steps[0], -2.0, "annoyed"), (d.steps[1], 1.5, "at ease\n2 of 3 came back")] {
        let body = CardBody::Curve { value };
        d.run(&Edit::AddCard { lane: curve, step, span: 1, text: text.into(), body });
    }
    let points = |d: &Desk, lane: LaneId| -> Vec<(String, CardBody)> {
        let cards = d.steps.iter().flat_map(|step| d.document.cards_in(lane, *step));
        cards.map(|card| (card.text.clone(), card.body.clone())).collect()
    };
    let before = points(&d, curve);
    let cards: Vec<RecordRef> = d.document.cards.keys().map(|id| (*id).into()).collect();
    let copy = copied(&d.document, d.map, &cards).unwrap();
    assert_eq!(copy.text, "'-2 annoyed\t\"'+1.5 at ease\n2 of 3 came back\"");
    let plain = Copied { clip: None, ..copy };
    for html in [Some(Table::parse(&plain.text).unwrap().to_html()), None] {
        let mut other = Desk::of_file(8);
        let pasted = Pasted::of(&plain.text, html.as_deref(), None).unwrap();
        let at = PasteAt::Cell(other.lanes[3], other.steps[0]);
        let PastePlan { edit, .. } = paste_edit(&other.document, other.map, &pasted, at, &mut other.ids).unwrap();
        other.run(&edit);
        assert_eq!(points(&other, other.lanes[3]), before, "{html:?}");
    }
}
