//! Event by event: what the script does, and whether the kernel does what it says.

use std::path::Path;

use kernel::{Flags, Reply, Time, abi};

use super::assertion::{check, variables};
use super::call::{CallLine, Names};
use super::connection::Stage as Progress;
use super::constants::{SIOCINQ, SIOCOUTQ, SIOCOUTQNSD, TCP_CONGESTION, TCP_INFO, int, number};
use super::fault::{Fault, Judged};
use super::packet::{Load, PacketLine, SegmentLine};
use super::script::{Action, Event, Script, When};
use super::stage::{SentPacket, Stage};
use super::value::Value;

/// Runs a script that stands in a file.
pub(super) fn run(script: &Script, path: &Path) -> Judged<()> {
    let mut stage = Stage::new();
    stage.take_options(script)?;
    for (line, command) in &script.setup {
        stage.obey(*line, command, path)?;
    }
    let mut last_was_inbound = None;
    for event in &script.events {
        stage.next_event();
        stage.wake(false)?;
        last_was_inbound = stage.event(event, path, last_was_inbound)?;
    }
    stage.wake(true)
}

impl Stage {
    /// Takes an event. Gives its moment if it was a packet for the kernel.
    fn event(
        &mut self,
        event: &Event,
        path: &Path,
        last_inbound: Option<Time>,
    ) -> Judged<Option<Time>> {
        let line = event.line;
        let inbound = matches!(&event.action, Action::Packet(packet) if !packet.outbound);
        // Packets that follow each other keep their distance, whatever the interpreter takes.
        let base = last_inbound.filter(|_| inbound).unwrap_or(self.now());
        let (due, end) = match event.when {
            When::Any => (None, None),
            When::At(start, end) => {
                (Some(self.begun.plus_ns(start)), Some(self.begun.plus_ns(end)))
            }
            When::After(start, end) => (Some(base.plus_ns(start)), Some(base.plus_ns(end))),
        };
        if let Action::Packet(packet) = &event.action
            && packet.outbound
        {
            self.expect_packet(line, packet, due.zip(end))?;
            self.last_due = due.unwrap_or(self.now());
            return Ok(None);
        }
        if let Some(due) = due {
            if self.now().0 > due.0.saturating_add(self.allowance(due)) {
                let text = format!("an event at {}", self.seconds(due));
                return Err(Fault::expected(line, &text, &self.seconds(self.now())));
            }
            self.advance(due);
        }
        self.wake(false)?;
        self.last_due = due.unwrap_or(self.now());
        match &event.action {
            Action::Packet(packet) => {
                self.send_packet(line, packet)?;
                return Ok(due);
            }
            Action::Call(call) => {
                let until = call.until.map(|until| match event.when {
                    When::After(..) => base.plus_ns(until),
                    _ => self.begun.plus_ns(until),
                });
                self.take_call(line, call, until)?;
            }
            Action::Command(command) => self.obey(line, command, path)?,
            Action::Code(code) => self.take_code(line, code)?,
        }
        Ok(None)
    }

    fn send_packet(&mut self, line: usize, packet: &PacketLine) -> Judged<()> {
        let opens = match &self.connection {
            None => !matches!(packet.load, Load::Unreachable { .. }),
            Some(connection) => connection.stage == Progress::Listening,
        };
        if opens {
            let local = self.connection.as_ref().map(|connection| connection.local);
            let is_udp = matches!(packet.load, Load::Udp { .. });
            let mut fresh = self.fresh_connection(is_udp, false);
            fresh.local = local.unwrap_or(fresh.local);
            fresh.stage = Progress::Accepted;
            self.connection = Some(fresh);
        }
        let missing = || Fault::broken(line, "there is no connection that this could be about");
        let connection = self.connection.as_ref().ok_or_else(missing)?;
        let mut injected = connection.inbound(line, &packet.load, self.scaled_echo)?;
        injected.tos = packet.tos.unwrap_or(injected.tos);
        injected.ttl = packet.ttl.unwrap_or(injected.ttl);
        self.deliver(injected);
        Ok(())
    }

    fn take_call(&mut self, line: usize, call: &CallLine, until: Option<Time>) -> Judged<()> {
        self.wake(true)?;
        if call.name == "ioctl" {
            return self.ioctl(line, call);
        }
        if Self::answers_itself(line, call)? {
            return Ok(());
        }
        self.note_begin(line, call)?;
        if let Some(until) = until {
            return self.call_asleep(line, call.clone(), until);
        }
        let request = call.call(line, self)?;
        let result = self
            .call(request)
            .ok_or_else(|| Fault::different(line, format!("{}() does not come back", call.name)))?;
        self.judge(line, call, &result)?;
        self.note_end(line, call, result.is_ok())
    }

    /// Options that only say what the world is anyway.
    fn answers_itself(line: usize, call: &CallLine) -> Judged<bool> {
        let [_, level, name, value, ..] = call.arguments.as_slice() else { return Ok(false) };
        if !call.name.ends_with("sockopt") || int(line, level)? != abi::IPPROTO_TCP {
            return Ok(false);
        }
        let name = int(line, name)?;
        if name == TCP_INFO {
            return Err(Fault::unsupported(line, "getsockopt(TCP_INFO): use `%{ }%`"));
        }
        let is_reno = *value.inner() == Value::Text("reno".to_owned());
        Ok(name == TCP_CONGESTION && is_reno && call.result == Value::Number(0))
    }

    /// Bytes that wait, in either direction.
    fn ioctl(&mut self, line: usize, call: &CallLine) -> Judged<()> {
        let [_, request, value, ..] = call.arguments.as_slice() else {
            return Err(Fault::broken(line, "ioctl has three arguments"));
        };
        let info = self.world.host(self.host).tcp_info(self.main, call.fd(line, self)?);
        let no_tcp = || Fault::unsupported(line, "ioctl on what is no TCP socket");
        let info = info.ok_or_else(no_tcp)?;
        let seen = match int(line, request)? {
            SIOCINQ => info.unread,
            SIOCOUTQ => info.unacknowledged,
            SIOCOUTQNSD => info.notsent_bytes,
            other => return Err(Fault::unsupported(line, format!("ioctl {other:#x}"))),
        };
        if number(line, &call.result)? != 0 {
            return Err(Fault::unsupported(line, "an ioctl that fails"));
        }
        let any = *value.inner() == Value::Ellipsis;
        if any || number(line, value)? == i64::from(seen) {
            return Ok(());
        }
        Err(Fault::expected(line, value, &seen))
    }

    /// What a call means for the connection before it is made.
    fn note_begin(&mut self, line: usize, call: &CallLine) -> Judged<()> {
        match call.name.as_str() {
            "socket" => {
                let kind = call.arguments.get(1).map(|kind| int(line, kind)).transpose()?;
                let is_udp = kind.is_some_and(|kind| kind & 0xf == abi::SOCK_DGRAM);
                let fd = number(line, &call.result)?;
                let mut fresh = self.fresh_connection(is_udp, true);
                fresh.fd = i32::try_from(fd).ok();
                self.connection = Some(fresh);
            }
            "connect" => {
                if let Some(connection) = &mut self.connection {
                    connection.stage = Progress::Connecting;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What a call meant for the connection.
    fn note_end(&mut self, line: usize, call: &CallLine, worked: bool) -> Judged<()> {
        let is_udp = self.connection.as_ref().is_some_and(|it| it.is_udp);
        match call.name.as_str() {
            "listen" if worked => {
                if let Some(connection) = &mut self.connection {
                    connection.stage = Progress::Listening;
                }
                self.learn_port(line, call)?;
            }
            "bind" | "sendto" if worked => self.learn_port(line, call)?,
            "connect" if worked && is_udp => self.learn_port(line, call)?,
            _ => {}
        }
        Ok(())
    }

    /// The port that the socket under test has now.
    fn learn_port(&mut self, line: usize, call: &CallLine) -> Judged<()> {
        let fd = call.fd(line, self)?;
        if let Some(Ok(Reply::Name(kernel::Address::Inet(local)))) =
            self.call(kernel::Call::LocalName { fd })
            && let Some(connection) = &mut self.connection
        {
            connection.local.port = local.port;
        }
        Ok(())
    }

    fn take_code(&mut self, line: usize, code: &str) -> Judged<()> {
        let fd = self.connection.as_ref().and_then(|connection| connection.fd);
        let missing = || Fault::unsupported(line, "`%{ }%` before a program has the connection");
        let fd = self.live_fd(fd.ok_or_else(missing)?);
        let info = self.world.host(self.host).tcp_info(self.main, fd);
        let no_tcp = || Fault::unsupported(line, "`%{ }%` about what is no TCP socket");
        self.variables.append(&mut variables(&info.ok_or_else(no_tcp)?));
        check(line, code, &mut self.variables)
    }

    /// Waits for a packet of the kernel and compares it.
    fn expect_packet(
        &mut self,
        line: usize,
        wanted: &PacketLine,
        span: Option<(Time, Time)>,
    ) -> Judged<()> {
        let until = span.map(|(_, end)| end.plus_ns(self.allowance(end)));
        let (at, first, seen) = self.gather(line, wanted, until)?;
        if let Some(difference) = differs(&wanted.load, &seen) {
            let seen = format!("{seen} ({difference})");
            return Err(Fault::expected(line, &format!("> {}", wanted.load), &seen));
        }
        for (name, wanted, seen) in
            [("tos", wanted.tos, first.packet.tos), ("ttl", wanted.ttl, first.packet.ttl)]
        {
            if wanted.is_some_and(|wanted| wanted != seen) {
                let wanted = format!("{name} {}", wanted.unwrap_or(0));
                return Err(Fault::expected(line, &wanted, &seen));
            }
        }
        let Some((start, end)) = span else { return Ok(()) };
        let slack = self.allowance(end);
        if at.0.saturating_add(slack) < start.0 || at.0 > end.0.saturating_add(slack) {
            let wanted = format!("> {} at {}", wanted.load, self.seconds(start));
            return Err(Fault::expected(line, &wanted, &self.seconds(at)));
        }
        Ok(())
    }

    /// Takes as many segments as make up what is expected: a burst is written as one packet.
    fn gather(
        &mut self,
        line: usize,
        wanted: &PacketLine,
        until: Option<Time>,
    ) -> Judged<(Time, SentPacket, Load)> {
        let nothing = |stage: &Stage| {
            let by = until.map_or(String::new(), |until| format!(" by {}", stage.seconds(until)));
            Fault::expected(line, &format!("> {}", wanted.load), &format!("nothing{by}"))
        };
        let sent = self.next_sent(until).ok_or_else(|| nothing(self))?;
        let at = sent.at;
        let mut seen = self.shown(&sent, &wanted.load);
        while let (Load::Tcp(wanted), Load::Tcp(whole)) = (&wanted.load, &mut seen) {
            if whole.length == 0 || whole.length >= wanted.length {
                break;
            }
            let Some(next) = self.next_sent(until) else { break };
            let Load::Tcp(part) = self.shown(&next, &Load::Tcp(wanted.clone())) else { break };
            if part.seq != whole.seq.wrapping_add(whole.length) || part.ack != whole.ack {
                self.sent.push_front(next);
                break;
            }
            whole.length += part.length;
            // What ends a burst ends it.
            let ends = Flags::PSH.with(Flags::FIN);
            whole.flags = whole.flags.without(ends).with(Flags(part.flags.0 & ends.0));
        }
        Ok((at, sent, seen))
    }

    fn shown(&mut self, sent: &SentPacket, wanted: &Load) -> Load {
        match &mut self.connection {
            Some(connection) => connection.outbound(&sent.packet, wanted),
            None => self.fresh_connection(false, true).outbound(&sent.packet, wanted),
        }
    }
}

/// What differs first between what was expected and what was seen.
fn differs(wanted: &Load, seen: &Load) -> Option<&'static str> {
    match (wanted, seen) {
        (Load::Tcp(wanted), Load::Tcp(seen)) => segment_differs(wanted, seen),
        (Load::Udp { length, .. }, Load::Udp { length: other, .. }) => {
            (length != other).then_some("another length")
        }
        (Load::Unreachable { code, .. }, Load::Unreachable { code: other, .. }) => {
            (code != other).then_some("another code")
        }
        _ => Some("another protocol"),
    }
}

fn segment_differs(wanted: &SegmentLine, seen: &SegmentLine) -> Option<&'static str> {
    let options = wanted.options.as_ref().is_none_or(|options| {
        let shown = seen.options.as_deref().unwrap_or_default();
        options.len() == shown.len()
            && options.iter().zip(shown).all(|(wanted, seen)| match (wanted, seen) {
                // Values of the clock are mapped, not compared.
                (
                    super::packet::TcpOption::Timestamps(_, echo),
                    super::packet::TcpOption::Timestamps(_, other),
                ) => echo == other,
                (wanted, seen) => wanted == seen,
            })
    });
    let has_ack = wanted.flags.has(Flags::ACK);
    [
        (wanted.flags == seen.flags, "other flags"),
        (wanted.seq == seen.seq, "another sequence number"),
        (wanted.length == seen.length, "another length"),
        (!has_ack || wanted.ack == seen.ack, "another acknowledgement"),
        (wanted.window.is_none_or(|window| Some(window) == seen.window), "another window"),
        (wanted.urgent == seen.urgent, "another urgent pointer"),
        (options, "other options"),
    ]
    .into_iter()
    .find_map(|(alike, text)| (!alike).then_some(text))
}
