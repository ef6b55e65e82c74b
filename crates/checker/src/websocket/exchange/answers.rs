//! The opening handshake, from either end.

use std::sync::Arc;

use http::Reader;
use websocket::handshake::{Client, Rule, Server, server::Policy};

use super::{Exchange, Opening, Progress};
use crate::websocket::{
    Answer, Finding, Head, Note, Serving, Step, Unfit, Verdict, script::PIECE_PAUSE_MS,
};

/// The longest head of an answer.
const LIMITS: http::Limits =
    http::Limits { start_line_len_max: 8 << 10, head_len_max: 64 << 10, fields_max: 200 };

fn failed(finding: Finding) -> Progress {
    Progress::End(Verdict::Failed(finding))
}

impl Exchange {
    pub(super) fn begin_asking(&mut self, head: &Head) -> Progress {
        let client = Client::after(&head.asked(), LIMITS);
        let reader = Reader::new(LIMITS);
        self.opening = Opening::Answer { client: Box::new(client), reader, bytes: Vec::new() };
        Progress::Next
    }

    pub(super) fn judge_answer(&mut self, answer: Answer) -> Progress {
        let Opening::Answered { status, verdict, .. } = &self.opening else {
            return self.judge_silence(answer);
        };
        match (answer, verdict, *status) {
            (Answer::Refused(_) | Answer::RefusedWith(_), _, Some(101)) => failed(Finding::Granted),
            (Answer::Granted, Err(fault), _) => match fault.rule {
                Rule::Status(status) => failed(Finding::Refused(status)),
                _ => failed(Finding::IllegalHead(*fault)),
            },
            // No status is no answer in HTTP at all, and 101 one that breaks a rule.
            (_, Err(fault), None | Some(101)) => failed(Finding::IllegalHead(*fault)),
            (Answer::Refused(wanted), _, Some(seen)) => {
                if !wanted.is_empty() && !wanted.contains(&seen) {
                    self.note.get_or_insert(Note::OtherStatus { wanted, seen });
                }
                Progress::Next
            }
            (Answer::RefusedWith(wanted), _, Some(seen)) if !wanted.contains(&seen) => {
                failed(Finding::Status { wanted, seen })
            }
            (Answer::Either, Err(_), Some(seen)) => {
                self.note.get_or_insert(Note::Refuses(seen));
                Progress::Next
            }
            _ => Progress::Next,
        }
    }

    /// No answer is whole.
    fn judge_silence(&mut self, answer: Answer) -> Progress {
        if self.is_over {
            return match answer {
                Answer::Granted | Answer::RefusedWith(_) => failed(Finding::Ended(None)),
                Answer::Refused(_) | Answer::Either => {
                    self.note.get_or_insert(Note::NoAnswer);
                    Progress::Next
                }
            };
        }
        if self.is_time_up {
            return failed(Finding::Nothing(None));
        }
        Progress::Wait(self.facts.patience_ms)
    }

    pub(super) fn judge_field(&self, name: &'static str) -> Progress {
        match &self.opening {
            Opening::Answered { head, .. } if head.value(name).is_some() => Progress::Next,
            _ => failed(Finding::NoField(name)),
        }
    }

    /// Awaits the client's request and answers it.
    pub(super) fn serve(&mut self, serving: &Serving) -> Progress {
        let accepted = match &mut self.opening {
            Opening::Requested(verdict) => match &**verdict {
                Ok(accepted) => accepted.clone(),
                Err(fault) => return failed(Finding::IllegalHead(*fault)),
            },
            Opening::Request(_) if self.is_over => return failed(Finding::Ended(None)),
            Opening::Request(_) if self.is_time_up => return failed(Finding::Nothing(None)),
            Opening::Request(_) => return Progress::Wait(self.facts.patience_ms),
            Opening::None | Opening::Answer { .. } | Opening::Answered { .. } => {
                let policy = Policy { deflate: serving.deflate, ..Policy::default() };
                self.opening = Opening::Request(Box::new(Server::new(policy)));
                return Progress::Wait(self.facts.patience_ms);
            }
        };
        if serving.deflate.is_some() && accepted.deflate.is_none() {
            // Answered all the same, so that the client is not left alone.
            self.post(accepted.response().to_bytes(), true);
            self.open(None);
            return Progress::End(Verdict::NotApplicable(Unfit::NoDeflate));
        }
        let response = accepted.response();
        let mut head = Head::of(&response.start, &response.fields);
        (serving.edit)(&mut head);
        let bytes = [head.bytes(), serving.behind.clone()].concat();
        let mut steps = Vec::new();
        for piece in bytes.chunks(bytes.len().div_ceil(serving.pieces.max(1))) {
            steps.push(Arc::new(Step::SendHead(piece.to_vec())));
            if serving.pieces > 1 {
                steps.push(Arc::new(Step::Pause(PIECE_PAUSE_MS)));
            }
        }
        self.steps.splice(self.at + 1..=self.at, steps);
        self.open(accepted.deflate.map(|(agreed, _)| agreed));
        Progress::Next
    }
}
