//! What a turn of JavaScript is told, as bytes: a count, then `u8 kind, u32 id`, fields.

use kernel::{Errno, Payload};

use crate::codec::Writer;

/// An address as Node reports it: its text may be IPv6 where the kernel's is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) address: String,
    pub(crate) port: u16,
}

/// What went wrong, in Node's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) syscall: &'static str,
    pub(crate) code: &'static str,
    /// Negative, as libuv has it.
    pub(crate) errno: i32,
    pub(crate) place: Place,
}

impl Failure {
    pub(crate) fn new(syscall: &'static str, errno: Errno) -> Self {
        let (code, errno) = (errno.name(), -errno.number());
        Self { syscall, code, errno, place: Place::default() }
    }

    pub(crate) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// No such name. The number is libuv's own, for the system has none.
    pub(crate) fn not_found(name: &str) -> Self {
        let place = Place { address: name.to_owned(), port: 0 };
        Self { syscall: "getaddrinfo", code: "ENOTFOUND", errno: -3008, place }
    }
}

/// How much a line of a browser's console matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    Listening(Place),
    Connection { new: u32, remote: Place, local: Place },
    Connected { remote: Place, local: Place },
    Data(Payload),
    End,
    Failed(Failure),
    Written(usize),
    Closed,
    Timer,
    Datagram { from: Place, bytes: Payload },
    Resolved(Vec<String>),
    SocketOpened { protocol: String, extensions: String },
    SocketMessage { is_text: bool, bytes: Vec<u8> },
    SocketClosed { was_clean: bool, code: u16, reason: String },
    SocketError,
    SocketSent(usize),
    Response { status: u16, reason: String, fields: Vec<(String, String)>, url: String },
    Body(Vec<u8>),
    BodyEnd,
    FetchFailed(String),
    Console(Level, String),
    Compressed { bytes: Vec<u8>, is_done: bool },
    CompressorFailed(&'static str),
}

/// The events of a turn, each with the number of what it is about.
pub(crate) fn write_events(events: &[(u32, Event)]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.list(events, |writer, (id, event)| {
        writer.u8(event.kind()).u32(*id);
        event.write(writer);
    });
    writer.bytes
}

impl Event {
    const fn kind(&self) -> u8 {
        match self {
            Self::Listening(_) => 1,
            Self::Connection { .. } => 2,
            Self::Connected { .. } => 3,
            Self::Data(_) => 4,
            Self::End => 5,
            Self::Failed(_) => 6,
            Self::Written(_) => 7,
            Self::Closed => 8,
            Self::Timer => 9,
            Self::Datagram { .. } => 10,
            Self::Resolved(_) => 11,
            Self::SocketOpened { .. } => 20,
            Self::SocketMessage { .. } => 21,
            Self::SocketClosed { .. } => 22,
            Self::SocketError => 23,
            Self::SocketSent(_) => 24,
            Self::Response { .. } => 25,
            Self::Body(_) => 26,
            Self::BodyEnd => 27,
            Self::FetchFailed(_) => 28,
            Self::Console(..) => 29,
            Self::Compressed { .. } => 31,
            Self::CompressorFailed(_) => 32,
        }
    }

    fn write(&self, to: &mut Writer) {
        match self {
            Self::End | Self::Closed | Self::Timer | Self::SocketError | Self::BodyEnd => {}
            Self::Listening(place) => write_place(to, place),
            Self::Connection { new, remote, local } => {
                to.u32(*new);
                write_place(to, remote);
                write_place(to, local);
            }
            Self::Connected { remote, local } => {
                write_place(to, remote);
                write_place(to, local);
            }
            Self::Data(bytes) => _ = to.data(bytes),
            Self::Failed(failure) => {
                to.text(failure.syscall).text(failure.code).i32(failure.errno);
                write_place(to, &failure.place);
            }
            Self::Written(count) | Self::SocketSent(count) => _ = to.u32(*count as u32),
            Self::Datagram { from, bytes } => {
                write_place(to, from);
                to.data(bytes);
            }
            Self::Resolved(addresses) => _ = to.list(addresses, |to, it| _ = to.text(it)),
            Self::SocketOpened { protocol, extensions } => _ = to.text(protocol).text(extensions),
            Self::SocketMessage { is_text, bytes } => {
                to.u8(if *is_text { 1 } else { 2 }).data(bytes);
            }
            Self::SocketClosed { was_clean, code, reason } => {
                to.u8(u8::from(*was_clean)).u16(*code).text(reason);
            }
            Self::Response { status, reason, fields, url } => {
                to.u16(*status).text(reason);
                to.list(fields, |to, (name, value)| _ = to.text(name).text(value)).text(url);
            }
            Self::Body(bytes) => _ = to.data(bytes),
            Self::FetchFailed(text) => _ = to.text(text),
            Self::Console(level, text) => {
                to.text(if *level == Level::Error { "error" } else { "warning" }).text(text);
            }
            Self::Compressed { bytes, is_done } => _ = to.data(bytes).u8(u8::from(*is_done)),
            Self::CompressorFailed(text) => _ = to.text(text),
        }
    }
}

fn write_place(to: &mut Writer, place: &Place) {
    to.text(&place.address).u16(place.port);
}
