//! What a lab is made of before anything runs: hosts, programs, names, the link, faults.
//!
//! It is written as lines, the same for a fence, a link and the machine:
//!
//! ```
//! use lab::{Language, Setup};
//!
//! let setup = Setup::parse(
//!     "host server 10.0.0.2\nhost client 10.0.0.1\n\
//!      program server.py server python\nprogram client.py client python start 5ms\n\
//!      link delay 10ms\nforward chat.example.com:80 server:8080",
//! )
//! .unwrap();
//! assert_eq!(setup.programs[1].host, 1);
//! assert_eq!(setup.programs[0].language, Language::Python);
//! assert!(Setup::parse("program a.py nowhere python").is_err(), "a host comes first");
//! ```

use std::fmt;

use kernel::{Endpoint, History, HostId, Input, Ip, Link, ProcessId, ThreadId};
use recording::{Budget, Fault, Host, KNOBS, Recorder, Thread, Tuned, fates};

/// The most hosts of a lab.
pub const HOSTS_MAX: usize = 8;
/// The most programs of a lab.
pub const PROGRAMS_MAX: usize = 64;
/// The most steps that are recorded; a run may be longer, and is then told without its picture.
pub const STEPS_MAX: usize = 600;
/// The virtual time after which a run pauses, unless the setup says otherwise.
const UNTIL_MS: u64 = 60_000;
/// What the link takes, unless the setup says otherwise: long enough to see packets apart.
const DELAY_MS: u64 = 1;
/// The longest that any time of a setup may be: a day.
const TIME_MS_MAX: u64 = 86_400_000;
const SEED: u64 = 1;

/// The sides of a machine whose programs speak with each other.
const SERVER: &str = "server";
const CLIENT: &str = "client";

/// What runs a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `CPython`: threads that block.
    Python,
    /// Node.js: an event loop.
    Node,
    /// A browser's page: an event loop that never ends.
    Browser,
    /// Compiled: one thread that blocks.
    Rust,
    /// Nothing: its turns are taken by whoever owns the lab.
    Peer,
}

impl Language {
    const ALL: [(&'static str, Self); 5] = [
        ("python", Self::Python),
        ("node", Self::Node),
        ("browser", Self::Browser),
        ("rust", Self::Rust),
        ("peer", Self::Peer),
    ];

    /// Its name, as a setup has it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(name, _)| name)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, it)| *it)
    }
}

/// A program and where it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its file, as tabs and lanes call it.
    pub name: String,
    /// Its host, by its place.
    pub host: usize,
    /// What runs it.
    pub language: Language,
    /// The virtual moment at which it starts.
    pub start_ms: u64,
}

/// A connection to the first endpoint reaches the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// As the setup names it.
    pub name: String,
    /// Where a program wants to go.
    pub from: Endpoint,
    /// Where it comes to.
    pub to: Endpoint,
}

/// The link between hosts; with one host, its loopback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wire {
    /// Milliseconds from sender to receiver.
    pub delay_ms: u64,
    /// Kilobits a second; 0 is at once.
    pub rate_kbit: u64,
    /// Packets lost, of a million.
    pub loss: u32,
    /// The largest packet; 0 leaves the usual.
    pub mtu: u32,
}

/// A lab before it runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setup {
    /// Names and addresses of hosts.
    pub hosts: Vec<(String, Ip)>,
    /// The programs, in the order in which they start.
    pub programs: Vec<Program>,
    /// Other names of hosts, as every program knows them.
    pub names: Vec<(String, Ip)>,
    /// Ports that lead elsewhere.
    pub forwards: Vec<Forward>,
    /// The link.
    pub wire: Wire,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// When the run pauses by itself, in virtual milliseconds.
    pub until_ms: u64,
}

/// A line that cannot be: which, counted from 1, and what is wanted instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The line, from 1.
    pub line: usize,
    /// What is wanted.
    pub wants: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.wants)
    }
}

type Parsed<T> = Result<T, &'static str>;

impl Setup {
    /// Reads a setup. Empty lines and lines that begin with `#` say nothing.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let wire = Wire { delay_ms: DELAY_MS, ..Wire::default() };
        let mut setup = Self { until_ms: UNTIL_MS, wire, ..Self::default() };
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            setup.take(line).map_err(|wants| Wrong { line: at + 1, wants })?;
        }
        if setup.programs.is_empty() {
            return Err(Wrong { line: text.lines().count(), wants: "a lab has a program" });
        }
        Ok(setup)
    }

    fn take(&mut self, line: &str) -> Parsed<()> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "host" => self.take_host(rest),
            "program" => self.take_program(rest),
            "name" => {
                let (name, host) = rest.split_once(' ').ok_or("name NAME HOST")?;
                let ip = self.hosts[self.host(host.trim())?].1;
                self.names.push((name.to_owned(), ip));
                Ok(())
            }
            "forward" => self.take_forward(rest),
            "link" => self.wire.change(rest),
            "fault" => {
                let fault = self.fault(rest)?;
                self.faults.push(fault);
                Ok(())
            }
            "until" => {
                self.until_ms = milliseconds(rest)?;
                Ok(())
            }
            _ => Err("host, program, name, forward, link, fault or until"),
        }
    }

    fn take_host(&mut self, rest: &str) -> Parsed<()> {
        const WANTS: &str = "host NAME ADDRESS, at most 8 of them, each its own";
        let (name, address) = rest.split_once(' ').ok_or(WANTS)?;
        let ip = Ip(address.trim().parse().map_err(|_| WANTS)?);
        let is_known = self.hosts.iter().any(|(other, at)| other == name || *at == ip);
        if is_known || self.hosts.len() >= HOSTS_MAX || ip.is_any() || ip.is_loopback() {
            return Err(WANTS);
        }
        self.hosts.push((name.to_owned(), ip));
        Ok(())
    }

    fn take_program(&mut self, rest: &str) -> Parsed<()> {
        const WANTS: &str =
            "program NAME HOST LANGUAGE [start TIME], at most 64, each its own name";
        let words: Vec<&str> = rest.split_whitespace().collect();
        let (&[name, host, language], start) = words.split_first_chunk().ok_or(WANTS)?;
        let start_ms = match start {
            [] => 0,
            ["start", time] => milliseconds(time)?,
            _ => return Err(WANTS),
        };
        let is_known = self.programs.iter().any(|other| other.name == name);
        if is_known || self.programs.len() >= PROGRAMS_MAX {
            return Err(WANTS);
        }
        let language = Language::named(language).ok_or("python, node, browser, rust or peer")?;
        let host = self.host(host)?;
        self.programs.push(Program { name: name.to_owned(), host, language, start_ms });
        Ok(())
    }

    fn take_forward(&mut self, rest: &str) -> Parsed<()> {
        const WANTS: &str = "forward NAME:PORT HOST:PORT";
        let (from, to) = rest.split_once(' ').ok_or(WANTS)?;
        let part = |text: &str| {
            let (name, port) = text.trim().rsplit_once(':').ok_or(WANTS)?;
            Ok::<_, &'static str>((name.to_owned(), port.parse().map_err(|_| WANTS)?))
        };
        let ((name, from_port), (host, to_port)) = (part(from)?, part(to)?);
        let target = self.hosts[self.host(&host)?].1;
        let known = self.resolve(&name);
        let ip = known.first().copied().unwrap_or(target);
        if known.is_empty() {
            self.names.push((name.clone(), target));
        }
        let (from, to) = (Endpoint::new(ip, from_port), Endpoint::new(target, to_port));
        self.forwards.push(Forward { name, from, to });
        Ok(())
    }

    fn host(&self, name: &str) -> Parsed<usize> {
        self.hosts.iter().position(|(known, _)| known == name).ok_or("a host that was named before")
    }

    /// Reads one fault: `drop 3`, `delay 3 300ms`, `duplicate 3`, `reset HOST STEP`,
    /// `kill PROGRAM STEP`, `fill HOST STEP`, `set HOST NAME VALUE STEP`.
    pub fn fault(&self, text: &str) -> Parsed<Fault> {
        const WANTS: &str = "drop, duplicate, delay, reset, kill, fill or set, and its arguments";
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |text: &str| text.parse::<usize>().map_err(|_| WANTS);
        let host = |name: &str| match (name, self.is_parted()) {
            (SERVER, true) => Ok(HostId(0)),
            (CLIENT, true) => Ok(HostId(1)),
            _ => self.host(name).map(|at| HostId(at as u32)),
        };
        Ok(match words.as_slice() {
            ["drop", segment] => Fault::Drop(number(segment)?),
            ["duplicate", segment] => Fault::Duplicate(number(segment)?),
            ["delay", segment, time] => {
                let ms = u32::try_from(milliseconds(time)?).map_err(|_| WANTS)?;
                Fault::Delay(number(segment)?, ms)
            }
            ["reset", name, step] => Fault::Reset(host(name)?, number(step)?),
            ["fill", name, step] => Fault::Fill(host(name)?, number(step)?),
            ["kill", program, step] => {
                self.programs.iter().find(|it| it.name == *program).ok_or("a program's name")?;
                Fault::Kill((*program).to_owned(), number(step)?)
            }
            ["set", name, knob, value, step] => {
                let at = KNOBS.iter().position(|it| it.name == *knob).ok_or("a setting's name")?;
                let value = value.parse().map_err(|_| WANTS)?;
                if !(KNOBS[at].least..=KNOBS[at].most).contains(&value) {
                    return Err("a value within the setting's bounds");
                }
                Fault::Tune(Tuned { host: host(name)?, knob: at, value }, number(step)?)
            }
            _ => return Err(WANTS),
        })
    }

    /// Whether the programs of one machine are drawn as two sides: the first, which others reach,
    /// and those.
    fn is_parted(&self) -> bool {
        self.hosts.len() == 1 && self.programs.len() > 1
    }

    /// The addresses of a name, as programs are told them.
    pub fn resolve(&self, name: &str) -> Vec<Ip> {
        if let Ok(literal) = name.parse() {
            return vec![Ip(literal)];
        }
        let hosts = self.hosts.iter().map(|(known, ip)| (known, *ip));
        let names = self.names.iter().map(|(known, ip)| (known, *ip));
        let mut all = names.chain(hosts);
        let found = all.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, ip)| ip);
        let is_local = name.eq_ignore_ascii_case("localhost");
        match found {
            Some(ip) => vec![ip],
            None if is_local => vec![Ip::LOOPBACK],
            None => Vec::new(),
        }
    }

    /// Where a connection to an endpoint comes to.
    pub fn forwarded(&self, to: Endpoint) -> Option<&Forward> {
        self.forwards.iter().find(|it| it.from == to)
    }

    /// The world before the first call, and who makes calls in it: a thread a program.
    pub fn stage(&self) -> Recorder {
        let mut history = History::new(SEED);
        let mut hosts = Vec::new();
        for (at, (name, address)) in self.hosts.iter().enumerate() {
            history.apply(Input::AddHost { name: name.clone(), address: Some(*address) });
            hosts.push(Host::new(HostId(at as u32), name, *address));
        }
        let mut link = self.wire.link();
        link.script = fates(&self.faults);
        for one in 0..hosts.len() {
            for other in one + 1..hosts.len() {
                let (one, other) = (HostId(one as u32), HostId(other as u32));
                history.apply(Input::Join { one, other, link: link.clone() });
            }
        }
        if let [only] = hosts.as_slice() {
            history.apply(Input::ChangeLoopback { host: only.id, to: self.wire.loopback(link) });
        }
        let is_parted = self.is_parted();
        if let ([only], true) = (hosts.as_mut_slice(), is_parted) {
            let (real, address) = (only.id, only.address);
            SERVER.clone_into(&mut only.name);
            hosts.push(Host::part(HostId(1), real, CLIENT, address));
        }
        let mut threads = Vec::new();
        let mut counts = vec![0; hosts.len()];
        for program in &self.programs {
            let host = HostId(program.host as u32);
            history.apply(Input::Spawn { host, name: program.name.clone() });
            // A host numbers its processes and threads from 0, in the order of their coming.
            let id = counts[program.host];
            let shown = if is_parted && !threads.is_empty() { HostId(1) } else { host };
            threads.push(Thread::new(&program.name, shown, ProcessId(id), ThreadId(id)));
            counts[program.host] += 1;
        }
        Recorder::new(history, hosts, threads, Budget { steps: STEPS_MAX, inputs: usize::MAX })
    }
}

impl Wire {
    /// Changes what a text names: `delay 10ms; rate 64kbit; loss 5; mtu 576`, loss in percent.
    pub fn change(&mut self, text: &str) -> Parsed<()> {
        const WANTS: &str = "delay TIME; rate NUMBERkbit; loss PERCENT; mtu NUMBER";
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once(' ').ok_or(WANTS)?;
            let value = value.trim();
            let number = |text: &str| text.parse::<u32>().map_err(|_| WANTS);
            match name {
                "delay" => self.delay_ms = milliseconds(value)?,
                "rate" => {
                    let kbit = value.strip_suffix("kbit").ok_or(WANTS)?;
                    self.rate_kbit = u64::from(number(kbit)?);
                }
                "loss" => self.loss = number(value)?.min(100) * 10_000,
                "mtu" => self.mtu = number(value)?.clamp(576, 65_535),
                _ => return Err(WANTS),
            }
        }
        Ok(())
    }

    /// The link as the kernel has it.
    pub fn link(&self) -> Link {
        let mut link = Link::with_delay_ns(self.delay_ms * 1_000_000);
        link.rate_bps = self.rate_kbit * 1_000;
        link.chances.drop = self.loss;
        if self.mtu > 0 {
            link.mtu = self.mtu;
        }
        link
    }

    /// The same as a loopback: its packets may be as large as Linux's.
    pub fn loopback(&self, mut link: Link) -> Link {
        if self.mtu == 0 {
            link.mtu = 65_536;
        }
        link
    }
}

/// Reads `20ms`, `3s` or `2min`.
fn milliseconds(text: &str) -> Parsed<u64> {
    const WANTS: &str = "a time of a day at most: 20ms, 3s, 2min";
    let units = [("ms", 1), ("min", 60_000), ("s", 1_000)];
    let found = units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, *factor)));
    let (number, factor): (&str, u64) = found.ok_or(WANTS)?;
    let number: u64 = number.trim().parse().map_err(|_| WANTS)?;
    number.checked_mul(factor).filter(|ms| *ms <= TIME_MS_MAX).ok_or(WANTS)
}
