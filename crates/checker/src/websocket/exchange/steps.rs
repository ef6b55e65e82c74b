//! What each step takes, and what it comes to.

use websocket::{
    Role,
    connection::{Connection, Data, Limits, MaskKeys, Message, Output, Part},
    frame::{Opcode, Reserved},
};

use super::{Exchange, Progress};
use crate::websocket::{Due, Finding, Item, Note, Step, Unfit, Verdict};

/// How long nothing has to come where nothing may.
const QUIET_MS: u64 = 300;

fn failed(finding: Finding) -> Progress {
    Progress::End(Verdict::Failed(finding))
}

impl Exchange {
    pub(super) fn play(&mut self, step: &Step) -> Progress {
        match step {
            Step::Ask(head) => self.begin_asking(head),
            Step::Answered(answer) => self.judge_answer(*answer),
            Step::Says(name) => self.judge_field(name),
            Step::Serve(serving) => self.serve(serving),
            Step::SendHead(bytes) => {
                self.post(bytes.clone(), true);
                Progress::Next
            }
            Step::Send(bytes) => {
                self.post(bytes.clone(), false);
                Progress::Next
            }
            Step::Compress(message, parts) => self.compress(message, *parts),
            Step::Pause(ms) if !self.is_time_up => Progress::Wait(*ms),
            Step::Replies(wanted) => self.judge_replies(wanted, false),
            Step::RepliesUnlessTooBig(wanted) => self.judge_replies(wanted, true),
            Step::LastPong { pongs, may_refuse } => self.judge_last_pong(pongs, *may_refuse),
            Step::Fails { codes, due, before } => self.judge_failing(codes, *due, before),
            Step::Closes(codes) => self.judge_closing(codes),
            Step::WaitsOrFails(codes) => self.judge_waiting(codes),
            Step::TcpEnds => self.judge_end(),
            Step::Quiet => self.judge_quiet(),
            Step::NothingMore => match self.items.front() {
                Some(Item::End | Item::Reset) => Progress::Next,
                _ => self.judge_quiet(),
            },
            Step::Abandons => self.judge_abandoning(),
            Step::KeysDiffer => self.judge_keys(),
            Step::NeedsDeflate if self.deflate.is_none() => {
                Progress::End(Verdict::NotApplicable(Unfit::NoDeflate))
            }
            // A pause that is over, and what the driver has done.
            Step::NeedsDeflate
            | Step::Pause(_)
            | Step::Connect
            | Step::ConnectBeside
            | Step::Shutdown
            | Step::Drop => Progress::Next,
            Step::IsCompressed => {
                if !self.is_last_compressed() {
                    self.note.get_or_insert(Note::Uncompressed);
                }
                Progress::Next
            }
        }
    }

    /// All steps are done: what came unasked is looked at once more.
    pub(super) fn last_word(&mut self) -> Verdict {
        self.pass_messages();
        match self.items.pop_front() {
            Some(Item::Illegal(fault)) => Verdict::Failed(Finding::Illegal(fault)),
            Some(Item::AfterClose) => Verdict::Failed(Finding::AfterClose),
            Some(item) if item.is_message() => Verdict::Failed(Finding::Unexpected(item)),
            Some(item @ Item::Pong(_)) => Verdict::Failed(Finding::Unexpected(item)),
            _ => self.note.take().map_or(Verdict::Passed, Verdict::Informational),
        }
    }

    /// Messages of a peer that says what it likes are passed over.
    fn pass_messages(&mut self) {
        if !self.facts.echoes {
            self.items.retain(|item| !item.is_message());
        }
    }

    fn wait(&self) -> Progress {
        Progress::Wait(self.facts.patience_ms)
    }

    fn judge_replies(&mut self, wanted: &[Item], may_be_too_big: bool) -> Progress {
        self.pass_messages();
        loop {
            let missing = |class: usize, skipped: usize| {
                let of_class = |item: &&Item| usize::from(!item.is_message()) == class;
                wanted.iter().filter(of_class).nth(skipped)
            };
            let next = [missing(0, self.matched[0]), missing(1, self.matched[1])];
            let Some(first) = next.iter().flatten().next() else { return Progress::Next };
            let first = || Some((*first).clone());
            match self.items.pop_front() {
                None if self.is_time_up => return failed(Finding::Nothing(first())),
                None => return self.wait(),
                Some(Item::Illegal(fault)) => return failed(Finding::Illegal(fault)),
                Some(Item::End | Item::Reset) => return failed(Finding::Ended(first())),
                Some(Item::Close(1009)) if may_be_too_big => {
                    self.note.get_or_insert(Note::TooBig);
                    return Progress::Next;
                }
                Some(item @ (Item::Close(_) | Item::AfterClose | Item::Ping(_))) => {
                    return failed(Finding::Unexpected(item));
                }
                Some(item) => {
                    let class = usize::from(!item.is_message());
                    match next[class] {
                        Some(wanted) if *wanted == item => self.matched[class] += 1,
                        Some(wanted) => {
                            let wanted = wanted.clone();
                            return failed(Finding::Differs { wanted, seen: item });
                        }
                        None => return failed(Finding::Unexpected(item)),
                    }
                }
            }
        }
    }

    fn judge_last_pong(&mut self, pongs: &[Vec<u8>], may_refuse: bool) -> Progress {
        self.pass_messages();
        loop {
            let last = pongs.last().cloned().unwrap_or_default();
            match self.items.pop_front() {
                None if self.is_time_up => return failed(Finding::Nothing(Some(Item::Pong(last)))),
                None => return self.wait(),
                Some(Item::Illegal(fault)) => return failed(Finding::Illegal(fault)),
                Some(Item::End | Item::Reset) if may_refuse => {
                    self.note.get_or_insert(Note::NoCloseFrame);
                    return Progress::Next;
                }
                Some(Item::Close(code)) if may_refuse => {
                    return self.judge_code(code, &[1008, 1009], false);
                }
                Some(Item::End | Item::Reset) => {
                    return failed(Finding::Ended(Some(Item::Pong(last))));
                }
                Some(Item::Pong(payload)) => {
                    let after = self.matched[1];
                    let place = pongs[after..].iter().position(|pong| *pong == payload);
                    let Some(place) = place else {
                        return failed(Finding::Unexpected(Item::Pong(payload)));
                    };
                    self.matched[1] = after + place + 1;
                    if self.matched[1] == pongs.len() {
                        return Progress::Next;
                    }
                }
                Some(item) => return failed(Finding::Unexpected(item)),
            }
        }
    }

    fn judge_failing(&mut self, codes: &'static [u16], due: Due, before: &[Item]) -> Progress {
        self.pass_messages();
        loop {
            match self.items.pop_front() {
                None if self.is_time_up => return failed(Finding::StillOpen),
                None => return self.wait(),
                Some(Item::Illegal(fault)) => return failed(Finding::Illegal(fault)),
                Some(Item::Close(code)) => {
                    return self.judge_code(code, codes, due != Due::Nothing);
                }
                Some(Item::End | Item::Reset) if due == Due::Code => {
                    return failed(Finding::NoCloseFrame);
                }
                Some(Item::End | Item::Reset) => {
                    self.note.get_or_insert(Note::NoCloseFrame);
                    return Progress::Next;
                }
                Some(item) => {
                    let left = &before[self.matched[0]..];
                    let Some(place) = left.iter().position(|earlier| *earlier == item) else {
                        return failed(Finding::Taken(item));
                    };
                    self.matched[0] += place + 1;
                }
            }
        }
    }

    fn judge_code(&mut self, seen: u16, wanted: &'static [u16], is_due: bool) -> Progress {
        if wanted.is_empty() || wanted.contains(&seen) {
            return Progress::Next;
        }
        if is_due {
            return failed(Finding::Code { wanted, seen });
        }
        self.note.get_or_insert(Note::OtherCode { wanted, seen });
        Progress::Next
    }

    fn judge_closing(&mut self, codes: &'static [u16]) -> Progress {
        self.pass_messages();
        match self.items.pop_front() {
            None if self.is_time_up => {
                failed(Finding::Nothing(Some(Item::Close(codes.first().copied().unwrap_or(1000)))))
            }
            None => self.wait(),
            Some(Item::Illegal(fault)) => failed(Finding::Illegal(fault)),
            Some(Item::Close(code)) => self.judge_code(code, codes, true),
            Some(Item::End | Item::Reset) => failed(Finding::NoCloseFrame),
            Some(item) => failed(Finding::Unexpected(item)),
        }
    }

    fn judge_waiting(&mut self, codes: &'static [u16]) -> Progress {
        self.pass_messages();
        match self.items.pop_front() {
            None if self.is_time_up => {
                self.note.get_or_insert(Note::Waits);
                Progress::Next
            }
            None => Progress::Wait(QUIET_MS),
            Some(Item::Illegal(fault)) => failed(Finding::Illegal(fault)),
            Some(Item::Close(code)) => self.judge_code(code, codes, false),
            Some(Item::End | Item::Reset) => {
                self.note.get_or_insert(Note::NoCloseFrame);
                Progress::Next
            }
            Some(item) => failed(Finding::Taken(item)),
        }
    }

    fn judge_end(&mut self) -> Progress {
        self.pass_messages();
        match self.items.pop_front() {
            None if self.is_time_up => failed(Finding::TcpOpen),
            None => self.wait(),
            Some(Item::End | Item::Reset) => Progress::Next,
            // A close frame says that the end is near.
            Some(Item::Close(_)) => self.judge_end(),
            Some(Item::AfterClose) => failed(Finding::AfterClose),
            Some(Item::Illegal(fault)) => failed(Finding::Illegal(fault)),
            Some(item) => failed(Finding::Unexpected(item)),
        }
    }

    fn judge_quiet(&mut self) -> Progress {
        self.pass_messages();
        match self.items.pop_front() {
            None if self.is_time_up => Progress::Next,
            None => Progress::Wait(QUIET_MS),
            Some(Item::End | Item::Reset) => failed(Finding::Ended(None)),
            Some(Item::Illegal(fault)) => failed(Finding::Illegal(fault)),
            Some(item) => failed(Finding::Unexpected(item)),
        }
    }

    fn judge_abandoning(&mut self) -> Progress {
        match self.items.pop_front() {
            None if self.is_time_up => failed(Finding::StillOpen),
            None => self.wait(),
            Some(Item::End | Item::Reset | Item::Close(_)) => Progress::Next,
            Some(Item::Illegal(fault)) => failed(Finding::Illegal(fault)),
            Some(item) => failed(Finding::Taken(item)),
        }
    }

    fn judge_keys(&self) -> Progress {
        let headers = self.observer.as_ref().map_or(&[][..], |observer| observer.headers());
        let keys: Vec<_> = headers.iter().filter_map(|header| header.mask).collect();
        let repeats = keys.iter().enumerate().any(|(at, key)| keys[..at].contains(key));
        if repeats { failed(Finding::SameKey) } else { Progress::Next }
    }

    fn is_last_compressed(&self) -> bool {
        let headers = self.observer.as_ref().map_or(&[][..], |observer| observer.headers());
        let last =
            headers.iter().rfind(|header| matches!(header.opcode, Opcode::Text | Opcode::Binary));
        last.is_some_and(|header| header.reserved.contains(Reserved::RSV1))
    }

    /// Sends a message as the extension agreed on compresses it.
    fn compress(&mut self, message: &Message, parts: usize) -> Progress {
        let end = self.facts.peer.peer();
        let agreed = self.deflate.unwrap_or_default();
        let sender = self.sender.get_or_insert_with(|| {
            let connection = match end {
                Role::Client => Connection::client(Limits::default(), MaskKeys::seeded([3; 32])),
                Role::Server => Connection::server(Limits::default()),
            };
            connection.with_deflate(agreed)
        });
        let (bytes, is_text) = match message {
            Message::Text(text) => (text.as_bytes(), true),
            Message::Binary(bytes) => (&bytes[..], false),
        };
        let len = bytes.len().div_ceil(parts).max(1);
        let mut out = Vec::new();
        for part in 0..parts {
            let piece = &bytes[(part * len).min(bytes.len())..((part + 1) * len).min(bytes.len())];
            let place = if part + 1 == parts { Part::Last } else { Part::More };
            let data = match str::from_utf8(piece) {
                Ok(text) if is_text => Data::Text(text),
                _ => Data::Binary(piece),
            };
            // Cases cut texts of ASCII alone, and send nothing behind a close frame.
            let _sent = sender.send_fragment(data, place);
            while let Some(output) = sender.poll_output() {
                if let Output::Send(bytes) = output {
                    out.extend_from_slice(&bytes);
                }
            }
        }
        self.post(out, false);
        Progress::Next
    }
}
