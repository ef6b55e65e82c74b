//! Packets as scripts write them: `< S 0:0(0) win 65535 <mss 1000>`.

use std::fmt;

use kernel::Flags;

use super::fault::{Fault, Judged};
use super::parser::Parser;

/// An option of a TCP header, in the order of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TcpOption {
    Nop,
    End,
    Mss(u16),
    Scale(u8),
    SackPermitted,
    Timestamps(u32, u32),
}

/// A TCP segment, its numbers as the script counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SegmentLine {
    pub(super) ports: Option<(u16, u16)>,
    pub(super) flags: Flags,
    pub(super) seq: u32,
    pub(super) length: u32,
    pub(super) ack: u32,
    pub(super) window: Option<u16>,
    pub(super) urgent: u16,
    /// None when `<...>` says that they do not matter.
    pub(super) options: Option<Vec<TcpOption>>,
}

/// What a packet carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Load {
    Tcp(SegmentLine),
    Udp {
        ports: Option<(u16, u16)>,
        length: u32,
    },
    /// "Destination unreachable" about a segment with this number, or about a datagram.
    Unreachable {
        code: u8,
        seq: Option<u32>,
    },
}

/// A packet of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PacketLine {
    pub(super) outbound: bool,
    pub(super) tos: Option<u8>,
    pub(super) ttl: Option<u8>,
    pub(super) load: Load,
}

/// The flags by the letters of the language.
const LETTERS: [(char, Flags); 7] = [
    ('S', Flags::SYN),
    ('F', Flags::FIN),
    ('R', Flags::RST),
    ('P', Flags::PSH),
    ('U', Flags::URG),
    ('E', Flags(0x40)),
    ('W', Flags(0x80)),
];

/// The codes of "destination unreachable" (RFC 792, RFC 1812 §5.2.7.1).
const CODES: [(&str, u8); 7] = [
    ("net_unreachable", 0),
    ("host_unreachable", 1),
    ("protocol_unreachable", 2),
    ("port_unreachable", 3),
    ("frag_needed", 4),
    ("source_route_failed", 5),
    ("host_unknown", 7),
];

/// The letters of flags.
pub(super) fn letters(flags: Flags) -> String {
    let mut text: String =
        LETTERS.iter().filter(|(_, flag)| flags.has(*flag)).map(|(letter, _)| *letter).collect();
    if flags.has(Flags::ACK) {
        text.push('.');
    }
    if text.is_empty() { "-".to_owned() } else { text }
}

impl fmt::Display for TcpOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nop => f.write_str("nop"),
            Self::End => f.write_str("eol"),
            Self::Mss(mss) => write!(f, "mss {mss}"),
            Self::Scale(scale) => write!(f, "wscale {scale}"),
            Self::SackPermitted => f.write_str("sackOK"),
            Self::Timestamps(value, echo) => write!(f, "TS val {value} ecr {echo}"),
        }
    }
}

impl fmt::Display for SegmentLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seq, length) = (self.seq, self.length);
        write!(f, "{} {seq}:{}({length})", letters(self.flags), seq.wrapping_add(length))?;
        if self.flags.has(Flags::ACK) {
            write!(f, " ack {}", self.ack)?;
        }
        if let Some(window) = self.window {
            write!(f, " win {window}")?;
        }
        if self.urgent != 0 {
            write!(f, " urg {}", self.urgent)?;
        }
        match &self.options {
            None => f.write_str(" <...>"),
            Some(options) if options.is_empty() => Ok(()),
            Some(options) => {
                let words: Vec<String> = options.iter().map(ToString::to_string).collect();
                write!(f, " <{}>", words.join(","))
            }
        }
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(segment) => segment.fmt(f),
            Self::Udp { length, .. } => write!(f, "udp ({length})"),
            Self::Unreachable { code, .. } => write!(f, "icmp unreachable, code {code}"),
        }
    }
}

impl Parser {
    /// Reads a packet, its direction included.
    pub(super) fn packet(&mut self) -> Judged<PacketLine> {
        let outbound = !self.takes('<');
        if outbound {
            self.symbol('>')?;
        }
        let mut packet = PacketLine {
            outbound,
            tos: None,
            ttl: None,
            load: Load::Udp { ports: None, length: 0 },
        };
        self.ip_fields(&mut packet)?;
        for name in ["ipv4", "ipv6", "gre", "mpls"] {
            if self.takes_word(name) {
                let text = format!("`{name}`: the world sends no packet inside of another");
                return Err(Fault::unsupported(self.line(), text));
            }
        }
        if self.takes_word("icmp") {
            packet.load = self.unreachable()?;
            return Ok(packet);
        }
        let early_udp = self.takes_word("udp");
        let ports = if self.at_number() && self.at_symbol_second('>') {
            let source = self.number("a port", 0xffff)? as u16;
            self.symbol('>')?;
            Some((source, self.number("a port", 0xffff)? as u16))
        } else {
            None
        };
        packet.load = if early_udp || self.takes_word("udp") {
            self.symbol('(')?;
            let length = self.number("a length", 0xffff)?;
            self.symbol(')')?;
            Load::Udp { ports, length }
        } else {
            Load::Tcp(self.segment(ports, outbound)?)
        };
        Ok(packet)
    }

    /// `[ect0]`, `(tos 0x10)`, `[ttl 64]`.
    fn ip_fields(&mut self, packet: &mut PacketLine) -> Judged<()> {
        let close = if self.takes('[') {
            ']'
        } else if self.takes('(') {
            ')'
        } else {
            return Ok(());
        };
        while !self.takes(close) {
            let line = self.line();
            match self.word("a field of the IP header")?.as_str() {
                "tos" => packet.tos = Some(self.number("a type of service", 255)? as u8),
                "ttl" => packet.ttl = Some(self.number("a time to live", 255)? as u8),
                "noecn" => packet.tos = Some(0),
                other => {
                    let text = format!("`{other}`: the world knows no such field of IP headers");
                    return Err(Fault::unsupported(line, text));
                }
            }
            self.takes(',');
        }
        Ok(())
    }

    fn unreachable(&mut self) -> Judged<Load> {
        let line = self.line();
        let kind = self.word("a type of ICMP")?;
        if kind != "unreachable" {
            let text = format!("ICMP `{kind}`: the world knows \"unreachable\" only");
            return Err(Fault::unsupported(line, text));
        }
        let name = self.word("a code of ICMP")?;
        let code = CODES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
        let wrong = || Fault::broken(line, format!("`{name}` is no code of \"unreachable\""));
        let code = code.ok_or_else(wrong)?;
        if self.takes_word("mtu") {
            self.number("an MTU", 0xffff)?;
        }
        if code == 4 {
            let text = "path MTU discovery (DIVERGENCES.md: path-mtu)";
            return Err(Fault::unsupported(line, text));
        }
        let mut seq = Some(0);
        if self.takes('[') {
            if self.takes_word("udp") {
                self.symbol('(')?;
                self.number("a length", 0xffff)?;
                self.symbol(')')?;
                seq = None;
            } else {
                seq = Some(self.span()?.0);
            }
            self.symbol(']')?;
        }
        Ok(Load::Unreachable { code, seq })
    }

    /// `1:1001(1000)`: the first number and the length.
    fn span(&mut self) -> Judged<(u32, u32)> {
        let line = self.line();
        let seq = self.number("a sequence number", u32::MAX)?;
        self.symbol(':')?;
        let end = self.number("a sequence number", u32::MAX)?;
        self.symbol('(')?;
        let length = self.number("a length", 0xffff)?;
        self.symbol(')')?;
        if seq.wrapping_add(length) != end {
            let text = format!("{length} bytes from {seq} on do not end at {end}");
            return Err(Fault::broken(line, text));
        }
        Ok((seq, length))
    }

    fn flags(&mut self) -> Judged<Flags> {
        let line = self.line();
        let mut flags = Flags::default();
        if self.takes('-') {
            return Ok(flags);
        }
        if self.at_decimal() {
            return Err(Fault::unsupported(line, "accurate ECN: the world does not speak it"));
        }
        if !self.takes('.') {
            let word = self.word("flags of TCP, such as `S.`")?;
            for letter in word.chars() {
                let found = LETTERS.iter().find(|(known, _)| *known == letter);
                let wrong = || Fault::broken(line, format!("`{letter}` in `{word}` is no flag"));
                flags = flags.with(found.ok_or_else(wrong)?.1);
            }
            if self.at_decimal() {
                return Err(Fault::unsupported(line, "accurate ECN: the world does not speak it"));
            }
            if !self.takes('.') {
                return Ok(flags);
            }
        }
        Ok(flags.with(Flags::ACK))
    }

    fn segment(&mut self, ports: Option<(u16, u16)>, outbound: bool) -> Judged<SegmentLine> {
        let line = self.line();
        let flags = self.flags()?;
        let (seq, length) = self.span()?;
        let ack = if self.takes_word("ack") { self.number("a number", u32::MAX)? } else { 0 };
        let window = if self.takes_word("win") {
            Some(self.number("a window", 0xffff)? as u16)
        } else {
            None
        };
        let urgent = if self.takes_word("urg") { self.number("a pointer", 0xffff)? } else { 0 };
        let urgent = urgent as u16;
        if window.is_none() && !outbound {
            return Err(Fault::broken(line, "a packet for the kernel must say its window: `win`"));
        }
        let options = self.tcp_options(outbound)?;
        Ok(SegmentLine { ports, flags, seq, length, ack, window, urgent, options })
    }

    fn tcp_options(&mut self, outbound: bool) -> Judged<Option<Vec<TcpOption>>> {
        let mut options = Vec::new();
        if !self.at_options() {
            return Ok(Some(options));
        }
        self.symbol('<')?;
        if self.ellipsis() {
            self.symbol('>')?;
            let text = "`<...>` is only for packets that the kernel sends";
            return if outbound { Ok(None) } else { Err(Fault::broken(self.line(), text)) };
        }
        loop {
            options.push(self.tcp_option()?);
            if self.takes('>') {
                return Ok(Some(options));
            }
            self.symbol(',')?;
        }
    }

    fn tcp_option(&mut self) -> Judged<TcpOption> {
        let line = self.line();
        Ok(match self.word("an option of TCP")?.as_str() {
            "nop" => TcpOption::Nop,
            "eol" => TcpOption::End,
            "mss" => TcpOption::Mss(self.number("a segment size", 0xffff)? as u16),
            "wscale" => TcpOption::Scale(self.number("a scale", 255)? as u8),
            "sackOK" => TcpOption::SackPermitted,
            "TS" => {
                let mut named = |name: &str| {
                    let found = self.takes_word(name);
                    let wrong = self.wrong(&format!("`{name}`"));
                    if found { self.number("a timestamp", u32::MAX) } else { Err(wrong) }
                };
                TcpOption::Timestamps(named("val")?, named("ecr")?)
            }
            "sack" => {
                let text = "blocks of selective acknowledgement (DIVERGENCES.md: sack)";
                return Err(Fault::unsupported(line, text));
            }
            name @ ("FO" | "FOEXP" | "md5") => {
                let text = format!("TCP option `{name}` (DIVERGENCES.md: options)");
                return Err(Fault::unsupported(line, text));
            }
            other => return Err(Fault::broken(line, format!("`{other}` is no option of TCP"))),
        })
    }
}
