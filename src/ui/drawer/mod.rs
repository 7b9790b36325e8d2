//! The data drawer at the bottom: the trend of one KPI, the rows behind it, and the sources of all numbers.

mod observations;
mod sources;
mod trend;

pub(crate) use sources::issues_ui;

use crate::base::text::Weight;
use crate::i18n::panels::drawer as text;
use crate::model::RecordRef;
use crate::session::insights::KpiAt;
use crate::ui::figures;
use crate::ui::parts::PanelContext;
use crate::ui::style::{color, font, points};
use egui::{Role, Sense, Ui, WidgetInfo, vec2};

/// A page of the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DrawerTab {
    /// The trend of the shown KPI.
    #[default]
    Trend,
    /// The rows behind it.
    Observations,
    /// Where numbers come from.
    Sources,
}

/// What the drawer remembers between frames.
#[derive(Debug, Default)]
pub struct DrawerState {
    /// The shown page.
    pub tab: DrawerTab,
    shown: Option<KpiAt>,
    followed: Vec<RecordRef>,
    observations: observations::State,
    sources: sources::State,
}

impl DrawerState {
    /// Shows the trend of a KPI at a place.
    pub fn show_kpi(&mut self, at: KpiAt) {
        self.shown = Some(at);
        self.tab = DrawerTab::Trend;
    }

    /// The KPI that is shown.
    #[must_use]
    pub fn shown(&self) -> Option<KpiAt> {
        self.shown
    }

    /// Follows the selection to the KPI it stands for, once per change of the selection; a selection without a KPI
    /// leaves the shown one.
    fn follow(&mut self, cx: &PanelContext<'_>) {
        let document = cx.session.document();
        if self.followed != cx.session.selection() {
            self.followed = cx.session.selection().to_vec();
            if let [one] = self.followed.as_slice() {
                self.shown = figures::kpi_of(document, *one).or(self.shown);
                if matches!(one, RecordRef::Source(_)) {
                    self.tab = DrawerTab::Sources;
                }
            }
        }
        let is_there =
            |(kpi, place): &KpiAt| document.kpis.contains_key(kpi) && document.map_of_place(*place).is_some();
        self.shown = self.shown.filter(is_there);
        if self.shown.is_none() {
            self.shown = first_kpi(cx);
        }
    }
}

/// The KPI that is shown until someone chooses one: the first headline from the left that has numbers.
fn first_kpi(cx: &PanelContext<'_>) -> Option<KpiAt> {
    let document = cx.session.document();
    let stages = document.stages_of(cx.session.map()?);
    let mut kpis = stages.iter().flat_map(|s| figures::headlines_of(document, s.id));
    kpis.find(|at| figures::insight_of(cx.session, *at).is_some())
}

/// Shows the drawer.
pub fn show_ui(ui: &mut Ui, state: &mut DrawerState, cx: &PanelContext<'_>) {
    state.follow(cx);
    ui.spacing_mut().item_spacing = vec2(points(cx.tokens.spacing) * 2.0, points(cx.tokens.spacing));
    tabs_ui(ui, state, cx);
    match state.tab {
        DrawerTab::Trend => trend::show_ui(ui, cx, state.shown),
        DrawerTab::Observations => observations::show_ui(ui, &mut state.observations, cx, state.shown),
        DrawerTab::Sources => sources::show_ui(ui, &mut state.sources, cx),
    }
}

fn tabs_ui(ui: &mut Ui, state: &mut DrawerState, cx: &PanelContext<'_>) {
    let tokens = cx.tokens;
    let tabs = [
        (DrawerTab::Trend, text::trend()),
        (DrawerTab::Observations, text::observations()),
        (DrawerTab::Sources, text::sources()),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 4.0;
        for (tab, name) in tabs {
            let is_shown = state.tab == tab;
            let weight = if is_shown { Weight::SemiBold } else { Weight::Regular };
            let galley =
                ui.painter().layout_no_wrap(name.to_owned(), font(tokens.type_sizes.body, weight), color(tokens.text));
            let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, 24.0), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, name));
            let ink = match (is_shown, response.hovered() || response.has_focus()) {
                (true, _) => tokens.accent,
                (false, true) => tokens.text,
                (false, false) => tokens.text_weak,
            };
            let at = rect.left_center() - vec2(0.0, galley.size().y / 2.0);
            ui.painter().galley_with_override_text_color(at, galley, color(ink));
            if is_shown || response.has_focus() {
                let stroke = egui::Stroke::new(2.0, color(ink));
                ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, stroke);
            }
            if response.clicked() {
                state.tab = tab;
            }
        }
    });
}
