//! An echo written as learners write one, every check in its place, with one flaw at will.

use checker::websocket::Frame as Sent;
use websocket::{
    Role,
    connection::{Connection, Data, Event, Limits, MaskKeys, Message, Output},
    frame::mask,
    handshake::deflate::Parameters,
};

/// What is wrong, by its name; the empty name is nothing.
pub(crate) type Flaw = &'static str;

/// One end of an open connection.
pub(crate) struct Endpoint {
    role: Role,
    flaw: Flaw,
    deflate: Option<Parameters>,
    header: Vec<u8>,
    frame: Option<Frame>,
    /// The message that is open: its kind, whether it is compressed, its bytes.
    open: Option<(u8, bool, Vec<u8>)>,
    fragments: usize,
    messages: usize,
    pings: usize,
    first_key: Option<[u8; 4]>,
    late_pongs: Vec<Vec<u8>>,
    inflater: Option<Connection>,
    deflater: Option<Connection>,
    keys: u32,
    closing: bool,
    out: Vec<u8>,
    pub(crate) ended: bool,
}

/// A frame whose payload is coming.
struct Frame {
    fin: bool,
    reserved: u8,
    opcode: u8,
    key: Option<[u8; 4]>,
    len: u64,
    payload: Vec<u8>,
}

/// The connection is to fail with this code.
struct Fault(u16);

impl Endpoint {
    pub(crate) fn new(role: Role, flaw: Flaw, deflate: Option<Parameters>) -> Self {
        let mut endpoint = Self {
            role,
            flaw,
            deflate,
            header: Vec::new(),
            frame: None,
            open: None,
            fragments: 0,
            messages: 0,
            pings: 0,
            first_key: None,
            late_pongs: Vec::new(),
            inflater: None,
            deflater: None,
            keys: 1,
            closing: false,
            out: Vec::new(),
            ended: false,
        };
        match flaw {
            "greets" => endpoint.send(0x81, b"welcome"),
            "pongs-by-itself" => endpoint.send(0x8a, b"here I am"),
            _ => {}
        }
        endpoint
    }

    fn is(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }

    /// Takes what one read gave, and gives what is written.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut rest = bytes;
        if self.is("header-in-one-read") && !bytes.is_empty() {
            self.header.clear();
        }
        if self.is("frame-in-one-read") {
            self.header.clear();
            self.frame = None;
        }
        while !rest.is_empty() && !self.ended {
            if self.closing && !self.speaks_after_close() {
                break;
            }
            match self.step(&mut rest) {
                Ok(whole) => {
                    if whole && self.is("one-frame-a-read") {
                        break;
                    }
                }
                Err(_) if self.is("ignores-faults") => {
                    (self.header, self.frame) = (Vec::new(), None);
                    break;
                }
                Err(Fault(code)) => self.fail(code),
            }
        }
        std::mem::take(&mut self.out)
    }

    fn speaks_after_close(&self) -> bool {
        ["echoes-after-close", "pongs-after-close", "closes-twice"].contains(&self.flaw)
    }

    /// The peer ended its side.
    pub(crate) fn end(&mut self) {
        self.ended = !self.is("ignores-the-end");
    }

    fn fail(&mut self, code: u16) {
        match self.flaw {
            "faults-in-silence" => {}
            "faults-with-1000" => self.send(0x88, &1000_u16.to_be_bytes()),
            _ => self.send(0x88, &code.to_be_bytes()),
        }
        self.closing = !self.is("goes-on-after-fault");
        self.ended = !["keeps-tcp-after-fault", "goes-on-after-fault"].contains(&self.flaw);
        (self.header, self.frame) = (Vec::new(), None);
    }

    /// Takes a header's byte or as much of a payload as there is; says whether a frame is whole.
    fn step(&mut self, rest: &mut &[u8]) -> Result<bool, Fault> {
        if self.frame.is_none() {
            self.header.push(rest[0]);
            *rest = &rest[1..];
            self.frame = self.parse()?;
        }
        let flaw = self.flaw;
        let key_of_all = self.first_key;
        let Some(frame) = &mut self.frame else { return Ok(false) };
        let taken = frame.payload.len();
        let len = ((frame.len - taken as u64) as usize).min(rest.len());
        let mut piece = rest[..len].to_vec();
        *rest = &rest[len..];
        if let Some(key) = frame.key {
            let phase = match flaw {
                "mask-begins-anew-with-a-read" => 0,
                "mask-runs-through-fragments" if frame.opcode == 0 => {
                    taken + self.open.as_ref().map_or(0, |open| open.2.len())
                }
                _ => taken,
            };
            let words = piece.len() - piece.len() % 4;
            match flaw {
                "masks-whole-words" => _ = mask(&mut piece[..words], key, phase),
                "first-key-for-all" => _ = mask(&mut piece, key_of_all.unwrap_or(key), phase),
                "leaves-pings-masked" if frame.opcode == 9 => {}
                _ => _ = mask(&mut piece, key, phase),
            }
        }
        let offset = frame.payload.len();
        frame.payload.extend_from_slice(&piece);
        let is_whole = frame.payload.len() as u64 == frame.len;
        self.judge_piece(offset, is_whole)?;
        if !is_whole {
            return Ok(false);
        }
        let Some(frame) = self.frame.take() else { return Ok(false) };
        self.header.clear();
        self.take(frame)?;
        Ok(true)
    }

    /// Text is judged as it comes.
    fn judge_piece(&self, offset: usize, is_whole: bool) -> Result<(), Fault> {
        let Some(frame) = &self.frame else { return Ok(()) };
        let kind =
            if frame.opcode == 0 { self.open.as_ref().map_or(0, |o| o.0) } else { frame.opcode };
        let compressed = frame.reserved & 4 != 0 || self.open.as_ref().is_some_and(|open| open.1);
        if kind != 1 || compressed || frame.opcode > 2 {
            return Ok(());
        }
        if self.is("text-by-reads") && std::str::from_utf8(&frame.payload[offset..]).is_err() {
            return Err(Fault(1007));
        }
        if self.is("text-by-frames") && is_whole && std::str::from_utf8(&frame.payload).is_err() {
            return Err(Fault(1007));
        }
        if self.is("text-at-the-end") || self.is("text-with-its-frame") && !is_whole {
            return Ok(());
        }
        let before = self.open.as_ref().map_or(&[][..], |open| &open.2);
        self.text(&[before, &frame.payload].concat(), frame.fin && is_whole)
    }

    /// Judges text as far as it came.
    fn text(&self, bytes: &[u8], is_all: bool) -> Result<(), Fault> {
        let limit = if self.is("text-of-8-kib") { 8 << 10 } else { usize::MAX };
        let bytes = &bytes[..bytes.len().min(limit)];
        let has = |wrong: &[u8]| bytes.windows(wrong.len()).any(|window| window == wrong);
        match self.flaw {
            "text-unjudged" => return Ok(()),
            "allows-overlong" if has(&[0xc0, 0xaf]) || has(&[0x80, 0xaf]) => return Ok(()),
            "allows-surrogates" if has(&[0xed, 0xa0]) => return Ok(()),
            "allows-beyond-unicode" if has(&[0xf4, 0x90]) => return Ok(()),
            "allows-five-bytes" if has(&[0xf8]) => return Ok(()),
            "counts-no-continuations" if has(&[0x61, 0x80]) || has(b"\x95a") => return Ok(()),
            "allows-ff" if has(&[0xff]) || has(&[0xfe]) => return Ok(()),
            "refuses-four-bytes" if bytes.iter().any(|byte| *byte >= 0xf0) => {
                return Err(Fault(1007));
            }
            "refuses-noncharacters" if has("\u{fffe}".as_bytes()) => return Err(Fault(1007)),
            "refuses-d7ff" if has("\u{d7ff}".as_bytes()) => return Err(Fault(1007)),
            "refuses-nul" if has(&[0]) => return Err(Fault(1007)),
            _ => {}
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => Ok(()),
            Err(error) if error.error_len().is_none() => {
                let fails = is_all && !self.is("text-may-be-cut-short");
                if fails { Err(Fault(1007)) } else { Ok(()) }
            }
            Err(_) => Err(Fault(1007)),
        }
    }

    /// A header, once its bytes are there.
    fn parse(&mut self) -> Result<Option<Frame>, Fault> {
        let [first, second, ..] = self.header[..] else { return Ok(None) };
        let (fin, reserved, opcode) = (first & 0x80 != 0, first >> 4 & 7, first & 15);
        self.judge_first(fin, reserved, opcode)?;
        let is_masked = second & 0x80 != 0;
        let seven = u64::from(second & 0x7f);
        let width = match seven {
            126 if !self.is("126-is-a-length") => 2,
            127 if !self.is("127-is-a-length") => 8,
            _ => 0,
        };
        self.judge_mask(is_masked, opcode)?;
        if opcode > 7 && seven > 125 && !self.is("accepts-long-control") {
            return Err(Fault(1002));
        }
        let size = 2 + width + if is_masked { 4 } else { 0 };
        if self.header.len() < size {
            return Ok(None);
        }
        let len = self.length(seven, &self.header[2..2 + width], opcode)?;
        let key = is_masked.then(|| std::array::from_fn(|at| self.header[2 + width + at]));
        if self.is("zero-key-is-none") && key == Some([0; 4]) {
            return Err(Fault(1002));
        }
        self.first_key = self.first_key.or(key);
        Ok(Some(Frame { fin, reserved, opcode, key, len, payload: Vec::new() }))
    }

    fn judge_first(&self, fin: bool, reserved: u8, opcode: u8) -> Result<(), Fault> {
        let ignored = match self.flaw {
            "ignores-rsv1" => 4,
            "ignores-rsv2" => 2,
            "ignores-rsv3" => 1,
            "ignores-rsv-on-control" if opcode > 7 => 7,
            "ignores-rsv-on-continuation" if opcode == 0 => 7,
            "ignores-all-rsv-at-once" if reserved == 7 => 7,
            _ => 0,
        };
        let agreed = if self.deflate.is_some() && matches!(opcode, 1 | 2) { 4 } else { 0 };
        let unknown = match self.flaw {
            "unknown-data-is-text" => opcode > 7,
            "unknown-control-is-nothing" => opcode < 8,
            _ => true,
        };
        let is_unknown = matches!(opcode, 3..=7 | 11..) && unknown;
        let is_cut = opcode > 7 && !fin && !self.is("accepts-cut-control");
        let is_wrong = reserved & !ignored & !agreed != 0 || is_unknown || is_cut;
        if is_wrong { Err(Fault(1002)) } else { Ok(()) }
    }

    fn judge_mask(&self, is_masked: bool, opcode: u8) -> Result<(), Fault> {
        let is_right = is_masked == (self.role == Role::Server)
            || self.is("accepts-wrong-masking")
            || self.is("accepts-wrong-masking-of-control") && opcode > 7
            || self.is("accepts-wrong-masking-of-later-fragments") && opcode == 0;
        if is_right { Ok(()) } else { Err(Fault(1002)) }
    }

    fn length(&self, seven: u64, bytes: &[u8], opcode: u8) -> Result<u64, Fault> {
        if bytes.is_empty() {
            return Ok(seven);
        }
        let mut long = bytes.iter().fold(0_u64, |long, byte| long << 8 | u64::from(*byte));
        if bytes.len() == 2 {
            match self.flaw {
                "16-bits-little-endian" => long = u64::from((long as u16).swap_bytes()),
                "16-bits-signed" if long > 0x7fff => return Err(Fault(1002)),
                _ => {}
            }
            let is_short = long < 126 && !self.is("accepts-short-16");
            return if is_short { Err(Fault(1002)) } else { Ok(long) };
        }
        match self.flaw {
            "64-bits-cut-to-32" => long &= 0xffff_ffff,
            "64-bits-cut-to-16" => long &= 0xffff,
            "top-bit-dropped" => long &= u64::MAX >> 1,
            _ => {}
        }
        let shortens = self.flaw.starts_with("64-bits-cut") || self.is("top-bit-dropped");
        if long >> 63 != 0 {
            return Err(Fault(1002));
        }
        if long < 1 << 16 && !shortens && !self.is("accepts-short-64") {
            return Err(Fault(1002));
        }
        if self.is("dies-of-long-lengths") && long > 1 << 40 && opcode < 3 {
            return Err(Fault(0));
        }
        if long > 32 << 20 { Err(Fault(1009)) } else { Ok(long) }
    }

    fn take(&mut self, frame: Frame) -> Result<(), Fault> {
        match frame.opcode {
            8 => self.take_close(&frame.payload),
            9 => {
                self.take_ping(frame.payload);
                Ok(())
            }
            10 => match self.flaw {
                "answers-pongs" => {
                    self.send(0x8a, &frame.payload);
                    Ok(())
                }
                "fears-pongs" => Err(Fault(1002)),
                _ => Ok(()),
            },
            11.. => Ok(()),
            _ => self.take_data(frame),
        }
    }

    fn take_ping(&mut self, mut payload: Vec<u8>) {
        self.pings += 1;
        if self.is("ping-ends-message") {
            self.open = None;
        }
        match self.flaw {
            "no-pongs" => return,
            "pongs-empty" => payload.clear(),
            "pongs-of-100" => payload.truncate(100),
            "pongs-are-text" => payload = String::from_utf8_lossy(&payload).into_owned().into(),
            "first-ping-only" if self.pings > 1 => return,
            "fifty-pings-only" if self.pings > 50 => return,
            "pongs-late" if self.open.is_some() => return self.late_pongs.push(payload),
            "pongs-are-pings" => return self.send(0x89, &payload),
            "pongs-twice" => self.send(0x8a, &payload),
            _ => {}
        }
        if !self.closing || self.is("pongs-after-close") {
            self.send(0x8a, &payload);
        }
    }

    fn take_close(&mut self, body: &[u8]) -> Result<(), Fault> {
        if self.is("ignores-close") || self.is("close-waits-for-message") && self.open.is_some() {
            return Ok(());
        }
        let code = body.first_chunk().map(|code| u16::from_be_bytes(*code));
        match (self.flaw, body.len()) {
            ("close-needs-a-code", 0)
            | ("close-without-reason", 3..)
            | ("reasons-of-100", 103..) => return Err(Fault(1002)),
            ("accepts-body-of-one", 1) | (_, 0) => {}
            (_, 1) => return Err(Fault(1002)),
            _ => {}
        }
        let code = code.unwrap_or(1000);
        let is_legal = matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999);
        let is_refused = match self.flaw {
            "accepts-any-code" => false,
            "knows-1000-only" => code != 1000,
            _ => !is_legal,
        };
        if is_refused {
            return Err(Fault(1002));
        }
        let reason = body.get(2..).unwrap_or_default();
        if std::str::from_utf8(reason).is_err() && !self.is("reasons-unjudged") {
            return Err(Fault(1007));
        }
        if self.closing && !self.is("closes-twice") {
            return Ok(());
        }
        match self.flaw {
            "ends-without-close" => {}
            "says-1005" => self.send(0x88, &1005_u16.to_be_bytes()),
            "says-1000-always" => self.send(0x88, &1000_u16.to_be_bytes()),
            _ if body.is_empty() => self.send(0x88, &[]),
            _ => self.send(0x88, &code.to_be_bytes()),
        }
        self.closing = true;
        let stays = ["keeps-tcp", "keeps-tcp-after-fault"].contains(&self.flaw);
        self.ended = !stays && !self.speaks_after_close() || self.is("ends-without-close");
        Ok(())
    }

    fn take_data(&mut self, frame: Frame) -> Result<(), Fault> {
        let Frame { fin, mut opcode, reserved, payload, .. } = frame;
        if opcode > 2 {
            opcode = 1;
        }
        match (opcode, self.open.is_some()) {
            (0, false) if self.is("stray-continuation-is-text") => opcode = 1,
            (1 | 2, true) if self.is("start-replaces") => self.open = None,
            (1 | 2, true) if self.is("start-goes-on") => opcode = 0,
            (0, false) | (1 | 2, true) => return Err(Fault(1002)),
            _ => {}
        }
        self.fragments = if opcode == 0 { self.fragments + 1 } else { 0 };
        if self.is("hundred-fragments") && self.fragments > 100 {
            return Err(Fault(1008));
        }
        let is_compressed = self.deflate.is_some() && reserved & 4 != 0;
        let (kind, compressed, mut bytes) =
            self.open.take().unwrap_or((opcode, is_compressed, Vec::new()));
        if self.is("last-fragment-only") && opcode == 0 {
            bytes.clear();
        }
        bytes.extend(payload);
        let kind = if self.is("fragments-are-text") && opcode == 0 { 1 } else { kind };
        let ends = match self.flaw {
            "fragments-are-messages" => true,
            "empty-fragment-ends" if opcode == 0 && bytes.is_empty() => true,
            "thousand-empty-end" if self.fragments > 1000 && bytes.is_empty() => true,
            _ => fin,
        };
        if !ends {
            self.open = Some((kind, compressed, bytes));
            return Ok(());
        }
        self.message(kind, compressed, bytes)?;
        for pong in std::mem::take(&mut self.late_pongs) {
            self.send(0x8a, &pong);
        }
        Ok(())
    }

    fn message(&mut self, mut kind: u8, compressed: bool, bytes: Vec<u8>) -> Result<(), Fault> {
        self.messages += 1;
        let mut bytes = if compressed { self.inflate(&bytes)? } else { bytes };
        if self.deflate.is_some() && !compressed && self.is("deflate-needs-rsv1") {
            return Err(Fault(1002));
        }
        if kind == 1 && !self.is("text-by-frames") && !self.is("text-by-reads") {
            self.text(&bytes, true)?;
        }
        if kind == 2 && self.is("binary-is-judged") && std::str::from_utf8(&bytes).is_err() {
            return Err(Fault(1007));
        }
        match self.flaw {
            "drops-empty" if bytes.is_empty() => return Ok(()),
            "drops-one-byte" if bytes.len() == 1 => return Ok(()),
            "drops-long" if bytes.len() > 64 << 10 => return Ok(()),
            "drops-very-long" if bytes.len() > 4 << 20 => return Ok(()),
            "drops-the-hundredth" if self.messages.is_multiple_of(100) => return Ok(()),
            "drops-the-fifth" if self.messages.is_multiple_of(5) => return Ok(()),
            "cuts-at-32-kib" => bytes.truncate(32 << 10),
            "changes-case" => bytes.make_ascii_lowercase(),
            "strips-the-mark" if bytes.starts_with(&[0xef, 0xbb, 0xbf]) => _ = bytes.drain(..3),
            "latin-1" if kind == 1 => {
                bytes = bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into();
            }
            "text-is-binary" => kind = 2,
            "binary-is-text" => kind = 1,
            "stops-at-nul" => {
                let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
                bytes.truncate(end);
            }
            "echoes-twice" => self.send(0x80 | kind, &bytes),
            _ => {}
        }
        if self.closing && !self.is("echoes-after-close") {
            return Ok(());
        }
        if self.is("hurries-to-close") && bytes == b"last words" {
            return Ok(());
        }
        if compressed {
            self.send_compressed(kind, &bytes);
        } else {
            self.send(0x80 | kind, &bytes);
        }
        Ok(())
    }
}

/// Compression, by the engine's own.
impl Endpoint {
    fn coder(role: Role, deflate: Parameters) -> Connection {
        let limits =
            Limits { message_len_max: 64 << 20, frame_len_max: 64 << 20, ..Limits::default() };
        let plain = match role {
            Role::Server => Connection::server(limits),
            Role::Client => Connection::client(limits, MaskKeys::fixed([0; 4])),
        };
        plain.with_deflate(deflate)
    }

    fn inflate(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
        match (self.flaw, bytes) {
            ("no-stored-blocks", [first, ..]) if first.trailing_zeros() >= 3 => {
                return Err(Fault(1007));
            }
            ("no-final-blocks", [first, ..]) if first & 1 == 1 => return Err(Fault(1007)),
            ("no-second-block", _) if bytes.windows(4).any(|tail| tail == [0, 0, 255, 255]) => {
                return Err(Fault(1007));
            }
            ("inflates-anew", _) => self.inflater = None,
            _ => {}
        }
        let agreed = self.deflate.unwrap_or_default();
        let role = self.role;
        let mut coder = self.inflater.take().unwrap_or_else(|| Self::coder(role, agreed));
        // As binary, so that text is judged here.
        let frame = Sent::binary(bytes).reserved(4).bytes(role.peer(), [1, 2, 3, 4]);
        let mut rest = &frame[..];
        coder.receive(&mut rest);
        let mut inflated = None;
        while let Some(output) = coder.poll_output() {
            if let Output::Event(Event::Message(Message::Binary(bytes))) = output {
                inflated = Some(bytes);
            }
        }
        self.inflater = Some(coder);
        match inflated {
            None if self.is("inflates-anything") => Ok(Vec::new()),
            None => Err(Fault(1007)),
            Some(bytes) => Ok(bytes),
        }
    }

    fn send_compressed(&mut self, kind: u8, bytes: &[u8]) {
        let mut agreed = self.deflate.unwrap_or_default();
        if self.is("keeps-context") {
            let wish = Parameters::default();
            agreed.server_takeover = wish.server_takeover;
            agreed.client_takeover = wish.client_takeover;
        }
        let role = self.role;
        let mut coder = self.deflater.take().unwrap_or_else(|| Self::coder(role, agreed));
        let data = match std::str::from_utf8(bytes) {
            Ok(text) if kind == 1 => Data::Text(text),
            _ => Data::Binary(bytes),
        };
        coder.send(data).unwrap();
        while let Some(output) = coder.poll_output() {
            if let Output::Send(bytes) = output {
                self.out.extend(bytes);
            }
        }
        self.deflater = Some(coder);
    }

    fn send(&mut self, first: u8, payload: &[u8]) {
        let masks = (self.role == Role::Client) != self.is("masks-wrongly");
        let mut len = payload.len();
        if self.is("writes-one-too-few") && len > 125 {
            len -= 1;
        }
        let bit = if masks { 0x80 } else { 0 };
        self.out.push(first);
        match len {
            126 if self.is("writes-126-in-seven-bits") => self.out.push(0x7e | bit),
            125 if self.is("writes-125-in-16-bits") => self.out.extend([0x7e | bit, 0, 125]),
            0..=125 => self.out.push(len as u8 | bit),
            126..=0xffff => {
                self.out.push(0x7e | bit);
                let bytes = (len as u16).to_be_bytes();
                let swapped = self.is("writes-little-endian");
                self.out.extend(if swapped { [bytes[1], bytes[0]] } else { bytes });
            }
            _ if self.is("writes-no-64-bits") => {
                self.out.push(0x7e | bit);
                self.out.extend((len as u16).to_be_bytes());
            }
            _ => {
                self.out.push(0x7f | bit);
                self.out.extend((len as u64).to_be_bytes());
            }
        }
        let start = self.out.len();
        if masks {
            self.keys += u32::from(!self.is("one-key"));
            let key = self.keys.wrapping_mul(2_654_435_761).to_be_bytes();
            self.out.extend(key);
            self.out.extend(payload);
            mask(&mut self.out[start + 4..], key, 0);
        } else {
            self.out.extend(payload);
        }
    }
}
