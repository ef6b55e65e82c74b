//! ICMP says that a segment did not arrive (RFC 5461, RFC 6069).

use super::State;
use super::seq::Seq;
use crate::abi;
use crate::address::Endpoint;
use crate::errno::Errno;
use crate::host::Host;
use crate::host::wake::ANY_NEWS;
use crate::id::SocketId;
use crate::socket::Protocol;
use crate::time::jiffies_from_us;

/// Codes of "destination unreachable" (RFC 792).
const NET: u8 = 0;
const HOST: u8 = 1;
const FRAGMENTATION_NEEDED: u8 = 4;

impl Host {
    /// ICMP came back for the segment with the number `seq` (`tcp_v4_err`).
    pub(crate) fn tcp_unreachable(
        &mut self,
        key: (Endpoint, Endpoint),
        seq: Seq,
        (code, error): (u8, Errno),
    ) {
        let Some(&s) = self.connections.get(&key) else { return };
        match &self.sockets[s].body {
            Protocol::Request(request) => {
                if seq == request.initial && matches!(code, NET | HOST) {
                    self.request_drop(s);
                }
                return;
            }
            Protocol::Tcp(_) => {}
            _ => return,
        }
        let tcp = self.sockets[s].tcp();
        // About something that is not out, it is forged or late (RFC 5927 §4.1).
        if seq.before(tcp.snd_una) || seq.after(tcp.snd_nxt) {
            return;
        }
        // Segments are never cut here, so nothing is learnt of the MTU of the path.
        if code == FRAGMENTATION_NEEDED {
            return;
        }
        if matches!(code, NET | HOST) {
            self.tcp_take_back_backoff(s, seq);
        }
        let Some(socket) = self.sockets.get_mut(s).filter(|socket| socket.is_tcp()) else {
            return;
        };
        let owned = socket.owned;
        if matches!(socket.state(), State::SynSent | State::SynReceived) {
            if owned {
                socket.soft_error = Some(error);
                return;
            }
            socket.error = Some(error);
            self.wake(s, ANY_NEWS);
            self.tcp_done(s);
        } else if !owned && socket.options.receive_errors {
            socket.error = Some(error);
            self.wake(s, abi::POLLERR);
        } else {
            // A hint only: the network may recover (RFC 1122 §4.2.3.9).
            socket.soft_error = Some(error);
        }
    }

    /// A retransmission that did not arrive for want of a route says nothing about congestion:
    /// its doubling of the timeout is taken back (RFC 6069 §4; `tcp_ld_RTO_revert`).
    fn tcp_take_back_backoff(&mut self, s: SocketId, seq: Seq) {
        let now_us = self.now.as_us();
        let socket = &mut self.sockets[s];
        let owned = socket.owned;
        let tcp = socket.tcp_mut();
        if owned || seq != tcp.snd_una || tcp.retransmits == 0 || tcp.backoff == 0 {
            return;
        }
        let Some(sent_us) = tcp.queue.sent.front().map(|first| first.sent_us) else { return };
        tcp.backoff -= 1;
        let base = tcp.rtt.base_timeout().min(tcp.timeout_max());
        tcp.rtt.timeout = (base << tcp.backoff.min(16)).min(tcp.timeout_max());
        let waited = jiffies_from_us(now_us.saturating_sub(sent_us));
        if tcp.rtt.timeout > waited {
            let wait = tcp.rtt.timeout - waited;
            self.tcp_arm_retransmit(s, wait);
        } else {
            self.tcp_timeout(s);
        }
    }
}
