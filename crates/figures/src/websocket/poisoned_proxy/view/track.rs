//! The way of a step's bytes: a client on the left, the proxy, the server on the right.

use figure_kit::node::{Element, el, svg};

use super::super::run::{Happens, Step};
use super::super::words::Words;

/// Where the three stand, and how far a line stays from each.
const CLIENT: u32 = 8;
const PROXY: u32 = 100;
const SERVER: u32 = 192;
const ROOM: u32 = 11;

fn line(from: u32, to: u32) -> [Element; 2] {
    let (start, end, back) = if from < to {
        (from + ROOM, to - ROOM, to - ROOM - 6)
    } else {
        (from - ROOM, to + ROOM, to + ROOM + 6)
    };
    let path = |d: String| el("path").attr("d", d);
    let [start, end, back] = [start, end, back].map(|x| x.to_string());
    [
        path(["M", &start, " 10H", &end].concat()).class("pp-line"),
        path(["M", &back, " 6L", &end, " 10L", &back, " 14"].concat()).class("pp-line"),
    ]
}

/// The drawing, with its words beside it.
pub(super) fn view(step: &Step, words: &Words) -> Element {
    let is_attack = !matches!(step.happens, Happens::Visit | Happens::Deliver);
    let client = if is_attack { words.is_browser() } else { words.is_visitor() };
    let (proxy, server) = (words.is_proxy(), words.is_server());
    let (names, actor, ways): (Vec<&str>, _, Vec<[Element; 2]>) = match step.happens {
        Happens::Message if step.is_closed => {
            (vec![client, proxy], "client", vec![line(CLIENT, PROXY)])
        }
        Happens::Ask | Happens::Message => {
            (vec![client, proxy, server], "client", vec![line(CLIENT, PROXY), line(PROXY, SERVER)])
        }
        Happens::Switch | Happens::Answer => {
            (vec![server, proxy, client], "server", vec![line(SERVER, PROXY), line(PROXY, CLIENT)])
        }
        Happens::Visit => (vec![client, proxy], "client", vec![line(CLIENT, PROXY)]),
        Happens::Deliver => (vec![proxy, client], "server", vec![line(PROXY, CLIENT)]),
    };
    let is_refused = step.happens == Happens::Message && step.is_closed;
    let cross = el("path").class("pp-cross").attr("d", "M108 2l16 16m0-16l-16 16");
    let station = |d: &'static str| el("path").attr("d", d);
    let drawing = svg(200, 20)
        .attr("aria-hidden", "true")
        .child(station("M2 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0z").class("pp-client"))
        .child(station("M93 3h14v14h-14z").class("pp-proxy"))
        .maybe(is_attack.then(|| station("M186 4h12v12h-12z").class("pp-server")))
        .child(el("g").attr("data-actor", actor).children(ways.into_iter().flatten()))
        .maybe(is_refused.then_some(cross));
    el("span")
        .class("pp-way")
        .child(drawing)
        .child(el("span").class("sw-label").text(names.join(" → ")))
}
