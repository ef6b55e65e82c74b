//! `close`, `shutdown` and the end of a socket.

use super::{State, TIME_WAIT_LENGTH, Tcp};
use crate::call::{CallResult, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::wake::ANY_NEWS;
use crate::id::SocketId;
use crate::socket::{Protocol, Shut, Socket, Stage};

impl Host {
    /// The last descriptor of a TCP socket was closed (`tcp_close`).
    pub(crate) fn tcp_close(&mut self, s: SocketId) {
        self.lock(s);
        self.tcp_close_locked(s);
        if self.sockets.get(s).is_some_and(Socket::is_tcp) {
            // What waits in the backlog is handled while the socket still belongs to the caller.
            self.sockets[s].orphan = true;
            self.release(s);
        }
        if self.sockets.get(s).is_some_and(Socket::is_tcp) {
            self.tcp_orphaned(s);
        }
    }

    fn tcp_close_locked(&mut self, s: SocketId) {
        self.sockets[s].shut = Shut::BOTH;
        if self.sockets[s].state() == State::Listen {
            self.set_state(s, State::Closed);
            self.tcp_stop_listening(s);
            return;
        }
        let tcp = self.sockets[s].tcp_mut();
        let copied = tcp.copied_seq;
        let unread = tcp
            .received
            .ready
            .drain(..)
            .any(|piece| piece.end_seq().minus(u32::from(piece.fin)).after(copied));
        self.sockets[s].receive_memory = 0;
        if self.sockets[s].state() == State::Closed {
            return;
        }
        if unread {
            // Data was thrown away: the peer must know, so RST instead of FIN (RFC 2525 §2.17).
            let resets = self.sockets[s].tcp().state.is_synchronized();
            // First it is forgotten: whatever the RST draws out finds nothing here.
            self.tcp_end(s);
            if resets {
                self.tcp_send_reset(s);
            }
        } else if self.sockets[s].options.linger == Some(0) {
            self.tcp_disconnect(s);
        } else if self.tcp_close_state(s) {
            self.tcp_send_fin(s);
        }
    }

    /// No descriptor is left: what remains of the connection finishes on its own.
    fn tcp_orphaned(&mut self, s: SocketId) {
        match self.sockets[s].state() {
            State::FinWait2 => {
                if self.sockets[s].tcp().options.linger2_s < 0 {
                    self.tcp_send_reset(s);
                    return self.tcp_done(s);
                }
                let wait = self.tcp_fin_timeout(s);
                if wait > TIME_WAIT_LENGTH {
                    self.tcp_arm_lifetime(s, wait - TIME_WAIT_LENGTH);
                } else {
                    self.tcp_time_wait(s, State::FinWait2, wait);
                }
            }
            State::Closed => self.tcp_destroy(s),
            _ => {}
        }
    }

    /// `shutdown` on TCP (`inet_shutdown`).
    pub(crate) fn tcp_shutdown(&mut self, s: SocketId, how: Shut) -> CallResult {
        let socket = &mut self.sockets[s];
        let state = socket.state();
        if socket.stage == Stage::Connecting {
            let dropped = matches!(state, State::SynSent | State::SynReceived | State::Closed);
            socket.stage = if dropped { Stage::Disconnecting } else { Stage::Connected };
        }
        let mut result = Ok(Reply::Number(0));
        match state {
            State::Listen if !how.receive => {}
            State::Listen | State::SynSent => {
                self.sockets[s].stage = Stage::Unconnected;
                self.tcp_disconnect(s);
            }
            _ => {
                if state == State::Closed {
                    result = Err(Errno::ENOTCONN);
                }
                self.sockets[s].shut.add(how);
                if how.send {
                    self.lock(s);
                    self.tcp_send_fin_if_due(s);
                    self.release(s);
                }
            }
        }
        if self.sockets.get(s).is_some() {
            self.wake_all(s);
        }
        result
    }

    /// Ends a connection at once and makes the socket as good as new (`tcp_disconnect`).
    pub(crate) fn tcp_disconnect(&mut self, s: SocketId) {
        let state = self.sockets[s].state();
        let unsent = {
            let tcp = self.sockets[s].tcp();
            tcp.snd_nxt != tcp.write_seq
        };
        let resets = matches!(
            state,
            State::Established
                | State::CloseWait
                | State::FinWait1
                | State::FinWait2
                | State::SynReceived
        ) || (unsent && matches!(state, State::Closing | State::LastAck));
        self.tcp_end(s);
        if state == State::Listen {
            self.tcp_stop_listening(s);
        } else if resets {
            self.tcp_send_reset(s);
        }
        if resets || state == State::SynSent {
            self.sockets[s].error = Some(Errno::ECONNRESET);
        }
        self.reset_local_address(s);
        let socket = &mut self.sockets[s];
        socket.remote.port = 0;
        socket.shut = Shut::default();
        socket.done = false;
        socket.receive_memory = 0;
        socket.send_memory = 0;
        let old = socket.tcp();
        let mut fresh = Tcp::new();
        fresh.options = old.options;
        fresh.listener = old.listener;
        fresh.window_clamp = 0;
        fresh.mss = old.mss;
        fresh.snd_una = old.snd_una;
        fresh.write_seq = old.write_seq.plus(old.max_window + 2);
        socket.body = Protocol::Tcp(Box::new(fresh));
        self.wake_all(s);
    }

    /// The state becomes CLOSED; timers, queues, port and peer go (`tcp_set_state`, `tcp_done`).
    pub(crate) fn tcp_end(&mut self, s: SocketId) {
        self.set_state(s, State::Closed);
        self.disarm_all(s);
        let socket = &mut self.sockets[s];
        socket.tcp_mut().pending = None;
        let key = (socket.local, socket.remote);
        if self.connections.get(&key) == Some(&s) {
            self.connections.remove(&key);
        }
        // A port that the program asked for stays its own; a chosen one goes back.
        if !self.sockets[s].locks.port {
            self.tcp_release_port(s);
        }
    }

    /// The connection is over (`tcp_done`).
    pub(crate) fn tcp_done(&mut self, s: SocketId) {
        self.tcp_end(s);
        self.sockets[s].shut = Shut::BOTH;
        if self.sockets[s].orphan {
            if !self.sockets[s].owned {
                self.tcp_destroy(s);
            }
        } else {
            self.wake(s, ANY_NEWS);
        }
    }

    /// Takes a closed, orphaned socket out of the world.
    pub(crate) fn tcp_destroy(&mut self, s: SocketId) {
        self.tcp_release_port(s);
        self.destroy(s);
    }

    pub(crate) fn tcp_purge_send_queue(&mut self, s: SocketId) {
        let socket = &mut self.sockets[s];
        socket.send_memory = 0;
        let tcp = socket.tcp_mut();
        tcp.queue.clear();
        let c = &mut tcp.congestion;
        (c.packets_out, c.lost_out, c.resent_out, c.left_out) = (0, 0, 0, 0);
    }
}
