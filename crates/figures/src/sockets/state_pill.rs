//! The state of a connection, as RFC 9293 names it: solid when it stays, dashed when it passes.

use figure_kit::components::{Look, pill};
use figure_kit::node::Element;
use kernel::{SocketRow, State, abi};

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
const fn look(state: State) -> Look {
    match state {
        State::Established => Look::Established,
        State::Listen => Look::Stable,
        State::Closed => Look::Closed,
        _ => Look::Transitional,
    }
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
        (true, _) => pill("LISTEN", Look::Stable),
        (_, true) => pill("CONNECTED", Look::Established),
        _ => pill("UNCONNECTED", Look::Closed),
    }
}
