//! The controls of a walk: back, play, on, a slider, how far it has come, the whole.

use super::toolbar::{button, icon_button};
use crate::action::verb;
use crate::icon;
use crate::node::{Element, el};
use crate::playback::{Action, Playback, Way};
use crate::words::Kit;

/// The controls of a walk of so many steps; `names` says what a step is, for the slider. Without
/// steps there is nothing to walk, and nothing to press.
pub fn transport(walk: &Playback, steps: usize, names: &str, words: &Kit) -> Element {
    let (icon, label) = if walk.is_playing() {
        (icon::pause(), words.pause())
    } else {
        (icon::play(), words.play())
    };
    let step = |go, name: &str, icon| {
        icon_button(Action::Step(go), name, icon).flag("disabled", steps == 0)
    };
    let play = button(Action::Play, "").class("sw-btn--primary");
    let is_walking = walk.step().is_some();
    let slider = el("input")
        .class("sw-scrub-slider")
        .attr("type", "range")
        .attr("aria-label", names)
        .attr("min", "1")
        .attr("max", steps.to_string())
        .attr("value", walk.done(steps).to_string())
        .flag("disabled", steps == 0)
        .takes(verb(Action::To));
    let progress = walk.step().map(|step| words.progress(&step, &steps));
    let whole = button(Action::Step(Way::Last), words.whole())
        .class("sw-btn--quiet")
        .flag("disabled", !is_walking);
    el("div")
        .class("sw-toolbar sw-transport sw-js-only")
        .child(step(Way::Previous, words.step_back(), icon::back()))
        .child(play.flag("disabled", steps == 0).child(icon).text(label))
        .child(step(Way::Next, words.step_forward(), icon::forward()))
        .child(slider)
        .child(el("span").class("sw-label").text(progress.unwrap_or_default()))
        .child(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Node;
    use crate::words::{Language, Vocabulary as _};

    /// Which of the controls can be used, by what they do.
    fn usable(walk: &Playback, steps: usize) -> Vec<String> {
        let words = Kit::in_language(Language::English);
        let controls = transport(walk, steps, "Step", &words);
        let usable = controls.children.iter().filter_map(|child| match child {
            Node::Element(control) if control.attribute("disabled").is_none() => {
                control.attribute("data-do").or(control.attribute("data-input")).map(str::to_owned)
            }
            _ => None,
        });
        usable.collect()
    }

    #[test]
    fn a_walk_offers_what_leads_somewhere() {
        let mut walk = Playback::default();
        assert_eq!(usable(&walk, 3), ["step previous", "play", "step next", "to"]);
        walk.perform(&Action::to(2), 3);
        assert_eq!(usable(&walk, 3), ["step previous", "play", "step next", "to", "step last"]);
        assert!(usable(&Playback::default(), 0).is_empty());
    }
}
