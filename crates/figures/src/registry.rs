//! Every figure by name. A new figure is its folder and one line here.

use figure_kit::exhibit::Exhibit;
use figure_kit::figure::AnyFigure;
use figure_kit::script::{Script, ScriptError};
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::words::{Language, Section, Tables};

/// A figure under the name that stands in a fence's opening line. The wasm program is cut at these
/// entries: what only one of them reaches is that figure's own file.
#[repr(C)]
struct Entry {
    name: &'static str,
    create: fn() -> Box<dyn AnyFigure>,
}

macro_rules! figures {
    ($($name:literal: $figure:expr,)*) => {
        static FIGURES: [Entry; [$($name),*].len()] =
            [$( Entry { name: $name, create: || Box::new($figure) } ),*];
    };
}

figures! {
    "time-machine": crate::sockets::time_machine::TimeMachine::default(),
    "accept-key": crate::websocket::accept_key::AcceptKey::default(),
    "frame-anatomy": crate::websocket::frame_anatomy::FrameAnatomy::default(),
    "handshake-bench": crate::websocket::handshake_bench::HandshakeBench::default(),
    "xor-wheel": crate::websocket::xor_wheel::XorWheel::default(),
    "poisoned-proxy": crate::websocket::poisoned_proxy::PoisonedProxy::default(),
    "chooser": crate::websocket::chooser::Chooser::default(),
    "descriptor-table": crate::sockets::descriptor_table::DescriptorTable::default(),
    "port-map": crate::sockets::port_map::PortMap::default(),
    "demultiplexer": crate::sockets::demultiplexer::Demultiplexer::default(),
    "race": crate::sockets::race::Race::default(),
    "code-lab": crate::sockets::code_lab::CodeLab::default(),
    "letters": crate::sockets::letters::Letters::default(),
    "overhead-meter": crate::websocket::overhead_meter::OverheadMeter::default(),
    "worksheet": crate::worksheet::Worksheet::default(),
}

/// The names of all figures.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|entry| entry.name)
}

/// A fresh figure in its default state.
pub fn create(name: &str) -> Option<Box<dyn AnyFigure>> {
    FIGURES.iter().find(|entry| entry.name == name).map(|entry| (entry.create)())
}

/// A figure as a script sets it up.
pub fn exhibit(name: &str, script: &Script) -> Result<Exhibit, ScriptError> {
    let figure = create(name).ok_or_else(|| ScriptError {
        line: 0,
        message: format!(
            "no figure is called `{name}`; there are: {}",
            names().collect::<Vec<_>>().join(", ")
        ),
    })?;
    Exhibit::of(figure, script)
}

/// The sections of words of all figures, and of what is only printed, which no page loads.
#[cfg(not(target_arch = "wasm32"))]
pub fn sections() -> Vec<&'static Section> {
    let mut all: Vec<&'static Section> = Vec::new();
    crate::table::sections(&mut all);
    for section in names().filter_map(create).flat_map(|figure| figure.sections()) {
        if all.iter().all(|known| known.name != section.name) {
            all.push(section);
        }
    }
    all
}

/// The words of all figures in a language.
#[cfg(not(target_arch = "wasm32"))]
pub fn tables(language: Language) -> Tables {
    Tables::of(&sections(), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_makes_one_figure() {
        for name in names() {
            assert!(create(name).is_some(), "{name}");
            assert_eq!(names().filter(|other| *other == name).count(), 1, "{name}");
        }
        assert!(create("no-such-figure").is_none());
    }

    #[test]
    fn words_are_sound_and_their_sections_have_names_of_their_own() {
        let sections = sections();
        for section in &sections {
            assert_eq!(section.faults(), Vec::<String>::new());
            let same = sections.iter().filter(|other| other.name == section.name).count();
            assert_eq!(same, 1, "{}", section.name);
        }
    }
}
