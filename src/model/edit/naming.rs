//! What a changed record is called in the list of steps: by what is different in it.

use super::{Property, Verb};
use crate::model::{AnyRecord, Card, CardBody, CardMarks, Kpi};

/// The name of a change; `None` when nothing is different, [`Verb::Change`] when more than one thing is.
pub(super) fn verb(before: &AnyRecord, after: &AnyRecord) -> Option<Verb> {
    let mut changes = differences(before, after).into_iter().filter(|(is_other, _)| *is_other).map(|(_, verb)| verb);
    match (changes.next(), changes.next()) {
        (Some(one), None) => Some(one),
        (None, _) if before == after => None,
        _ => Some(Verb::Change),
    }
}

/// The name that all parts of a batch share; those that change nothing say nothing.
pub(super) fn shared(verbs: impl IntoIterator<Item = Option<Verb>>) -> Option<Verb> {
    let mut verbs = verbs.into_iter().flatten();
    let first = verbs.next()?;
    verbs.all(|verb| verb == first).then_some(first)
}

fn set(is_other: bool, property: Property) -> (bool, Verb) {
    (is_other, Verb::Set(property))
}

fn differences(before: &AnyRecord, after: &AnyRecord) -> Vec<(bool, Verb)> {
    use AnyRecord as R;
    use Property as P;
    match (before, after) {
        (R::Map(a), R::Map(b)) => vec![
            (a.title != b.title, Verb::Rename),
            set(a.state != b.state, P::State),
            set(a.persona != b.persona, P::Persona),
            set(a.owner != b.owner, P::Owner),
            set(a.status != b.status, P::Status),
            set(a.review_on != b.review_on, P::Review),
            (a.reviewed_on != b.reviewed_on, Verb::Review),
            set(a.counterpart != b.counterpart, P::Counterpart),
            set(a.dismissed != b.dismissed, P::Warnings),
            (a.rank.to_bits() != b.rank.to_bits(), Verb::Move),
        ],
        (R::Stage(a), R::Stage(b)) => vec![
            (a.title != b.title, Verb::Rename),
            set(a.question != b.question, P::Question),
            set(a.tint != b.tint, P::Colour),
            set(a.linked_map != b.linked_map, P::LinkedMap),
            (a.rank.to_bits() != b.rank.to_bits(), Verb::Move),
        ],
        (R::Step(a), R::Step(b)) => vec![
            (a.title != b.title, Verb::Rename),
            (a.stage != b.stage || a.rank.to_bits() != b.rank.to_bits(), Verb::Move),
        ],
        (R::Lane(a), R::Lane(b)) => vec![
            (a.title != b.title, Verb::Rename),
            set(a.kind != b.kind, P::Kind),
            set(a.points != b.points, P::Look),
            (a.height != b.height, Verb::Resize),
            (!a.is_collapsed && b.is_collapsed, Verb::Collapse),
            (a.is_collapsed && !b.is_collapsed, Verb::Expand),
            (!a.is_hidden && b.is_hidden, Verb::Hide),
            (a.is_hidden && !b.is_hidden, Verb::Show),
            (a.rank.to_bits() != b.rank.to_bits(), Verb::Move),
        ],
        (R::Card(a), R::Card(b)) => card(a, b),
        (R::Connection(a), R::Connection(b)) => {
            let (is_other, is_turned) = ((a.from, a.to) != (b.from, b.to), (a.from, a.to) == (b.to, b.from));
            vec![
                (a.label != b.label, Verb::Rename),
                set(a.look != b.look, P::Look),
                (is_other, if is_turned { Verb::Reverse } else { Verb::Move }),
            ]
        }
        (R::Note(a), R::Note(b)) => vec![
            (a.text != b.text, Verb::Rename),
            set(a.author != b.author, P::Author),
            (!a.is_resolved && b.is_resolved, Verb::Resolve),
            (a.is_resolved && !b.is_resolved, Verb::Reopen),
        ],
        (R::Persona(a), R::Persona(b)) => vec![
            (a.name != b.name, Verb::Rename),
            set(a.role != b.role, P::Role),
            set(a.goals != b.goals, P::Goals),
            set(a.frustrations != b.frustrations, P::Frustrations),
            set(a.needs != b.needs, P::Needs),
            set(a.quote != b.quote, P::Quote),
            set(a.picture != b.picture, P::Picture),
            (a.rank.to_bits() != b.rank.to_bits(), Verb::Move),
        ],
        (R::Kpi(a), R::Kpi(b)) => kpi(a, b),
        (R::Marker(a), R::Marker(b)) => vec![
            (a.label != b.label, Verb::Rename),
            set(a.day != b.day, P::Day),
            set(a.kind != b.kind, P::Kind),
            set(a.limits_start != b.limits_start, P::Limits),
        ],
        (R::Source(a), R::Source(b)) => vec![
            (a.name != b.name, Verb::Rename),
            (a.state != b.state, if b.state == crate::model::SourceState::Hidden { Verb::Hide } else { Verb::Show }),
            set(a.places != b.places, P::Place),
            set(a.link.refresh != b.link.refresh, P::Refresh),
        ],
        (R::Decision(a), R::Decision(b)) => vec![
            (a.text != b.text, Verb::Rename),
            set(a.owner != b.owner, P::Owner),
            set(a.due_on != b.due_on, P::Day),
            set(a.outcome != b.outcome, P::Outcome),
            set(a.state != b.state || a.reason != b.reason, P::Status),
        ],
        _ => Vec::new(),
    }
}

fn card(a: &Card, b: &Card) -> Vec<(bool, Verb)> {
    use Property as P;
    let is_moved = (a.lane, a.step) != (b.lane, b.step) || a.rank.to_bits() != b.rank.to_bits();
    let mut all = vec![(a.text != b.text, Verb::Rename), (is_moved, Verb::Move), (a.span != b.span, Verb::Resize)];
    all.extend(body(&a.body, &b.body));
    let CardMarks { tint, tags, confidence, persona } = &a.marks;
    all.extend([
        set(*tint != b.marks.tint, P::Colour),
        set(*tags != b.marks.tags, P::Tags),
        set(*confidence != b.marks.confidence, P::Confidence),
        set(*persona != b.marks.persona, P::Persona),
    ]);
    all
}

fn body(a: &CardBody, b: &CardBody) -> Vec<(bool, Verb)> {
    use CardBody as B;
    use Property as P;
    match (a, b) {
        (B::Touchpoint { channel, is_moment_of_truth }, B::Touchpoint { channel: c, is_moment_of_truth: m }) => {
            vec![set(channel != c, P::Channel), set(is_moment_of_truth != m, P::MomentOfTruth)]
        }
        (B::PainPoint { severity, owner, kpi }, B::PainPoint { severity: s, owner: o, kpi: k }) => {
            vec![set(severity != s, P::Severity), set(owner != o, P::Owner), set(kpi != k, P::Kpi)]
        }
        (B::Opportunity { value, effort }, B::Opportunity { value: v, effort: e }) => {
            vec![set(value != v, P::Value), set(effort != e, P::Effort)]
        }
        (
            B::Kpi { kpi, place, is_headline, form, split },
            B::Kpi { kpi: k, place: p, is_headline: h, form: f, split: s },
        ) => vec![
            set(kpi != k, P::Kpi),
            set(place != p, P::Place),
            set(is_headline != h, P::Headline),
            set(form != f || split != s, P::Form),
        ],
        (B::Quote { .. }, B::Quote { .. }) => vec![set(a != b, P::Attribution)],
        (B::Curve { .. }, B::Curve { .. }) => vec![set(a != b, P::Value)],
        (B::Image { .. }, B::Image { .. }) => vec![set(a != b, P::Picture)],
        _ => vec![set(a != b, P::Kind)],
    }
}

fn kpi(a: &Kpi, b: &Kpi) -> Vec<(bool, Verb)> {
    use Property as P;
    let plans = |kpi: &Kpi| [kpi.response_plan.clone(), kpi.plan_for_rise.clone(), kpi.plan_for_flat.clone()];
    vec![
        (a.name != b.name, Verb::Rename),
        set(a.metric != b.metric || a.other_metrics != b.other_metrics, P::Metric),
        set(a.kind != b.kind, P::Kind),
        set(a.unit != b.unit, P::Unit),
        set(a.scale != b.scale, P::Scale),
        set(a.direction != b.direction, P::Direction),
        set(a.target != b.target || a.watch_band != b.watch_band, P::Target),
        set(a.owner != b.owner, P::Owner),
        set(a.definition != b.definition, P::Definition),
        set(plans(a) != plans(b), P::Plan),
        set(a.layer != b.layer, P::Layer),
        set(a.expected_update_days != b.expected_update_days || a.cadence != b.cadence, P::Cadence),
        set(a.formula != b.formula, P::Formula),
        set(a.missing != b.missing, P::MissingCodes),
        set(a.weighting != b.weighting, P::Weighting),
        set(a.overrides != b.overrides, P::AtPlace),
        set(a.timing != b.timing, P::Timing),
        set(a.data_source != b.data_source, P::DataSource),
        set(a.outcome != b.outcome, P::Outcome),
        set(a.question != b.question, P::Question),
        set(a.dismissed != b.dismissed, P::Warnings),
        (a.rank.to_bits() != b.rank.to_bits(), Verb::Move),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{CardId, Id as _, KpiId, LaneId, MapId, StageId, StepId};
    use crate::model::{CardForm, Channel, Lane, LaneKind, Place, Stage};

    fn check<R: Clone + Into<AnyRecord>>(before: &R, change: impl Fn(&mut R), expected: Option<Verb>) {
        let mut after = before.clone();
        change(&mut after);
        assert_eq!(verb(&before.clone().into(), &after.into()), expected);
    }

    fn card(body: CardBody) -> Card {
        let (lane, step) = (LaneId::from_raw(1), StepId::from_raw(1));
        Card {
            id: CardId::from_raw(1),
            lane,
            step,
            span: 1,
            rank: 0.0,
            text: String::new(),
            body,
            marks: CardMarks::default(),
        }
    }

    #[test]
    fn a_change_is_called_after_what_is_different() {
        let figure = card(CardBody::kpi(KpiId::from_raw(1), Place::Map(MapId::from_raw(1)), false));
        check(&figure, |c| c.body = c.body.clone().in_form(CardForm::Gauge), Some(Verb::Set(Property::Form)));
        check(&figure, |c| c.text = "words".to_owned(), Some(Verb::Rename));
        check(&figure, |c| c.span = 2, Some(Verb::Resize));
        check(&figure, |c| c.marks.tint = Some(2), Some(Verb::Set(Property::Colour)));
        check(&figure, |c| c.body = CardBody::Text, Some(Verb::Set(Property::Kind)));
        check(&figure, |_| {}, None);
        let two = |c: &mut Card| (c.marks.tint, c.span) = (Some(2), 3);
        check(&figure, two, Some(Verb::Change));
        let touchpoint = card(CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false });
        let starred = CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: true };
        check(&touchpoint, |c| c.body = starred.clone(), Some(Verb::Set(Property::MomentOfTruth)));

        let stage = Stage {
            id: StageId::from_raw(1),
            map: MapId::from_raw(1),
            title: String::new(),
            question: String::new(),
            tint: 0,
            linked_map: None,
            rank: 0.0,
        };
        check(&stage, |s| s.rank = 3.0, Some(Verb::Move));
        check(&stage, |s| s.question = "Why?".to_owned(), Some(Verb::Set(Property::Question)));
        let lane = Lane {
            id: LaneId::from_raw(1),
            map: MapId::from_raw(1),
            kind: LaneKind::Text,
            title: String::new(),
            height: None,
            is_collapsed: false,
            is_hidden: true,
            points: crate::model::CurvePoints::default(),
            rank: 0.0,
        };
        check(&lane, |l| l.is_collapsed = true, Some(Verb::Collapse));
        check(&lane, |l| l.is_hidden = false, Some(Verb::Show));
        check(&lane, |l| l.height = Some(90.0), Some(Verb::Resize));
        check(&lane, |l| l.points = crate::model::CurvePoints::Dots, Some(Verb::Set(Property::Look)));
        let persona = crate::model::Persona {
            id: crate::base::ids::PersonaId::from_raw(1),
            name: "Maya".to_owned(),
            role: String::new(),
            goals: String::new(),
            frustrations: String::new(),
            needs: String::new(),
            quote: String::new(),
            picture: None,
            rank: 0.0,
        };
        check(&persona, |p| p.needs = "Quiet".to_owned(), Some(Verb::Set(Property::Needs)));
    }

    #[test]
    fn a_batch_is_called_after_what_its_parts_have_in_common() {
        let colour = Some(Verb::Set(Property::Colour));
        assert_eq!(shared([colour, None, colour]), colour);
        assert_eq!(shared([colour, Some(Verb::Move)]), None);
        assert_eq!(shared([]), None);
    }
}
