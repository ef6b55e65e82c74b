//! Tabs: several views of which one is shown.

use std::fmt::Display;

use crate::node::{Element, el};

/// The tabs (the action that chooses one, its name, whether it is chosen) and what the chosen one
/// shows. Arrow keys lead from one to the next. On paper the names are left out.
pub fn tabs<A: Display>(label: &str, tabs: &[(A, &str, bool)], shown: Element) -> Element {
    let at = tabs.iter().position(|(_, _, chosen)| *chosen).unwrap_or(0);
    let tab = |(action, name, chosen): &(A, &str, bool)| {
        el("button")
            .attr("type", "button")
            .class("sw-tab")
            .attr("role", "tab")
            .state("aria-selected", *chosen)
            .attr("tabindex", if *chosen { "0" } else { "-1" })
            .does(action)
            .text(*name)
    };
    let go = |at: usize| tabs[at % tabs.len()].0.to_string();
    let keys = ["ArrowLeft=", &go(at + tabs.len() - 1), ";ArrowRight=", &go(at + 1)].concat();
    let head = el("div")
        .class("sw-tabs sw-js-only")
        .attr("role", "tablist")
        .attr("aria-label", label)
        .attr("data-keys", keys)
        .children(tabs.iter().map(tab));
    let panel = el("div")
        .class("sw-tab-panel")
        .attr("role", "tabpanel")
        .attr("tabindex", "0")
        .attr("aria-label", tabs[at].1)
        .child(shown);
    el("section").class("sw-beside").child(head).child(panel)
}
