//! The tasks of each chapter. Each is drawn by chance and answered by an engine.

mod beyond;
mod closing;
mod endings;
mod frames;
mod handshake;
mod life;
mod masking;
mod messages;
mod ports;
mod programs;
mod security;
mod side_by_side;
mod socket;
mod tcp_udp;
mod why_websocket;

use super::chance::Chance;
use super::sheet::Task;
use super::state::Chapter;
use super::words::Words;

/// Makes a task out of what chance says.
type Draw = fn(&mut Chance, &Words) -> Task;

/// The tasks of a chapter's sheet with this number.
pub(super) fn of(chapter: Chapter, seed: u32, words: &Words) -> Vec<Task> {
    let draws: &[Draw] = match chapter {
        Chapter::Socket => &[socket::descriptors, socket::last_close],
        Chapter::Ports => &[ports::categories, ports::binds, ports::four_tuples],
        Chapter::Life => &[life::order, life::ladder],
        Chapter::TcpUdp => &[tcp_udp::boundaries, tcp_udp::cost],
        Chapter::Endings => &[endings::states, endings::results],
        Chapter::Handshake => &[handshake::verdicts, handshake::accept],
        Chapter::Frames => &[frames::dissect, frames::build, frames::judge],
        Chapter::Masking => &[masking::mask, masking::unmask, masking::phase],
        Chapter::Programs => &[programs::codes, programs::bytes, programs::delays],
        Chapter::WhyWebSocket => &[why_websocket::seen, why_websocket::head, why_websocket::fewer],
        Chapter::Messages => &[messages::cut, messages::order, messages::limit, messages::orders],
        Chapter::Closing => &[closing::bytes, closing::reports, closing::refused],
        Chapter::Security => &[security::doors, security::limits, security::queue, security::waits],
        Chapter::Beyond => &[beyond::protocols, beyond::agreed, beyond::copies, beyond::lines],
        Chapter::SideBySide => {
            &[side_by_side::packets, side_by_side::received, side_by_side::choose]
        }
    };
    let place = chapter as u32 * 16;
    let numbered = draws.iter().zip(place..);
    numbered.map(|(draw, task)| draw(&mut Chance::new(seed, task), words)).collect()
}
