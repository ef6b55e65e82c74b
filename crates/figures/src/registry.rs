//! Every figure by name. A new figure is its file and one line here.
//!
//! Figures come in parts, each a program of its own in the browser, so that no page loads a figure
//! that it does not show. A Cargo feature compiles each part in.

use crate::figure::AnyFigure;

/// Which program of the browser holds a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What a process has open.
    #[cfg(feature = "descriptors")]
    Descriptors,
    /// What the ports are for.
    #[cfg(feature = "ports")]
    Ports,
    /// How connections live.
    #[cfg(feature = "machine")]
    Machine,
    /// TCP beside UDP.
    #[cfg(feature = "race")]
    Race,
    /// What opens a WebSocket.
    #[cfg(feature = "handshake")]
    Handshake,
    /// What crosses it.
    #[cfg(feature = "frames")]
    Frames,
}

impl Part {
    /// Its name: that of the feature and of the program's files.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "descriptors")]
            Self::Descriptors => "descriptors",
            #[cfg(feature = "ports")]
            Self::Ports => "ports",
            #[cfg(feature = "machine")]
            Self::Machine => "machine",
            #[cfg(feature = "race")]
            Self::Race => "race",
            #[cfg(feature = "handshake")]
            Self::Handshake => "handshake",
            #[cfg(feature = "frames")]
            Self::Frames => "frames",
        }
    }
}

struct Entry {
    name: &'static str,
    part: Part,
    create: fn() -> Box<dyn AnyFigure>,
}

/// Each under the name that stands in a fence's opening line.
const FIGURES: &[Entry] = &[
    #[cfg(feature = "machine")]
    Entry {
        name: "time-machine",
        part: Part::Machine,
        create: || Box::new(crate::time_machine::TimeMachine::default()),
    },
    #[cfg(feature = "handshake")]
    Entry {
        name: "accept-key",
        part: Part::Handshake,
        create: || Box::new(crate::accept_key::AcceptKey::default()),
    },
    #[cfg(feature = "frames")]
    Entry {
        name: "frame-anatomy",
        part: Part::Frames,
        create: || Box::new(crate::frame_anatomy::FrameAnatomy::default()),
    },
    #[cfg(feature = "handshake")]
    Entry {
        name: "handshake-bench",
        part: Part::Handshake,
        create: || Box::new(crate::handshake_bench::HandshakeBench::default()),
    },
    #[cfg(feature = "frames")]
    Entry {
        name: "xor-wheel",
        part: Part::Frames,
        create: || Box::new(crate::xor_wheel::XorWheel::default()),
    },
    #[cfg(feature = "frames")]
    Entry {
        name: "poisoned-proxy",
        part: Part::Frames,
        create: || Box::new(crate::poisoned_proxy::PoisonedProxy::default()),
    },
    #[cfg(feature = "descriptors")]
    Entry {
        name: "descriptor-table",
        part: Part::Descriptors,
        create: || Box::new(crate::descriptor_table::DescriptorTable::default()),
    },
    #[cfg(feature = "ports")]
    Entry {
        name: "port-map",
        part: Part::Ports,
        create: || Box::new(crate::port_map::PortMap::default()),
    },
    #[cfg(feature = "ports")]
    Entry {
        name: "demultiplexer",
        part: Part::Ports,
        create: || Box::new(crate::demultiplexer::Demultiplexer::default()),
    },
    #[cfg(feature = "race")]
    Entry { name: "race", part: Part::Race, create: || Box::new(crate::race::Race::default()) },
];

fn find(name: &str) -> Option<&'static Entry> {
    FIGURES.iter().find(|entry| entry.name == name)
}

/// The names of all figures.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|entry| entry.name)
}

/// The part that a figure belongs to.
pub fn part(name: &str) -> Option<Part> {
    find(name).map(|entry| entry.part)
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
        assert!(create("no-such-figure").is_none() && part("no-such-figure").is_none());
        assert_eq!(part("accept-key").map(Part::name), Some("handshake"));
    }
}
