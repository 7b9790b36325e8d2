//! What is read aloud of everything that is shown, put right as a whole.

use egui::accesskit::Node;
use egui::{Context, FullOutput, Plugin};

/// What is said of a thing once is not said again: a hint under the pointer often begins with the name of the button,
/// or is nothing else, and whoever listens would hear it twice.
pub struct WithoutEchoes;

impl Plugin for WithoutEchoes {
    fn debug_name(&self) -> &'static str {
        "without echoes"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        let update = output.platform_output.accesskit_update.as_mut();
        for (_, node) in update.map(|update| update.nodes.as_mut_slice()).unwrap_or_default() {
            take_echo(node);
        }
    }
}

fn take_echo(node: &mut Node) {
    let Some(description) = node.description().map(str::to_owned) else { return };
    let names = [node.label(), node.value()];
    let rest = names.into_iter().flatten().filter(|name| !name.is_empty()).find_map(|name| {
        let rest = description.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim_start().to_owned())
    });
    match rest {
        Some(rest) if rest.is_empty() => node.clear_description(),
        Some(rest) => node.set_description(rest),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Role;

    fn check(label: &str, value: &str, description: &str, expected: Option<&str>) {
        let mut node = Node::new(Role::Button);
        node.set_label(label);
        node.set_value(value);
        node.set_description(description);
        take_echo(&mut node);
        assert_eq!(node.description(), expected, "{label}: {description}");
    }

    #[test]
    fn a_name_is_not_said_twice() {
        check("Add map", "", "Add map", None);
        check("", "Kept", "Kept", None);
        check(
            "Zoom out",
            "",
            "Zoom out  (Ctrl+Minus)\nMakes the map smaller",
            Some("(Ctrl+Minus)\nMakes the map smaller"),
        );
        check("Step", "", "Steps are columns", Some("Steps are columns"));
        check("Undo", "", "Takes the last step back", Some("Takes the last step back"));
    }
}
