//! The drawing: every port as a place on a sheet of 64 rows, and 256 of them at reading size.

use figure_kit::node::{Element, el};

use super::super::registry;
use super::super::state::{Action, Move, PortMap, STRETCH};
use super::super::table::table;
use super::super::words::Words;

/// Ports in a row of the sheet: the well-known ones are the first row exactly.
const ROW_PORTS: usize = 1_024;
const ROWS: usize = 64;
/// Units of a row's height.
const ROW: usize = 7;
/// Units of a bar's width, and from one bar to the next.
const BAR: usize = 14;
const BAR_STEP: usize = 22;

/// RFC 6335 §6: first and last port of each range.
pub(super) const RANGES: [(u16, u16); 3] = [(0, 1_023), (1_024, 49_151), (49_152, 65_535)];

/// A system, and the ports from which it chooses for those who do not.
pub(super) struct System {
    pub(super) letter: &'static str,
    pub(super) name: &'static str,
    pub(super) range: (u16, u16),
    pub(super) source: &'static str,
    pub(super) address: &'static str,
}

/// The systems. Linux's range is the one that the simulated kernel uses.
pub(super) fn systems() -> [System; 4] {
    let linux = kernel::Sysctls::default().local_port_range;
    [
        System {
            letter: "L",
            name: "Linux",
            range: linux,
            source: "ip-sysctl",
            address: "https://docs.kernel.org/networking/ip-sysctl.html",
        },
        System {
            letter: "W",
            name: "Windows",
            range: (49_152, 65_535),
            source: "Microsoft Learn",
            address: "https://learn.microsoft.com/troubleshoot/windows-server/networking/\
                      default-dynamic-port-range-tcpip-chang",
        },
        System {
            letter: "M",
            name: "macOS",
            range: (49_152, 65_535),
            source: "XNU in_pcb.c",
            address: "https://github.com/apple-oss-distributions/xnu/blob/main/bsd/netinet/\
                      in_pcb.c",
        },
        System {
            letter: "F",
            name: "FreeBSD",
            range: (10_000, 65_535),
            source: "netinet/in.h",
            address: "https://cgit.freebsd.org/src/tree/sys/netinet/in.h",
        },
    ]
}

/// How a range is told from the others: by a hue, and by the way it is hatched.
#[derive(Clone, Copy)]
pub(super) enum Band {
    /// Upright lines.
    Known,
    /// No lines.
    Registered,
    /// Level lines.
    Dynamic,
}

impl Band {
    pub(super) const ALL: [Self; 3] = [Self::Known, Self::Registered, Self::Dynamic];

    /// A field of some width from one height to another, with lines so far apart.
    fn draw(self, width: usize, top: usize, end: usize, apart: usize) -> [Element; 2] {
        let (class, last) = match self {
            Self::Known => ("pm-known", width),
            Self::Registered => ("pm-registered", 0),
            Self::Dynamic => ("pm-dynamic", end),
        };
        let is_upright = matches!(self, Self::Known);
        let mut at = apart / 2 + if is_upright { 0 } else { top };
        let mut lines = String::new();
        while at < last {
            let (x, y, way, len) =
                if is_upright { (at, top, "v", end - top) } else { (0, at, "h", width) };
            for part in ["M", &x.to_string(), " ", &y.to_string(), way, &len.to_string()] {
                lines.push_str(part);
            }
            at += apart;
        }
        let field = el("rect")
            .class(class)
            .attr("y", top.to_string())
            .attr("width", width.to_string())
            .attr("height", (end - top).to_string());
        [field, el("path").class("pm-hatch").class(class).attr("d", lines)]
    }

    /// The same in small, for the legend.
    pub(super) fn swatch(self) -> Element {
        el("svg")
            .class("pm-swatch")
            .attr("viewBox", "0 0 24 14")
            .attr("aria-hidden", "true")
            .children(self.draw(24, 0, 14, 4))
    }
}

fn place(port: u16) -> (usize, usize) {
    (usize::from(port) % ROW_PORTS, usize::from(port) / ROW_PORTS * ROW)
}

/// The sheet with its bars.
pub(super) fn sheet(figure: &PortMap, words: &Words) -> Element {
    el("div").class("pm-sheet").child(ports(figure, words)).child(bars())
}

fn ports(figure: &PortMap, words: &Words) -> Element {
    let height = (ROWS * ROW).to_string();
    let bands = RANGES.iter().zip(Band::ALL).flat_map(|((first, last), band)| {
        let ((_, top), (_, bottom)) = (place(*first), place(*last));
        let apart = if matches!(band, Band::Known) { ROW_PORTS / 64 } else { ROW };
        band.draw(ROW_PORTS, top, bottom + ROW, apart)
    });
    let names = table().map(|table| {
        let mut path = String::new();
        for (first, last) in registry::stretches(table) {
            draw(first, last, &mut path);
        }
        el("path").class("pm-names").attr("d", path)
    });
    let (x, y) = place(figure.case.port);
    let (left, _) = place(figure.case.port - figure.case.port % STRETCH);
    // A press chooses the stretch, and the same place in it.
    let within = figure.case.port % STRETCH;
    let stretches = (0..=u16::MAX / STRETCH).map(|stretch| {
        let first = stretch * STRETCH;
        let (x, y) = place(first);
        el("rect")
            .class("pm-stretch")
            .attr("x", x.to_string())
            .attr("y", y.to_string())
            .attr("width", STRETCH.to_string())
            .attr("height", ROW.to_string())
            .does(Action::Port(Move::To(first + within)))
    });
    let marker = ["M", &x.to_string(), " ", &y.saturating_sub(6).to_string(), "v19"].concat();
    el("svg")
        .class("pm-ports")
        .attr("viewBox", ["0 0 1024 ", &height].concat())
        .attr("preserveAspectRatio", "none")
        .attr("role", "img")
        .attr("aria-label", words.sheet_said())
        .children(bands)
        .maybe(names)
        .children(RANGES[1..].iter().map(|(first, _)| {
            // Where a range begins, for those who do not see the tints.
            let (_, y) = place(*first);
            el("path").class("pm-border").attr("d", ["M0 ", &y.to_string(), "H1024"].concat())
        }))
        .child(
            el("rect")
                .class("pm-now")
                .attr("x", left.to_string())
                .attr("y", y.to_string())
                .attr("width", STRETCH.to_string())
                .attr("height", ROW.to_string()),
        )
        .child(el("path").class("pm-marker").attr("d", marker))
        .children(stretches)
}

/// Draws ports from `first` to `last`, a line a row.
fn draw(first: u16, last: u16, path: &mut String) {
    let (mut from, last) = (usize::from(first), usize::from(last));
    while from <= last {
        let end = last.min(from / ROW_PORTS * ROW_PORTS + ROW_PORTS - 1);
        let middle = from / ROW_PORTS * ROW + ROW / 2;
        for part in ["M", &(from % ROW_PORTS).to_string(), " ", &middle.to_string(), "h"] {
            path.push_str(part);
        }
        path.push_str(&(end - from + 1).to_string());
        from = end + 1;
    }
}

/// A bar a system: where it takes ephemeral ports from.
fn bars() -> Element {
    let systems = systems();
    let width = systems.len() * BAR_STEP;
    let height = ROWS * ROW;
    let bars = systems.iter().enumerate().map(|(at, system)| {
        let top = usize::from(system.range.0) * height / (usize::from(u16::MAX) + 1);
        let bottom = (usize::from(system.range.1) + 1) * height / (usize::from(u16::MAX) + 1);
        el("rect")
            .class("pm-bar")
            .attr("x", (at * BAR_STEP + (BAR_STEP - BAR) / 2).to_string())
            .attr("y", top.to_string())
            .attr("width", BAR.to_string())
            .attr("height", (bottom - top).to_string())
    });
    let letters = systems.iter().map(|system| el("span").text(system.letter));
    el("div")
        .class("pm-bars")
        .attr("aria-hidden", "true")
        .child(el("div").class("pm-letters").children(letters))
        .child(
            el("svg")
                .attr("viewBox", ["0 0 ", &width.to_string(), " ", &height.to_string()].concat())
                .attr("preserveAspectRatio", "none")
                .children(bars),
        )
}

/// Keys lead from port to port.
const KEYS: [(&str, Action); 8] = [
    ("ArrowLeft", Action::Port(Move::By(-1))),
    ("ArrowRight", Action::Port(Move::By(1))),
    ("ArrowUp", Action::Port(Move::By(-16))),
    ("ArrowDown", Action::Port(Move::By(16))),
    ("PageUp", Action::Port(Move::By(-256))),
    ("PageDown", Action::Port(Move::By(256))),
    ("Home", Action::Port(Move::First)),
    ("End", Action::Port(Move::Last)),
];

/// The 256 ports around the chosen one.
pub(super) fn stretch(figure: &PortMap, words: &Words) -> Element {
    let port = figure.case.port;
    let first = port - port % STRETCH;
    let last = first + (STRETCH - 1);
    let named = table().map(|table| registry::named(table, first, last)).unwrap_or_default();
    let cells = (first..=last).map(|at| {
        el("button")
            .attr("type", "button")
            .class("pm-cell")
            .class_if("is-named", named.binary_search(&at).is_ok())
            .state("aria-pressed", at == port)
            .attr("tabindex", if at == port { "0" } else { "-1" })
            .does(Action::Port(Move::To(at)))
            .text(at.to_string())
    });
    el("div")
        .class("pm-stretch-grid")
        .attr("role", "group")
        .attr("aria-label", words.stretch(&first, &last))
        .keys(&KEYS)
        .children(cells)
}
