//! Connections that are led elsewhere: where a tutorial's client and server disagree about ports,
//! and where a program looks on its own host for a server that only another host has.

use kernel::{Address, Call, Endpoint};

use crate::deed::Deed;
use crate::lab::Lab;
use crate::report;

impl Lab {
    /// The call with its target led elsewhere where the setup says so, or where a program looks
    /// on its own host for a server that only another host has.
    pub(crate) fn led(&mut self, at: usize, call: Call) -> Call {
        let wanted = match &call {
            Call::Connect { address: Address::Inet(to), .. }
            | Call::Send { address: Some(Address::Inet(to)), .. } => *to,
            _ => return call,
        };
        let Some(to) = self.elsewhere(at, wanted, &call) else { return call };
        let (from, to_text) = (wanted.to_string(), to.to_string());
        self.note(&Deed::Forwarded { thread: at, from, to: to_text });
        match call {
            Call::Connect { fd, .. } => Call::connect(fd, to),
            Call::Send { fd, data, flags, .. } => {
                Call::Send { fd, data, flags, address: Some(to.into()) }
            }
            other => other,
        }
    }

    fn elsewhere(&self, at: usize, wanted: Endpoint, call: &Call) -> Option<Endpoint> {
        let setup = self.stage.setup();
        if let Some(forward) = setup.forwarded(wanted) {
            return Some(forward.to);
        }
        let host = self.stage.host_of(at);
        let is_own = wanted.ip.is_loopback() || setup.hosts[host].1 == wanted.ip;
        let is_stream = matches!(call, Call::Connect { .. });
        if !is_own || setup.hosts.len() < 2 {
            return None;
        }
        let serves = |host: usize| report::serves(self.stage.world(), host, wanted.port, is_stream);
        if serves(host) {
            return None;
        }
        let other = (0..setup.hosts.len()).find(|other| *other != host && serves(*other))?;
        Some(Endpoint::new(setup.hosts[other].1, wanted.port))
    }
}
