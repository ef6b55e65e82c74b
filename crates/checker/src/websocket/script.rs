//! What a case does and expects, step by step.

use websocket::{
    Role,
    connection::{MaskKeys, Message},
    handshake::{
        accept::{self, digest},
        deflate::Parameters,
        key::KEY_LEN,
    },
};

use super::{Facts, Frame, Head, Item};

/// Between two pieces: long enough for the peer to read the first one alone.
pub(super) const PIECE_PAUSE_MS: u64 = 3;

/// One step. Steps that wait have a time, in [`Facts::patience_ms`].
#[derive(Debug, Clone)]
pub enum Step {
    /// A new connection takes the place of the old one.
    Connect,
    /// A new connection; the old one stays as it is.
    ConnectBeside,
    /// This is about to be asked.
    Ask(Head),
    /// Bytes of a head are sent.
    SendHead(Vec<u8>),
    /// The answer to the request.
    Answered(Answer),
    /// The answer has a field of this name.
    Says(&'static str),
    /// The client's request is awaited and answered.
    Serve(Serving),
    /// Bytes are sent in one go.
    Send(Vec<u8>),
    /// A message is sent as the extension agreed on compresses it, in so many fragments.
    Compress(Message, usize),
    /// So many milliseconds pass; what comes is kept.
    Pause(u64),
    /// These come, messages in their order and pongs in theirs, and nothing else.
    Replies(Vec<Item>),
    /// The same, or the peer says with 1009 that this is too much for it.
    RepliesUnlessTooBig(Vec<Item>),
    /// Some of these pongs come, the last one among them (§5.5.3).
    LastPong {
        /// All pongs that may come, in order.
        pongs: Vec<Vec<u8>>,
        /// Whether the peer may cut the connection off instead, because this is a flood.
        may_refuse: bool,
    },
    /// The peer ends the connection; what is listed may come before.
    Fails {
        /// The codes that fit.
        codes: &'static [u16],
        /// How much it has to say.
        due: Due,
        /// What may come before.
        before: Vec<Item>,
    },
    /// The peer's close frame comes, with one of these codes; 1005 stands for none.
    Closes(&'static [u16]),
    /// The peer may end the connection or wait for more, but may not take what came.
    WaitsOrFails(&'static [u16]),
    /// TCP ends, from the peer's side.
    TcpEnds,
    /// Nothing comes for a short while.
    Quiet,
    /// Nothing comes for a short while but perhaps the end.
    NothingMore,
    /// The client gives the connection up without a message.
    Abandons,
    /// Our side of TCP ends; the other stays.
    Shutdown,
    /// The connection is dropped: reset, where bytes wait, or ended.
    Drop,
    /// The masking keys of the client's frames differ.
    KeysDiffer,
    /// permessage-deflate is agreed on, or the case cannot be asked.
    NeedsDeflate,
    /// The peer's last data frame is marked as compressed.
    IsCompressed,
}

/// What a peer has to say when it ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing: that it ends is all that is asked.
    Nothing,
    /// If it sends a close frame, one of the codes.
    NoOtherCode,
    /// A close frame with one of the codes.
    Code,
}

/// Which answers to a request are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 101, legal in every field.
    Granted,
    /// Anything but 101; these statuses fit best, all where none is listed.
    Refused(&'static [u16]),
    /// One of these statuses.
    RefusedWith(&'static [u16]),
    /// 101 or a refusal; only silence and an illegal 101 are wrong.
    Either,
}

/// How a client's request is answered.
#[derive(Debug, Clone)]
pub struct Serving {
    /// Changes the lines of the legal answer.
    pub edit: fn(&mut Head),
    /// What is agreed to of permessage-deflate.
    pub deflate: Option<Parameters>,
    /// In how many pieces the answer is sent.
    pub pieces: usize,
    /// What is sent in one go with the answer's end.
    pub behind: Vec<u8>,
}

impl Step {
    /// Whether its time running out is worth a line.
    pub(super) fn has_patience(&self) -> bool {
        matches!(
            self,
            Self::Answered(_)
                | Self::Replies(_)
                | Self::RepliesUnlessTooBig(_)
                | Self::LastPong { .. }
                | Self::Fails { .. }
                | Self::Closes(_)
                | Self::TcpEnds
                | Self::Abandons
        )
    }

    /// Whether it waits for a message.
    pub(super) fn wants_a_message(&self) -> bool {
        match self {
            Self::Replies(items) | Self::RepliesUnlessTooBig(items) => {
                items.iter().any(Item::is_message)
            }
            Self::IsCompressed | Self::KeysDiffer => true,
            _ => false,
        }
    }
}

/// Builds the steps of a case for the end that the peer is not.
#[derive(Debug)]
pub struct Script {
    /// The end that the checker plays.
    end: Role,
    authority: String,
    target: String,
    nonce: [u8; KEY_LEN],
    keys: MaskKeys,
    steps: Vec<Step>,
}

impl Script {
    pub(super) fn new(facts: &Facts, name: &str) -> Self {
        let seed = digest(&[name.as_bytes()]);
        let mut long = [0; 32];
        long[..seed.len()].copy_from_slice(&seed);
        Self {
            end: facts.peer.peer(),
            authority: facts.authority.clone(),
            target: facts.target.clone(),
            nonce: std::array::from_fn(|at| seed[at]),
            keys: MaskKeys::seeded(long),
            steps: Vec::new(),
        }
    }

    /// The steps; a script that says nothing of the handshake begins with a plain one.
    pub(super) fn into_steps(mut self) -> Vec<Step> {
        let opens = |step: &Step| matches!(step, Step::Ask(_) | Step::Serve(_) | Step::Connect);
        if !self.steps.first().is_some_and(opens) {
            let steps = std::mem::take(&mut self.steps);
            self.open();
            self.steps.extend(steps);
        }
        if self.end == Role::Client && !matches!(self.steps.first(), Some(Step::Connect)) {
            self.steps.insert(0, Step::Connect);
        }
        self.steps
    }

    /// The end that the checker plays.
    pub(super) const fn end(&self) -> Role {
        self.end
    }

    pub(super) fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// The least legal request, with a key of the case's own.
    pub(super) fn request(&self) -> Head {
        let mut head = Head {
            start: format!("GET {} HTTP/1.1", self.target),
            lines: Vec::new(),
            colon: ": ",
            line_end: "\r\n",
        };
        head.add("Host", &self.authority);
        head.add("Upgrade", "websocket");
        head.add("Connection", "Upgrade");
        head.add("Sec-WebSocket-Key", &accept::encode(&self.nonce));
        head.add("Sec-WebSocket-Version", websocket::handshake::VERSION);
        head
    }

    /// A plain opening handshake, from either end.
    pub(super) fn open(&mut self) {
        match self.end {
            Role::Client => self.ask(|_| {}, Answer::Granted),
            Role::Server => self.serve(|_| {}),
        }
    }

    /// A request with something changed, and the answer that is right.
    pub(super) fn ask(&mut self, edit: impl FnOnce(&mut Head), answer: Answer) {
        self.ask_in_pieces(edit, 1, answer);
    }

    /// The same in so many pieces.
    pub(super) fn ask_in_pieces(
        &mut self,
        edit: impl FnOnce(&mut Head),
        pieces: usize,
        answer: Answer,
    ) {
        let mut head = self.request();
        edit(&mut head);
        let bytes = head.bytes();
        self.step(Step::Ask(head));
        for (index, piece) in bytes.chunks(bytes.len().div_ceil(pieces)).enumerate() {
            if index > 0 {
                self.step(Step::Pause(PIECE_PAUSE_MS));
            }
            self.step(Step::SendHead(piece.to_vec()));
        }
        self.step(Step::Answered(answer));
    }

    /// Waits for the client's request, and answers with something changed.
    pub(super) fn serve(&mut self, edit: fn(&mut Head)) {
        self.serve_as(Serving { edit, deflate: None, pieces: 1, behind: Vec::new() });
    }

    pub(super) fn serve_as(&mut self, serving: Serving) {
        self.step(Step::Serve(serving));
    }

    /// An opening handshake with this offer of permessage-deflate, or this answer to a client's.
    pub(super) fn open_deflate(&mut self, wish: Parameters) {
        match self.end {
            Role::Client => {
                self.ask(
                    |head| head.add("Sec-WebSocket-Extensions", &wish.offer()),
                    Answer::Granted,
                );
            }
            Role::Server => self.serve_as(Serving {
                edit: |_| {},
                deflate: Some(wish),
                pieces: 1,
                behind: Vec::new(),
            }),
        }
        self.step(Step::NeedsDeflate);
    }

    /// The frame as bytes, with the next key.
    pub(super) fn bytes(&mut self, frame: &Frame) -> Vec<u8> {
        let key = self.keys.next_key();
        frame.bytes(self.end, key)
    }

    /// Sends a frame.
    pub(super) fn send(&mut self, frame: &Frame) {
        let bytes = self.bytes(frame);
        self.step(Step::Send(bytes));
    }

    /// Sends frames in one go.
    pub(super) fn send_together(&mut self, frames: &[Frame]) {
        let bytes = frames.iter().flat_map(|frame| self.bytes(frame)).collect();
        self.step(Step::Send(bytes));
    }

    /// Sends frames cut into pieces of so many bytes, with time between them.
    pub(super) fn send_cut(&mut self, frames: &[Frame], len: usize) {
        let bytes: Vec<u8> = frames.iter().flat_map(|frame| self.bytes(frame)).collect();
        for piece in bytes.chunks(len) {
            self.step(Step::Send(piece.to_vec()));
            self.step(Step::Pause(PIECE_PAUSE_MS));
        }
    }

    /// This text comes back.
    pub(super) fn wants_text(&mut self, text: &str) {
        self.step(Step::Replies(vec![Item::Text(text.to_owned())]));
    }

    /// These bytes come back.
    pub(super) fn wants_binary(&mut self, bytes: &[u8]) {
        self.step(Step::Replies(vec![Item::Binary(bytes.to_vec())]));
    }

    /// A pong with these bytes comes.
    pub(super) fn wants_pong(&mut self, payload: &[u8]) {
        self.step(Step::Replies(vec![Item::Pong(payload.to_vec())]));
    }

    /// A text goes and comes back.
    pub(super) fn echo(&mut self, text: &str) {
        self.send(&Frame::text(text));
        self.wants_text(text);
    }

    /// A ping goes, and its pong comes: the peer is alive.
    pub(super) fn is_alive(&mut self) {
        self.send(&Frame::ping("alive?"));
        self.wants_pong(b"alive?");
    }

    /// The peer has to end the connection.
    pub(super) fn fails(&mut self, codes: &'static [u16]) {
        self.step(Step::Fails { codes, due: Due::Nothing, before: Vec::new() });
    }

    /// The peer has to end the connection, and not as if it had been closed rightly.
    pub(super) fn fails_as(&mut self, codes: &'static [u16]) {
        self.step(Step::Fails { codes, due: Due::NoOtherCode, before: Vec::new() });
    }

    /// The peer has to end the connection and to say one of these codes.
    pub(super) fn fails_saying(&mut self, codes: &'static [u16]) {
        self.step(Step::Fails { codes, due: Due::Code, before: Vec::new() });
    }

    /// A new connection, opened plainly.
    pub(super) fn connect_anew(&mut self) {
        self.step(Step::Connect);
        self.open();
    }
}
