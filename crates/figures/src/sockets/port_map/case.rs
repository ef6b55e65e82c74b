//! A process that wants a port, and what stands in its way: asked of the simulated kernel.
//!
//! Invariant: no rule is written here. Every answer is what `bind` and `listen` gave in a world
//! that was brought into the situation by calls.

use std::net::Ipv4Addr;

use figure_kit::figure::Refused;
use figure_kit::value::Value;
use kernel::{Call, CallResult, Endpoint, Errno, HostId, Ip, OptionValue, Outcome, Reply};
use kernel::{ThreadId, World, abi};

use crate::sockets::call_text;

/// The host's own address beside the loopback (RFC 5737 keeps it for books).
const OWN: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
/// An address of some other host.
const FOREIGN: Ip = Ip(Ipv4Addr::new(198, 51, 100, 7));
/// A user who is not root.
const USER: u32 = 1_000;
const OTHER_USER: u32 = 1_001;

figure_kit::names! {
    /// TCP or UDP.
    pub enum Protocol {
        /// TCP.
        Tcp = "tcp",
        /// UDP.
        Udp = "udp",
    }
}

figure_kit::names! {
    /// An address to bind.
    pub enum Address {
        /// Any of this host.
        Any = "any",
        /// The loopback.
        Loopback = "loopback",
        /// The host's own.
        Own = "own",
        /// Another host's.
        Foreign = "foreign",
    }
}

impl Address {
    pub(super) const fn ip(self) -> Ip {
        match self {
            Self::Any => Ip::ANY,
            Self::Loopback => Ip::LOOPBACK,
            Self::Own => OWN,
            Self::Foreign => FOREIGN,
        }
    }
}

figure_kit::names! {
    /// Whose the process is.
    pub enum User {
        /// Root's.
        Root = "root",
        /// Somebody else's.
        Other = "other",
    }
}

figure_kit::names! {
    /// An option that lets sockets share.
    pub enum Share {
        /// `SO_REUSEADDR`.
        Address = "address",
        /// `SO_REUSEPORT`.
        Port = "port",
    }
}

impl Share {
    /// As C writes it.
    pub(super) const fn option(self) -> &'static str {
        match self {
            Self::Address => "SO_REUSEADDR",
            Self::Port => "SO_REUSEPORT",
        }
    }
}

/// Which of the two are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Reuse {
    pub(super) address: bool,
    pub(super) port: bool,
}

impl Reuse {
    pub(super) const fn has(self, share: Share) -> bool {
        match share {
            Share::Address => self.address,
            Share::Port => self.port,
        }
    }

    /// With one of them the other way.
    pub(super) const fn switched(mut self, share: Share) -> Self {
        match share {
            Share::Address => self.address = !self.address,
            Share::Port => self.port = !self.port,
        }
        self
    }
}

/// Written `address`, `port`, both, or nothing.
impl Value for Reuse {
    fn parse(text: &str) -> Result<Self, Refused> {
        let mut reuse = Self::default();
        for word in text.split_whitespace() {
            match Share::parse(word)? {
                Share::Address => reuse.address = true,
                Share::Port => reuse.port = true,
            }
        }
        Ok(reuse)
    }

    fn write(&self) -> String {
        let set = Share::ALL.into_iter().filter(|share| self.has(*share));
        set.map(Share::name).collect::<Vec<_>>().join(" ")
    }

    fn expects() -> String {
        "`address`, `port`, both, or nothing".to_owned()
    }

    fn any() -> Self {
        Self::default()
    }
}

figure_kit::names! {
    /// What holds the port already.
    pub enum Holder {
        /// Nothing.
        Nobody = "nobody",
        /// A socket that is bound and does nothing.
        Bound = "bound",
        /// A socket that listens.
        Listener = "listener",
        /// An accepted connection whose listener is gone.
        Connection = "connection",
        /// What is left of a connection that this side closed first.
        TimeWait = "time-wait",
        /// A socket of the other protocol.
        OtherProtocol = "other-protocol",
    }
}

impl Holder {
    /// Whether only TCP has such a thing.
    pub(super) const fn is_of_tcp(self) -> bool {
        matches!(self, Self::Listener | Self::Connection | Self::TimeWait)
    }
}

/// A situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) port: u16,
    pub(super) protocol: Protocol,
    pub(super) address: Address,
    pub(super) user: User,
    pub(super) capable: bool,
    pub(super) unprivileged_from: u16,
    pub(super) reuse: Reuse,
    pub(super) holder: Holder,
    pub(super) holder_address: Address,
    pub(super) holder_reuse: Reuse,
    pub(super) same_user: bool,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            port: 80,
            protocol: Protocol::Tcp,
            address: Address::Any,
            user: User::Other,
            capable: false,
            unprivileged_from: 1_024,
            reuse: Reuse::default(),
            holder: Holder::Nobody,
            holder_address: Address::Any,
            holder_reuse: Reuse::default(),
            same_user: true,
        }
    }
}

/// How far the process came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It has the port: this one.
    Has(u16),
    /// `bind` failed.
    BindFailed(Errno),
    /// `bind` worked, `listen` failed.
    ListenFailed(Errno),
}

impl Verdict {
    pub(super) const fn is_good(self) -> bool {
        matches!(self, Self::Has(_))
    }

    /// In a few letters.
    pub(super) fn text(self) -> String {
        match self {
            Self::Has(_) => "0".to_owned(),
            Self::BindFailed(errno) => ["bind: ", errno.name()].concat(),
            Self::ListenFailed(errno) => ["listen: ", errno.name()].concat(),
        }
    }
}

/// A call and what it gave.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) call: String,
    pub(super) result: String,
    pub(super) failed: bool,
}

/// The answer: the verdict, and the calls that led to it.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    /// The holder's calls, then those of the process that asks.
    pub(super) before: Vec<Made>,
    pub(super) calls: Vec<Made>,
    /// What `ss` and `/proc/net/udp` say at the end.
    pub(super) ss: String,
}

/// A process at work.
struct Worker<'w> {
    world: &'w mut World,
    host: HostId,
    thread: ThreadId,
    made: Vec<Made>,
}

impl Worker<'_> {
    fn call(&mut self, call: Call) -> CallResult {
        let text = call_text::call(&call);
        let outcome = self.world.syscall(self.host, self.thread, call);
        // On the loopback, everything that these calls wait for happens at once.
        let now = self.world.now();
        self.world.run_until(now);
        let result = match outcome {
            Outcome::Done(result) => result,
            Outcome::Blocked(_) => {
                let finished = self.world.take_finished(self.host, self.thread);
                finished.unwrap_or(Err(Errno::EAGAIN))
            }
        };
        let failed = result.is_err();
        self.made.push(Made { call: text, result: call_text::result(&result), failed });
        result
    }

    fn socket(&mut self, protocol: Protocol) {
        let kind = match protocol {
            Protocol::Tcp => abi::SOCK_STREAM,
            Protocol::Udp => abi::SOCK_DGRAM,
        };
        let _ = self.call(Call::Socket { domain: abi::AF_INET, kind, protocol: 0 });
    }

    fn share(&mut self, reuse: Reuse) {
        let options = [(reuse.address, abi::SO_REUSEADDR), (reuse.port, abi::SO_REUSEPORT)];
        for (_, name) in options.into_iter().filter(|(wanted, _)| *wanted) {
            let value = OptionValue::Int(1);
            let _ = self.call(Call::SetOption { fd: 3, level: abi::SOL_SOCKET, name, value });
        }
    }
}

impl Case {
    fn other_protocol(self) -> Protocol {
        match self.protocol {
            Protocol::Tcp => Protocol::Udp,
            Protocol::Udp => Protocol::Tcp,
        }
    }

    /// Whether there is such a situation: a UDP port cannot be listened on.
    pub(super) fn exists(self) -> bool {
        let of_tcp = self.holder.is_of_tcp() && self.protocol == Protocol::Udp;
        let nothing_to_hold = self.port == 0 && self.holder != Holder::Nobody;
        !of_tcp && !nothing_to_hold
    }

    /// Brings a world into the situation and lets the process try.
    pub(super) fn ask(self) -> Answer {
        let mut world = World::new(u64::from(self.port) + 1);
        let host = world.add_host("here", Some(OWN));
        let from = self.unprivileged_from.to_string();
        // The setting exists and the value is a port.
        let _ = world.set_sysctl(host, "net.ipv4.ip_unprivileged_port_start", &from);
        let before = self.hold(&mut world, host);
        let (process, thread) = world.spawn(host, "app");
        if self.capable {
            world.allow_low_ports(host, process);
        }
        let mut app = Worker { world: &mut world, host, thread, made: Vec::new() };
        if self.user == User::Other {
            let _ = app.call(Call::SetUser { uid: USER });
        }
        app.socket(self.protocol);
        app.share(self.reuse);
        let bound = app.call(Call::bind(3, Endpoint::new(self.address.ip(), self.port)));
        let verdict = match bound {
            Err(errno) => Verdict::BindFailed(errno),
            Ok(_) => self.after_bind(&mut app),
        };
        let calls = app.made;
        let host = world.host(host);
        let ss = match self.protocol {
            Protocol::Tcp => host.ss(),
            Protocol::Udp => host.netstat(),
        };
        Answer { verdict, before, calls, ss }
    }

    fn after_bind(self, app: &mut Worker<'_>) -> Verdict {
        if self.protocol == Protocol::Tcp
            && let Err(errno) = app.call(Call::Listen { fd: 3, backlog: 5 })
        {
            return Verdict::ListenFailed(errno);
        }
        let name =
            if self.port == 0 { app.call(Call::LocalName { fd: 3 }) } else { Ok(Reply::Number(0)) };
        match name {
            Ok(Reply::Name(kernel::Address::Inet(endpoint))) => Verdict::Has(endpoint.port),
            _ => Verdict::Has(self.port),
        }
    }

    /// Has another process hold the port.
    fn hold(self, world: &mut World, host: HostId) -> Vec<Made> {
        if self.holder == Holder::Nobody || !self.exists() {
            return Vec::new();
        }
        let (process, thread) = world.spawn(host, "holder");
        // It came first and was allowed to: what matters is that it is there.
        world.allow_low_ports(host, process);
        let mut holder = Worker { world, host, thread, made: Vec::new() };
        let uid = match (self.same_user, self.user) {
            (true, User::Root) => 0,
            (true, User::Other) => USER,
            (false, _) => OTHER_USER,
        };
        if uid != 0 {
            let _ = holder.call(Call::SetUser { uid });
        }
        let other = self.holder == Holder::OtherProtocol;
        holder.socket(if other { self.other_protocol() } else { self.protocol });
        holder.share(self.holder_reuse);
        let _ = holder.call(Call::bind(3, Endpoint::new(self.holder_address.ip(), self.port)));
        if self.holder.is_of_tcp() {
            let _ = holder.call(Call::Listen { fd: 3, backlog: 5 });
        }
        let mut made = holder.made;
        if matches!(self.holder, Holder::Connection | Holder::TimeWait) {
            made.extend(self.connect(world, host, thread));
        }
        made
    }

    /// A client connects to the holder, which then closes what it does not keep.
    fn connect(self, world: &mut World, host: HostId, holder: ThreadId) -> Vec<Made> {
        let (_, client) = world.spawn(host, "client");
        let mut client = Worker { world, host, thread: client, made: Vec::new() };
        client.socket(Protocol::Tcp);
        // A port of its own choice, so that it does not happen to take the one in question.
        let own = if self.port == 1 { 2 } else { 1 };
        let _ = client.call(Call::bind(3, Endpoint::new(Ip::ANY, own)));
        let to = match self.holder_address {
            Address::Any => Ip::LOOPBACK,
            address => address.ip(),
        };
        let _ = client.call(Call::connect(3, Endpoint::new(to, self.port)));
        let client = client.thread;
        let mut holder = Worker { world, host, thread: holder, made: Vec::new() };
        let _ = holder.call(Call::Accept { fd: 3, flags: 0 });
        if self.holder == Holder::TimeWait {
            let _ = holder.call(Call::Close { fd: 4 });
            let mut client = Worker { world: holder.world, host, thread: client, made: Vec::new() };
            let _ = client.call(Call::Close { fd: 3 });
            let Worker { world, .. } = client;
            holder = Worker { world, host, thread: holder.thread, made: holder.made };
        }
        let _ = holder.call(Call::Close { fd: 3 });
        holder.made
    }
}
