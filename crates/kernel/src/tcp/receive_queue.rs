//! What arrived: bytes in order that wait for the program, and pieces that came too early.

use std::collections::VecDeque;

use super::seq::Seq;
use crate::payload::Payload;

/// A stretch of received bytes, possibly ended by FIN.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) seq: Seq,
    pub(crate) payload: Payload,
    pub(crate) fin: bool,
    /// Memory it is charged with.
    pub(crate) memory: u32,
}

impl Piece {
    pub(crate) fn end_seq(&self) -> Seq {
        self.seq.plus(self.payload.len() as u32 + u32::from(self.fin))
    }

    /// Drops what comes before `seq`.
    pub(crate) fn trim_front(&mut self, seq: Seq) {
        if self.seq.before(seq) {
            let cut = seq.since(self.seq);
            self.payload = self.payload.skip(cut as usize);
            self.seq = seq;
        }
    }
}

/// The receive queue and the queue of pieces that are out of order.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReceiveQueue {
    /// In order; bytes before the program's position are dropped with their piece.
    pub(crate) ready: VecDeque<Piece>,
    /// Beyond a hole, by sequence number, without overlap.
    pub(crate) early: Vec<Piece>,
}

impl ReceiveQueue {
    /// Keeps a piece that came too early. Gives the memory it is charged with: none when all of
    /// it was there already.
    pub(crate) fn keep_early(&mut self, mut piece: Piece) -> u32 {
        let memory = piece.memory;
        let at = self.early.iter().position(|other| other.seq.after(piece.seq));
        let at = at.unwrap_or(self.early.len());
        if at > 0 {
            let before = &self.early[at - 1];
            if !piece.end_seq().after(before.end_seq()) {
                return 0;
            }
            piece.trim_front(before.end_seq());
        }
        let mut released = 0;
        while at < self.early.len() && !self.early[at].end_seq().after(piece.end_seq()) {
            released += self.early.remove(at).memory;
        }
        if let Some(next) = self.early.get(at)
            && next.seq.before(piece.end_seq())
        {
            let keep = next.seq.since(piece.seq);
            piece.payload = piece.payload.slice(0, keep as usize);
            piece.fin = false;
        }
        self.early.insert(at, piece);
        memory.saturating_sub(released)
    }

    /// Takes the first early piece if it now follows `next`.
    pub(crate) fn take_early(&mut self, next: Seq) -> Option<Piece> {
        let first = self.early.first()?;
        (!first.seq.after(next)).then(|| self.early.remove(0))
    }
}
