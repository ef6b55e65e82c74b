//! The way of a step's bytes: a client on the left, the proxy, the server on the right.

use figure_kit::node::{Element, el};

use super::super::run::{Happens, Step};
use super::super::words::Words;
use crate::websocket::attack::{self, LEFT as CLIENT, MIDDLE as PROXY, RIGHT as SERVER, arrow};

/// The drawing, with its words beside it.
pub(super) fn view(step: &Step, words: &Words) -> Element {
    let is_attack = !matches!(step.happens, Happens::Visit | Happens::Deliver);
    let client = if is_attack { words.browser() } else { words.is_visitor() };
    let (proxy, server) = (words.is_proxy(), words.is_server());
    let (names, actor, ways): (Vec<&str>, _, Vec<Element>) = match step.happens {
        Happens::Message if step.is_closed => {
            (vec![client, proxy], "client", vec![arrow(CLIENT, PROXY)])
        }
        Happens::Ask | Happens::Message => (
            vec![client, proxy, server],
            "client",
            vec![arrow(CLIENT, PROXY), arrow(PROXY, SERVER)],
        ),
        Happens::Switch | Happens::Answer => (
            vec![server, proxy, client],
            "server",
            vec![arrow(SERVER, PROXY), arrow(PROXY, CLIENT)],
        ),
        Happens::Visit => (vec![client, proxy], "client", vec![arrow(CLIENT, PROXY)]),
        Happens::Deliver => (vec![proxy, client], "server", vec![arrow(PROXY, CLIENT)]),
    };
    let is_refused = step.happens == Happens::Message && step.is_closed;
    let cross = el("path").class("pp-cross").attr("d", "M108 2l16 16m0-16l-16 16");
    let station = |d: &'static str| el("path").attr("d", d);
    let parts = [
        Some(station("M2 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0z").class("atk-client")),
        Some(station("M93 3h14v14h-14z").class("pp-proxy")),
        is_attack.then(|| station("M186 4h12v12h-12z").class("atk-server")),
        Some(el("g").attr("data-actor", actor).children(ways)),
        is_refused.then_some(cross),
    ];
    attack::way(parts.into_iter().flatten(), &names.join(" → "))
}
