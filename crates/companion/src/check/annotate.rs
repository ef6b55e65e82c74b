//! What went both ways, line by line: who, the bytes, and what they are.

use std::fmt::Write as _;

use checker::websocket::{Entry, Group, Transcript, Way};
use figure_kit::{legible, words::Vocabulary as _};
use figures::websocket::frame_anatomy::{
    Words as Frames, meaning,
    part::FramePart,
    reading::{self, Anatomy},
};
use websocket::{Role, connection::Limits};

use super::words::Words;

/// Entries that are told of one case.
const LINES_MAX: usize = 24;

/// Bytes that are shown of one entry.
const SHOWN_LEN: usize = 16;

/// Characters that are shown of a payload.
const TEXT_LEN: usize = 24;

/// Bytes of one direction that may be handed on to `workbook explain`.
const EXPLAINED_LEN_MAX: usize = 64;

/// How much of a head is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// Its first line.
    InShort,
    /// The fields of the handshake too.
    WithFields,
}

impl Heads {
    /// As much as a case of this group is about.
    pub(super) const fn of(group: Group) -> Self {
        match group {
            Group::Handshake | Group::Deflate => Self::WithFields,
            _ => Self::InShort,
        }
    }
}

/// The bytes of one direction of the last connection, as far as they are kept.
#[derive(Default)]
struct Direction {
    bytes: Vec<u8>,
    /// Whether some of them are missing, so that frames can no more be told apart.
    is_cut: bool,
}

/// The lines, each without what stands before it.
pub(super) fn lines(
    transcript: &Transcript,
    heads: Heads,
    peer: Role,
    words: &Words,
) -> Vec<String> {
    let frames = Frames::in_language(words.language());
    let mut directions = [Direction::default(), Direction::default()];
    let mut lines = Vec::new();
    for entry in transcript.entries() {
        if *entry == Entry::Connected {
            directions = [Direction::default(), Direction::default()];
        }
        match entry {
            Entry::Connected => lines.push(format!("   {}", words.connects())),
            Entry::End => lines.push(format!("<- {}", words.ends())),
            Entry::Reset => lines.push(format!("<- {}", words.resets())),
            Entry::Shutdown => lines.push(format!("-> {}", words.we_end())),
            Entry::Dropped => lines.push(format!("-> {}", words.we_drop())),
            Entry::Waited(ms) => lines.push(format!("   {}", words.waited(ms))),
            Entry::Bytes { way, is_head: true, kept, .. } => head(*way, kept, heads, &mut lines),
            Entry::Bytes { way, kept, len, .. } => {
                let direction = &mut directions[usize::from(*way == Way::Received)];
                let sender = if *way == Way::Received { peer } else { peer.peer() };
                let told = append(direction, kept, *len, sender, &frames);
                lines.push(bytes(*way, kept, *len, &told));
            }
        }
    }
    let left_out = lines.len().saturating_sub(LINES_MAX) + transcript.left_out();
    lines.truncate(LINES_MAX);
    if left_out > 0 {
        lines.push(format!("   {}", words.more_left_out(&left_out)));
    }
    lines
}

/// The bytes of the peer's frames as one word, if they are few: for `workbook explain`.
pub(super) fn received(transcript: &Transcript) -> Option<String> {
    let mut bytes = Vec::new();
    for entry in transcript.entries() {
        match entry {
            Entry::Connected => bytes.clear(),
            Entry::Bytes { way: Way::Received, is_head: false, kept, .. } => {
                bytes.extend_from_slice(kept);
            }
            _ => {}
        }
    }
    let fits = !bytes.is_empty() && bytes.len() <= EXPLAINED_LEN_MAX;
    fits.then(|| legible::spaced_hex(&bytes).replace(' ', ""))
}

fn arrow(way: Way) -> &'static str {
    match way {
        Way::Sent => "->",
        Way::Received => "<-",
    }
}

/// A head: its first line, and those of WebSocket where they count.
fn head(way: Way, bytes: &[u8], heads: Heads, lines: &mut Vec<String>) {
    for (index, line) in String::from_utf8_lossy(bytes).lines().enumerate() {
        let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        let counts = heads == Heads::WithFields
            && (["upgrade", "connection", "host"].contains(&name.as_str())
                || name.starts_with("sec-websocket-"));
        if index == 0 || counts {
            let shown: String = line.chars().take(90).collect();
            lines.push(format!("{} {}", arrow(way), legible::readable(&shown)));
        }
    }
}

fn bytes(way: Way, kept: &[u8], len: usize, told: &str) -> String {
    let shown = &kept[..kept.len().min(SHOWN_LEN)];
    let mut hex = legible::spaced_hex(shown);
    if len > shown.len() {
        let _ = write!(hex, " … ({len})");
    }
    format!("{} {hex:<47}  {told}", arrow(way)).trim_end().to_owned()
}

/// Adds bytes to their direction, and tells the frames that begin in them.
fn append(
    direction: &mut Direction,
    kept: &[u8],
    len: usize,
    sender: Role,
    words: &Frames,
) -> String {
    if direction.is_cut {
        return String::new();
    }
    let start = direction.bytes.len();
    direction.bytes.extend_from_slice(kept);
    direction.is_cut = kept.len() < len;
    let anatomy: Anatomy = reading::read(&direction.bytes, sender, Limits::default());
    let begun: Vec<&FramePart> =
        anatomy.frames.iter().filter(|frame| frame.start >= start).collect();
    let mut told: Vec<String> =
        begun.iter().take(4).map(|frame| frame_in_short(frame, &direction.bytes, words)).collect();
    if begun.len() > told.len() {
        told.push(format!("… ({})", begun.len()));
    }
    told.join(" · ")
}

/// A frame in a few words: its kind, what is special in its header, the start of its payload.
fn frame_in_short(frame: &FramePart, bytes: &[u8], words: &Frames) -> String {
    let mut told = meaning::opcode(frame.opcode(), words).to_owned();
    if !frame.fin() {
        told.push_str(" FIN 0");
    }
    for (bit, name) in [(0x40, " RSV1"), (0x20, " RSV2"), (0x10, " RSV3")] {
        if frame.first & bit != 0 {
            told.push_str(name);
        }
    }
    if frame.is_masked() {
        told.push_str(" MASK");
    }
    if let Some(length) = frame.length {
        let _ = write!(told, " {length}");
    }
    let payload = frame.payload();
    let plain = frame.plain(bytes, payload.start..payload.end.min(payload.start + TEXT_LEN));
    match (frame.opcode(), &plain[..]) {
        (Ok(websocket::frame::Opcode::Close), [high, low, reason @ ..]) => {
            let _ = write!(told, ": {}", u16::from_be_bytes([*high, *low]));
            if let Ok(reason) = str::from_utf8(reason)
                && !reason.is_empty()
            {
                let _ = write!(told, " “{}”", legible::readable(reason));
            }
        }
        (_, []) => {}
        (_, plain) => match str::from_utf8(plain) {
            Ok(text) if !text.chars().any(legible::disturbs) => {
                let _ = write!(told, " “{}”", legible::readable(text));
            }
            _ => {
                let _ = write!(told, " {}", legible::spaced_hex(&plain[..plain.len().min(8)]));
            }
        },
    }
    told
}
