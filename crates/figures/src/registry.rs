//! Every figure by name. A new figure is its file and one line here.

use crate::figure::AnyFigure;

struct Entry {
    name: &'static str,
    create: fn() -> Box<dyn AnyFigure>,
}

/// Each under the name that stands in a fence's opening line.
static FIGURES: [Entry; 10] = [
    Entry {
        name: "time-machine",
        create: || Box::new(crate::time_machine::TimeMachine::default()),
    },
    Entry { name: "accept-key", create: || Box::new(crate::accept_key::AcceptKey::default()) },
    Entry {
        name: "frame-anatomy",
        create: || Box::new(crate::frame_anatomy::FrameAnatomy::default()),
    },
    Entry {
        name: "handshake-bench",
        create: || Box::new(crate::handshake_bench::HandshakeBench::default()),
    },
    Entry { name: "xor-wheel", create: || Box::new(crate::xor_wheel::XorWheel::default()) },
    Entry {
        name: "poisoned-proxy",
        create: || Box::new(crate::poisoned_proxy::PoisonedProxy::default()),
    },
    Entry {
        name: "descriptor-table",
        create: || Box::new(crate::descriptor_table::DescriptorTable::default()),
    },
    Entry { name: "port-map", create: || Box::new(crate::port_map::PortMap::default()) },
    Entry {
        name: "demultiplexer",
        create: || Box::new(crate::demultiplexer::Demultiplexer::default()),
    },
    Entry { name: "race", create: || Box::new(crate::race::Race::default()) },
];

fn find(name: &str) -> Option<&'static Entry> {
    FIGURES.iter().find(|entry| entry.name == name)
}

/// The names of all figures.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|entry| entry.name)
}

/// A fresh figure in its default state.
pub fn create(name: &str) -> Option<Box<dyn AnyFigure>> {
    find(name).map(|entry| (entry.create)())
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
}
