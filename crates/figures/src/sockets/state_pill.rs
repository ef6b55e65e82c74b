//! The state of a connection, as RFC 9293 names it: solid when it stays, dashed when it passes.

use kernel::{SocketRow, State, abi};

use crate::node::{Element, el};

/// The state's name in RFC 9293 §3.3.2.
pub const fn name(state: State) -> &'static str {
    match state {
        State::Established => "ESTABLISHED",
        State::SynSent => "SYN-SENT",
        State::SynReceived => "SYN-RECEIVED",
        State::FinWait1 => "FIN-WAIT-1",
        State::FinWait2 => "FIN-WAIT-2",
        State::TimeWait => "TIME-WAIT",
        State::Closed => "CLOSED",
        State::CloseWait => "CLOSE-WAIT",
        State::LastAck => "LAST-ACK",
        State::Listen => "LISTEN",
        State::Closing => "CLOSING",
    }
}

/// How it is drawn.
const fn look(state: State) -> &'static str {
    match state {
        State::Established => "established",
        State::Listen => "stable",
        State::Closed => "closed",
        _ => "transitional",
    }
}

fn pill(name: &str, look: &str) -> Element {
    el("span").class("sw-pill").attr("data-state", look).text(name)
}

/// The pill of a TCP state.
pub fn of_state(state: State) -> Element {
    pill(name(state), look(state))
}

/// The pill of any socket: TCP has states, the others have a peer or none.
pub fn of_socket(row: &SocketRow) -> Element {
    if row.protocol == abi::IPPROTO_TCP {
        return of_state(row.state);
    }
    match (row.listening, row.connected) {
        (true, _) => pill("LISTEN", "stable"),
        (_, true) => pill("CONNECTED", "established"),
        _ => pill("UNCONNECTED", "closed"),
    }
}
