//! How everybody stands when a run rests: who waits for what, and what would end it.

use kernel::{Address, Call, Endpoint, HostId, ProcessId, World};

use crate::codec::{Malformed, Reader, Writer, read_call, write_call};
use crate::lab::Rest;
use crate::stage::Stage;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with a status.
    Exited(i32),
    /// The reader stopped it.
    Stopped,
    /// A fault killed it.
    Killed,
    /// It computed without end.
    Computing,
    /// It took too much memory.
    Memory,
    /// It wrote too much.
    Output,
    /// It did not answer for too long.
    Silent,
    /// What runs it failed.
    Broken,
}

impl Ended {
    /// All but [`Ended::Exited`], by the names that a runtime may give them.
    const NAMED: [(&'static str, Self); 7] = [
        ("stopped", Self::Stopped),
        ("killed", Self::Killed),
        ("loop", Self::Computing),
        ("memory", Self::Memory),
        ("output", Self::Output),
        ("silent", Self::Silent),
        ("broken", Self::Broken),
    ];

    /// The end of a name; what no name says is broken.
    pub fn named(name: &str) -> Self {
        let found = Self::NAMED.iter().find(|(known, _)| *known == name);
        found.map_or(Self::Broken, |(_, ended)| *ended)
    }

    /// Its name, and `exited` for one that ended by itself.
    pub fn name(self) -> &'static str {
        let found = Self::NAMED.iter().find(|(_, known)| *known == self);
        found.map_or("exited", |(name, _)| name)
    }
}

/// What a thread does, or waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is over: how its process ended, if that has.
    Over(Option<Ended>),
    /// It has not begun.
    Later,
    /// It could go on.
    Ready,
    /// It sleeps in a call.
    Kernel(Call),
    /// It waits for a lock that a thread of its process holds, if that is known.
    Lock {
        /// Which.
        lock: u32,
        /// Who holds it.
        holder: Option<u32>,
    },
    /// It waits for a line of input.
    Reading,
    /// It is a page in which nothing is left to happen.
    Idle,
}

/// A thread and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadReport {
    /// Its program.
    pub process: usize,
    /// Its number within it.
    pub thread: u32,
    /// The line at which it last asked for something.
    pub line: u32,
    /// How it stands.
    pub standing: Standing,
    /// For one that sleeps in a call: the endpoint at which that would be ended, and the program
    /// at the other end of its connection.
    pub local: Option<Endpoint>,
    /// That program.
    pub peer: Option<usize>,
}

/// How everybody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Why the run rests, if it does.
    pub rest: Option<Rest>,
    /// The virtual time, in nanoseconds.
    pub now: u64,
    /// How many steps are recorded.
    pub steps: usize,
    /// Whether more happened than is recorded.
    pub is_cut: bool,
    /// Everybody.
    pub threads: Vec<ThreadReport>,
}

const RESTS: [Rest; 7] =
    [Rest::Paused, Rest::Input, Rest::Ended, Rest::Quiet, Rest::Time, Rest::Budget, Rest::Stopped];

impl Report {
    pub(crate) fn of(
        stage: &Stage,
        rest: Option<Rest>,
        threads: Vec<(usize, u32, u32, Standing)>,
    ) -> Self {
        let threads = threads.into_iter().map(|(process, thread, line, standing)| {
            let (local, peer) = match &standing {
                Standing::Kernel(call) => ends(stage, process, call),
                _ => (None, None),
            };
            ThreadReport { process, thread, line, standing, local, peer }
        });
        Self {
            rest,
            now: stage.world().now().0,
            steps: stage.recorder().position(),
            is_cut: stage.recorder().is_blind(),
            threads: threads.collect(),
        }
    }

    /// The threads that wait for each other in a circle: nothing of theirs can end it. Each waits
    /// for a lock of the next, or for bytes from a program that waits itself.
    pub fn circle(&self) -> Vec<usize> {
        let waits_for = |at: usize| -> Option<usize> {
            let thread = &self.threads[at];
            let is_it = |process: usize, number: Option<u32>| {
                self.threads.iter().position(|other| {
                    other.process == process
                        && number.is_none_or(|number| other.thread == number)
                        && matches!(other.standing, Standing::Kernel(_) | Standing::Lock { .. })
                })
            };
            match &thread.standing {
                Standing::Lock { holder: Some(holder), .. } => is_it(thread.process, Some(*holder)),
                Standing::Kernel(_) => is_it(thread.peer?, None),
                _ => None,
            }
        };
        for start in 0..self.threads.len() {
            let mut path = vec![start];
            while let Some(next) = path.last().and_then(|at| waits_for(*at)) {
                if let Some(from) = path.iter().position(|at| *at == next) {
                    return path.split_off(from);
                }
                path.push(next);
            }
        }
        Vec::new()
    }

    /// The report as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        let rest = self.rest.and_then(|rest| RESTS.iter().position(|known| *known == rest));
        writer.u8(rest.map_or(255, |at| at as u8)).u64(self.now);
        writer.u32(self.steps as u32).u8(u8::from(self.is_cut));
        writer.list(&self.threads, |it, thread| {
            it.u32(thread.process as u32).u32(thread.thread).u32(thread.line);
            write_standing(it, &thread.standing);
            it.text(&thread.local.map_or_else(String::new, |local| local.to_string()));
            it.i32(thread.peer.map_or(-1, |peer| i32::try_from(peer).unwrap_or(-1)));
        });
        writer.bytes
    }

    /// Reads a report.
    pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let rest = RESTS.get(usize::from(reader.u8()?)).copied();
        let (now, steps, is_cut) = (reader.u64()?, reader.u32()? as usize, reader.u8()? == 1);
        let threads = reader.list(|it| {
            Ok(ThreadReport {
                process: it.u32()? as usize,
                thread: it.u32()?,
                line: it.u32()?,
                standing: read_standing(it)?,
                local: endpoint(&it.text()?),
                peer: usize::try_from(it.i32()?).ok(),
            })
        })?;
        Ok(Self { rest, now, steps, is_cut, threads })
    }
}

fn write_standing(writer: &mut Writer, standing: &Standing) {
    match standing {
        Standing::Over(None) => _ = writer.u8(0),
        Standing::Over(Some(Ended::Exited(status))) => _ = writer.u8(1).i32(*status),
        Standing::Over(Some(ended)) => _ = writer.u8(2).text(ended.name()),
        Standing::Later => _ = writer.u8(3),
        Standing::Ready => _ = writer.u8(4),
        Standing::Kernel(call) => write_call(writer.u8(5), call),
        Standing::Lock { lock, holder } => {
            writer.u8(6).u32(*lock).i32(holder.map_or(-1, u32::cast_signed));
        }
        Standing::Reading => _ = writer.u8(7),
        Standing::Idle => _ = writer.u8(8),
    }
}

fn read_standing(reader: &mut Reader<'_>) -> Result<Standing, Malformed> {
    let at = reader.at();
    Ok(match reader.u8()? {
        0 => Standing::Over(None),
        1 => Standing::Over(Some(Ended::Exited(reader.i32()?))),
        2 => Standing::Over(Some(Ended::named(&reader.text()?))),
        3 => Standing::Later,
        4 => Standing::Ready,
        5 => Standing::Kernel(read_call(reader)?.ok_or(Malformed { at })?),
        6 => Standing::Lock { lock: reader.u32()?, holder: u32::try_from(reader.i32()?).ok() },
        7 => Standing::Reading,
        8 => Standing::Idle,
        _ => return Err(Malformed { at }),
    })
}

fn endpoint(text: &str) -> Option<Endpoint> {
    let (ip, port) = text.rsplit_once(':')?;
    Some(Endpoint::new(kernel::Ip(ip.parse().ok()?), port.parse().ok()?))
}

/// Where a sleeping call would be ended: its socket's own endpoint, and the program that holds the
/// other end of its connection.
fn ends(stage: &Stage, process: usize, call: &Call) -> (Option<Endpoint>, Option<usize>) {
    let (Call::Accept { fd, .. } | Call::Receive { fd, .. } | Call::Send { fd, .. }) = call else {
        return (None, None);
    };
    let host = HostId(stage.setup().programs[process].host as u32);
    let id = stage.process_id(process);
    let world = stage.world();
    let details = world.host(host).tcp_details();
    let Some(own) = details.iter().find(|it| it.holders.contains(&(id, *fd))) else {
        let rows = world.host(host).socket_rows();
        let file = world.host(host).descriptors(id).into_iter().find(|it| it.0 == *fd);
        let row = file.and_then(|(_, file)| rows.iter().find(|row| row.file == Some(file)));
        let local = row.and_then(|row| match row.local {
            Address::Inet(local) => Some(local),
            _ => None,
        });
        return (local, None);
    };
    let is_peer = |host: HostId| {
        let details = world.host(host).tcp_details();
        let it = details.into_iter().find(|it| (it.local, it.remote) == (own.remote, own.local))?;
        it.holders.first().map(|(holder, _)| (host, *holder))
    };
    let peer = world.hosts().find_map(|(host, _)| is_peer(host));
    (Some(own.local), peer.and_then(|(host, holder)| program(stage, host, holder)))
}

fn program(stage: &Stage, host: HostId, id: ProcessId) -> Option<usize> {
    let programs = stage.setup().programs.iter().enumerate();
    let mut on_host = programs.filter(|(_, it)| it.host == host.0 as usize).map(|(at, _)| at);
    on_host.find(|at| stage.process_id(*at) == id)
}

/// Whether a host has a socket that takes what is sent to a port.
pub(crate) fn serves(world: &World, host: usize, port: u16, is_stream: bool) -> bool {
    let kind = if is_stream { kernel::abi::SOCK_STREAM } else { kernel::abi::SOCK_DGRAM };
    world.host(HostId(host as u32)).socket_rows().iter().any(|row| {
        let is_at = matches!(row.local, Address::Inet(local) if local.port == port);
        row.kind == kind && is_at && (row.listening || !is_stream)
    })
}
