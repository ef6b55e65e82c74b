//! `recv` on TCP: bytes leave the receive queue, and the window may open (`tcp_recvmsg`).

use super::State;
use super::urgent::UrgentState;
use crate::abi;
use crate::call::{Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::SocketId;
use crate::payload::{Gathered, Payload};
use crate::process::Progress;
use crate::transfer::received;

/// What one look at the receive queue gave.
struct Taken {
    bytes: Payload,
    /// The urgent byte stops a read that has begun.
    stopped: bool,
}

impl Host {
    pub(crate) fn tcp_read(
        &mut self,
        s: SocketId,
        (length, flags): (usize, i32),
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        if flags & abi::MSG_ERRQUEUE != 0 {
            return Outcome::Done(Err(Errno::EAGAIN));
        }
        if progress.lost_connection(&self.sockets[s]) {
            return match progress.received.len() {
                0 => Outcome::Done(Err(Errno::EPIPE)),
                _ => tcp_give(flags, progress),
            };
        }
        if self.sockets[s].state() == State::Listen {
            return Outcome::Done(Err(Errno::ENOTCONN));
        }
        // Whoever waits to read nothing is content with whatever ends the wait.
        if length == 0 && progress.begun {
            return received(Payload::default());
        }
        if flags & abi::MSG_OOB != 0 {
            return match self.tcp_receive_urgent(s, length, flags) {
                Ok(data) => {
                    let (length, flags) = (data.len(), abi::MSG_OOB);
                    Outcome::Done(Ok(Reply::Received { length, data, from: None, flags }))
                }
                Err(errno) => Outcome::Done(Err(errno)),
            };
        }
        self.lock(s);
        let outcome = self.tcp_read_locked(s, length, flags, nonblocking, progress);
        self.release(s);
        outcome
    }

    fn tcp_read_locked(
        &mut self,
        s: SocketId,
        length: usize,
        flags: i32,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        let peek = flags & abi::MSG_PEEK != 0;
        let target = self.sockets[s].receive_target(length, flags);
        let before = if peek { 0 } else { progress.received.len() };
        let taken = self.tcp_take(s, length - before, peek);
        let copied = taken.bytes.len();
        if peek {
            progress.received = taken.bytes;
        } else {
            progress.received.join(&taken.bytes);
            self.tcp_after_read(s, copied);
        }
        let total = progress.received.len();
        let socket = &mut self.sockets[s];
        let data_there = socket.tcp().rcv_nxt != socket.tcp().copied_seq;
        if total >= target || (total > 0 && taken.stopped) || (length == 0 && data_there) {
            return tcp_give(flags, progress);
        }
        if total > 0 {
            let over = socket.error.is_some()
                || socket.tcp().state == State::Closed
                || socket.shut.receive
                || nonblocking
                || progress.timed_out;
            if over {
                return tcp_give(flags, progress);
            }
        } else if socket.done {
            return received(Payload::default());
        } else if let Some(errno) = socket.take_error() {
            return Outcome::Done(Err(errno));
        } else if socket.shut.receive {
            return received(Payload::default());
        } else if socket.tcp().state == State::Closed {
            return Outcome::Done(Err(Errno::ENOTCONN));
        }
        self.wait_to_read(s, nonblocking, progress)
    }

    /// Takes up to `length` bytes from the receive queue, or looks at them.
    fn tcp_take(&mut self, s: SocketId, length: usize, peek: bool) -> Taken {
        let socket = &mut self.sockets[s];
        let inline = socket.options.oob_inline;
        let mut freed = 0;
        let tcp = socket.tcp_mut();
        let mut bytes = Gathered::default();
        let mut stopped = false;
        let mut at = tcp.copied_seq;
        let mut index = 0;
        while let Some(piece) = tcp.received.ready.get(index) {
            if bytes.len() >= length && !piece.payload.is_empty() {
                break;
            }
            let start = (at.since(piece.seq) as usize).min(piece.payload.len());
            let mut end = piece.payload.len();
            let mut skip = false;
            if tcp.urgent.state != UrgentState::None {
                let ahead = tcp.urgent.seq.since(at) as usize;
                if ahead < end - start {
                    if ahead > 0 {
                        end = start + ahead;
                    } else if !inline {
                        skip = true;
                    }
                }
            }
            if skip {
                if bytes.len() > 0 {
                    stopped = true;
                    break;
                }
                at = at.plus(1);
            } else {
                end = end.min(start + length - bytes.len());
                bytes.push(&piece.payload, start, end);
                at = at.plus((end - start) as u32);
                let reached = tcp.urgent.state != UrgentState::None && tcp.urgent.seq == at;
                stopped |= reached && bytes.len() > 0;
            }
            if !at.before(piece.seq.plus(piece.payload.len() as u32)) {
                // The end of the stream is passed with the byte before it.
                at = at.plus(u32::from(piece.fin));
                if peek {
                    index += 1;
                } else if let Some(piece) = tcp.received.ready.pop_front() {
                    freed += piece.memory;
                }
            }
            if stopped {
                break;
            }
        }
        if !peek {
            tcp.copied_seq = at;
            if tcp.urgent.state != UrgentState::None && at.after(tcp.urgent.seq) {
                tcp.urgent.state = UrgentState::None;
                socket.tcp_predict();
            }
            socket.receive_memory = socket.receive_memory.saturating_sub(freed);
        }
        Taken { bytes: bytes.join(), stopped }
    }

    /// After a read: acknowledge at once where the window opened or an acknowledgement was
    /// waiting for the program (`tcp_cleanup_rbuf`).
    pub(crate) fn tcp_after_read(&mut self, s: SocketId, copied: usize) {
        let socket = &self.sockets[s];
        let (empty, shut) = (socket.receive_memory == 0, socket.shut.receive);
        let tcp = socket.tcp();
        let mut now = false;
        if tcp.ack.scheduled {
            let many = tcp.rcv_nxt.since(tcp.rcv_wup) > tcp.ack.receive_mss;
            let small = tcp.ack.pushed > 1 || (tcp.ack.pushed > 0 && !tcp.is_pingpong());
            now = many || (copied > 0 && small && empty);
        }
        if copied > 0 && !now && !shut {
            let window = tcp.receive_window();
            if 2 * u64::from(window) <= u64::from(tcp.window_clamp) {
                let possible = self.tcp_possible_window(s);
                now = possible > 0 && possible >= 2 * window;
            }
        }
        if now {
            self.tcp_send_ack(s);
        }
    }
}

/// Gives what was received to the program.
fn tcp_give(flags: i32, progress: &mut Progress) -> Outcome {
    let data = std::mem::take(&mut progress.received);
    // MSG_TRUNC on a stream throws the bytes away instead of copying them (tcp(7)).
    let thrown_away = flags & abi::MSG_TRUNC != 0;
    received(if thrown_away { Payload::new(vec![0; data.len()]) } else { data })
}
