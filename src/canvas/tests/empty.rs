//! What stands on a map that has nothing to show: why, and the one thing to do about it.

use super::*;
use crate::i18n::canvas as words;
use crate::model::{AnyRecord, Lane};

fn lanes(h: &Harness<'_, Desk>) -> Vec<Lane> {
    h.state().session.document().lanes.values().map(|lane| Lane::clone(lane)).collect()
}

#[test]
fn a_map_without_a_lane_to_be_seen_says_so_and_what_to_do() {
    let (mut h, _) = open();
    assert!(h.query_by_label(words::show_all_lanes()).is_none());
    for lane in lanes(&h) {
        let hidden = AnyRecord::Lane(Lane { is_hidden: true, ..lane });
        h.state_mut().session.edit(&Edit::Update(hidden), None).unwrap();
    }
    h.run();
    h.get_by_label(&words::all_lanes_hidden(lanes(&h).len()));
    h.get_by_label(words::show_all_lanes()).click();
    h.run();
    assert!(lanes(&h).iter().all(|lane| !lane.is_hidden));
    assert!(h.query_by_label(words::show_all_lanes()).is_none());
    let all = lanes(&h).iter().map(|lane| lane.id.into()).collect();
    h.state_mut().session.edit(&Edit::Delete(all), None).unwrap();
    h.run();
    h.get_by_label(words::no_lanes_title());
    h.get_by_label(words::add_a_lane()).click();
    h.run();
    assert!(h.state().canvas.has_list(), "the kinds of lanes to choose from");
}
