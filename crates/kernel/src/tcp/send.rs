//! `send` on TCP: bytes go into pieces, pieces onto the wire (`tcp_sendmsg`).

use super::output::Push;
use super::send_queue::Piece;
use super::window::PACKET_OVERHEAD;
use super::{State, Tcp};
use crate::abi;
use crate::call::{Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::Flags;
use crate::payload::Payload;
use crate::process::Progress;

/// The most bytes that one piece holds.
const PIECE_MAX: u32 = 65_535 - 320;

impl Tcp {
    /// Memory of everything that waits to be acknowledged.
    pub(crate) fn queued_memory(&self) -> u32 {
        self.queue.bytes() + self.queue.pieces() * PACKET_OVERHEAD
    }

    /// How large a piece may grow: a burst that half of the peer's window takes.
    fn piece_goal(&self) -> u32 {
        let half = if self.max_window > super::MSS_DEFAULT {
            self.max_window >> 1
        } else {
            self.max_window
        };
        let goal = PIECE_MAX.min(half.max(1));
        (goal / self.mss.max(1) * self.mss).max(self.mss).max(1)
    }

    /// Half of the largest window was written since the last push.
    fn push_is_due(&self) -> bool {
        self.write_seq.after(self.pushed_seq.plus(self.max_window >> 1))
    }

    fn mark_push(&mut self) {
        if let Some(last) = self.queue.unsent.back_mut() {
            last.flags = last.flags.with(Flags::PSH);
        }
        self.pushed_seq = self.write_seq;
    }
}

impl Host {
    pub(crate) fn tcp_send(
        &mut self,
        s: SocketId,
        (data, flags): (&Payload, i32),
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        self.lock(s);
        let outcome = self.tcp_send_locked(s, data, flags, nonblocking, progress);
        self.release(s);
        match outcome {
            Ok(outcome) => outcome,
            Err(_) if progress.sent > 0 => Outcome::Done(Ok(Reply::Number(progress.sent as i32))),
            Err(errno) => Outcome::Done(Err(errno)),
        }
    }

    fn tcp_send_locked(
        &mut self,
        s: SocketId,
        data: &Payload,
        flags: i32,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Result<Outcome, Errno> {
        if !matches!(self.sockets[s].state(), State::Established | State::CloseWait) {
            let socket = &mut self.sockets[s];
            if let Some(errno) = socket.take_error() {
                return Err(errno);
            }
            if !matches!(socket.state(), State::SynSent | State::SynReceived) {
                return Err(Errno::EPIPE);
            }
            return Ok(self.wait_to_send(s, s, nonblocking, progress, Errno::EAGAIN));
        }
        if self.sockets[s].error.is_some() || self.sockets[s].shut.send {
            return Err(self.sockets[s].take_error().unwrap_or(Errno::EPIPE));
        }
        while progress.sent < data.len() {
            if !self.tcp_take_bytes(s, data, flags, progress) {
                self.sockets[s].tcp_mut().out_of_space = true;
                if progress.sent > 0 {
                    self.sockets[s].tcp_mut().mark_push();
                    self.tcp_push_pending(s, true);
                }
                if let Some(errno) = self.sockets[s].take_error() {
                    return Err(errno);
                }
                return Ok(self.wait_to_send(s, s, nonblocking, progress, Errno::EAGAIN));
            }
        }
        if !data.is_empty() {
            self.tcp_push(s, flags);
        }
        Ok(Outcome::Done(Ok(Reply::Number(progress.sent as i32))))
    }

    /// Takes bytes for one piece. Gives whether there was memory for any.
    fn tcp_take_bytes(
        &mut self,
        s: SocketId,
        data: &Payload,
        flags: i32,
        progress: &mut Progress,
    ) -> bool {
        let goal = self.sockets[s].tcp().piece_goal();
        let unsent = &self.sockets[s].tcp().queue.unsent;
        let open = unsent.back().filter(|last| !last.ends_record);
        let tail_room = open.map_or(0, |last| goal.saturating_sub(last.len()));
        let socket = &mut self.sockets[s];
        let mut room = tail_room;
        if tail_room == 0 {
            if socket.send_memory >= socket.options.send_buffer as u32 {
                // Pieces may have been merged since, and each costs its bookkeeping.
                socket.send_memory = socket.tcp().queued_memory();
            }
            if socket.send_memory >= socket.options.send_buffer as u32 {
                return false;
            }
            self.tcp_restart_if_idle(s);
            let socket = &mut self.sockets[s];
            socket.send_memory += PACKET_OVERHEAD;
            let tcp = socket.tcp_mut();
            let piece = Piece::new(tcp.write_seq, Flags::ACK, Payload::default());
            tcp.queue.unsent.push_back(piece);
            room = goal;
        }
        let end = data.len().min(progress.sent + room as usize);
        let bytes = data.slice(progress.sent, end);
        let socket = &mut self.sockets[s];
        socket.send_memory += bytes.len() as u32;
        let tcp = socket.tcp_mut();
        if let Some(last) = tcp.queue.unsent.back_mut() {
            last.payload.join(&bytes);
            last.flags = last.flags.without(Flags::PSH);
            last.ends_record = flags & abi::MSG_EOR != 0 && end == data.len();
        }
        tcp.write_seq = tcp.write_seq.plus(bytes.len() as u32);
        progress.sent = end;
        let full = tcp.queue.unsent.back().is_some_and(|last| last.len() >= goal);
        if full && progress.sent < data.len() && flags & abi::MSG_OOB == 0 {
            if tcp.push_is_due() {
                tcp.mark_push();
                self.tcp_push_pending(s, true);
            } else if tcp.queue.unsent.len() == 1 {
                self.tcp_write(s, Push::One);
            }
        }
        true
    }

    /// All bytes are taken: push them.
    fn tcp_push(&mut self, s: SocketId, flags: i32) {
        let more = flags & abi::MSG_MORE != 0;
        let tcp = self.sockets[s].tcp_mut();
        if !more || tcp.push_is_due() {
            tcp.mark_push();
        }
        if flags & abi::MSG_OOB != 0 {
            tcp.snd_up = tcp.write_seq;
        }
        if more {
            let cork = std::mem::replace(&mut tcp.options.cork, true);
            self.tcp_push_pending(s, false);
            self.sockets[s].tcp_mut().options.cork = cork;
        } else {
            self.tcp_push_pending(s, false);
        }
    }
}
