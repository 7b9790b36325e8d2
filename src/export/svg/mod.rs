//! SVG, written by hand: words stay words, the faces can travel inside.

mod shape;
mod text;

use crate::base::text::Measure;
use crate::export::ExportOptions;
use crate::export::page::{self, Page};
use crate::scene::Scene;
use crate::scene::dump::number;
use crate::theme::Tokens;
use std::fmt::Write as _;

/// A scene as an SVG document.
#[must_use]
pub fn svg(scene: &Scene, options: &ExportOptions, tokens: &Tokens, measure: &mut dyn Measure) -> String {
    write(&page::page_of(scene, options, tokens, measure), options)
}

/// A page as an SVG document.
pub(super) fn write(page: &Page, options: &ExportOptions) -> String {
    let mut out = String::new();
    let (width, height) = (number(page.size.width), number(page.size.height));
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">"
    );
    if !options.title.is_empty() {
        let _ = writeln!(out, "<title>{}</title>", text::escaped(&options.title));
    }
    text::write_style(&mut out, options.embeds_fonts, |is_wanted| page.shows(is_wanted));
    shape::write_surface(&mut out, page);
    for (offset, items) in page.parts() {
        let _ = writeln!(out, "<g transform=\"translate({} {})\">", number(offset.x), number(offset.y));
        for item in items {
            shape::write_item(&mut out, item, &options.pictures);
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture;
    use crate::scene::Lod;

    #[test]
    fn the_small_map_as_svg() {
        let (scene, mut measure) = fixture::small_scene(&Tokens::light(), Lod::Normal);
        let options = ExportOptions { embeds_fonts: false, ..fixture::options() };
        let text = svg(&scene, &options, &Tokens::light(), &mut measure);
        crate::scene::fixture::check_golden("small_map.svg", &text);
    }

    #[test]
    fn fonts_of_signs_travel_only_with_signs() {
        let (scene, mut measure) = fixture::small_scene(&Tokens::light(), Lod::Normal);
        let mut written = |title: &str| {
            let options = ExportOptions { embeds_fonts: true, title: title.to_owned(), ..fixture::options() };
            svg(&scene, &options, &Tokens::light(), &mut measure)
        };
        let faces = |text: &str| text.matches("@font-face").count();
        assert_eq!((faces(&written("Journey → 2")), faces(&written("Journey ✅"))), (4, 5));
    }

    #[test]
    fn words_of_users_cannot_break_the_file() {
        let (scene, mut measure) = fixture::small_scene(&Tokens::light(), Lod::Normal);
        let title = "a < b & \"c\" ]]> \u{0} 😀 旅".to_owned();
        let options = ExportOptions { embeds_fonts: true, title, ..fixture::options() };
        let text = svg(&scene, &options, &Tokens::light(), &mut measure);
        assert!(text.contains("a &lt; b &amp; &quot;c&quot; ]]&gt;"));
        assert!(!text.contains('\u{0}'));
        let tree = resvg::usvg::Tree::from_str(&text, &resvg::usvg::Options::default());
        assert!(tree.is_ok(), "{tree:?}");
    }
}
