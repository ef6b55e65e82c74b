//! What a TCP socket is ready for (`tcp_poll`).

use super::State;
use super::urgent::UrgentState;
use crate::abi;
use crate::host::Host;
use crate::host::wake::WRITABLE;
use crate::id::SocketId;
use crate::socket::Socket;

impl Host {
    pub(crate) fn tcp_readiness(&self, s: SocketId) -> u32 {
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        if tcp.state == State::Listen {
            let pending = tcp.listen.as_ref().is_some_and(|it| !it.accept_queue.is_empty());
            return if pending { abi::POLLIN | abi::POLLRDNORM } else { 0 };
        }
        let mut mask = 0;
        if (socket.shut.receive && socket.shut.send) || tcp.state == State::Closed {
            mask |= abi::POLLHUP;
        }
        if socket.shut.receive {
            mask |= abi::POLLIN | abi::POLLRDNORM | abi::POLLRDHUP;
        }
        if !matches!(tcp.state, State::SynSent | State::SynReceived) {
            let mut target = socket.options.receive_low_water as u32;
            if tcp.urgent.state != UrgentState::None
                && tcp.urgent.seq == tcp.copied_seq
                && !socket.options.oob_inline
            {
                target += 1;
            }
            let unread = tcp.rcv_nxt.since(tcp.copied_seq) as i32;
            if unread >= target as i32 {
                mask |= abi::POLLIN | abi::POLLRDNORM;
            }
            if socket.shut.send || tcp_is_writable(socket) {
                mask |= abi::POLLOUT | abi::POLLWRNORM;
            }
            if matches!(tcp.urgent.state, UrgentState::Arrived(_)) {
                mask |= abi::POLLPRI;
            }
        }
        if socket.error.is_some() {
            mask |= abi::POLLERR;
        }
        mask
    }

    /// Wakes writers, once what they were refused for is gone.
    pub(crate) fn tcp_check_space(&mut self, s: SocketId) {
        let socket = &mut self.sockets[s];
        socket.send_memory = socket.tcp().queued_memory();
        if socket.tcp().out_of_space && tcp_is_writable(socket) {
            socket.tcp_mut().out_of_space = false;
            self.wake(s, WRITABLE);
        }
    }
}

/// Whether enough of the send buffer is free: a third of it, in effect.
fn tcp_is_writable(socket: &Socket) -> bool {
    let queued = i64::from(socket.send_memory);
    let free = i64::from(socket.options.send_buffer) - queued;
    free > 0 && free >= queued >> 1
}
