//! Walking among frames, fields and bits.

use super::FrameAnatomy;
use super::action::Walk;
use super::part::{Field, FieldKind};

impl FrameAnatomy {
    /// How many bits of the frame are there.
    pub(super) fn bits_len(&self) -> usize {
        self.part().map_or(0, |part| (part.end() - part.start) * 8)
    }

    /// Drops a selection that no longer points anywhere.
    pub(super) fn keep_selection(&mut self) {
        let len = self.bits_len();
        self.selected = self.selected.filter(|bit| *bit < len);
    }

    /// The field that holds the selected bit.
    pub(super) fn selected_field(&self) -> Option<Field> {
        let bit = self.selected?;
        let fields = self.part()?.fields(&self.bytes);
        fields
            .into_iter()
            .find(|field| (field.first_bit..field.first_bit + field.bits).contains(&bit))
    }

    pub(super) fn walk_frames(&mut self, walk: Walk) {
        let last = self.anatomy.frames.len().saturating_sub(1);
        let before = self.frame;
        self.frame = match walk {
            Walk::To(frame) if frame <= last => frame,
            Walk::Next => (self.frame + 1).min(last),
            Walk::Previous => self.frame.saturating_sub(1),
            Walk::First => 0,
            Walk::Last => last,
            Walk::By(by) => self.frame.saturating_add_signed(by.into()).min(last),
            Walk::To(_) | Walk::None => self.frame,
        };
        if self.frame != before {
            self.selected = None;
            self.draft = None;
        }
    }

    pub(super) fn walk_bits(&mut self, walk: Walk) {
        let len = self.bits_len();
        let Some(last) = len.checked_sub(1) else { return };
        let at = self.selected;
        self.selected = match (walk, at) {
            (Walk::To(bit), _) => Some(bit).filter(|bit| *bit < len).or(at),
            (Walk::None, _) => None,
            (Walk::First, _) | (Walk::Next | Walk::Previous | Walk::By(_), None) => Some(0),
            (Walk::Last, _) => Some(last & !7),
            (Walk::By(by), Some(bit)) => {
                bit.checked_add_signed(by.into()).filter(|bit| *bit < len).or(at)
            }
            (Walk::Next, Some(bit)) => self.stop_behind(bit).or(at),
            (Walk::Previous, Some(bit)) => self.stop_before(bit).or(at),
        };
    }

    /// The first bit of the next field, or of the next payload byte.
    fn stop_behind(&self, bit: usize) -> Option<usize> {
        let field = self.selected_field()?;
        let next = match field.kind {
            FieldKind::Payload => (bit / 8 + 1) * 8,
            _ => field.first_bit + field.bits,
        };
        Some(next).filter(|next| *next < self.bits_len())
    }

    fn stop_before(&self, bit: usize) -> Option<usize> {
        let field = self.selected_field()?;
        let here = match field.kind {
            FieldKind::Payload => bit / 8 * 8,
            _ => field.first_bit,
        };
        let before = here.checked_sub(1)?;
        let fields = self.part()?.fields(&self.bytes);
        let field =
            fields.iter().find(|f| (f.first_bit..f.first_bit + f.bits).contains(&before))?;
        Some(match field.kind {
            FieldKind::Payload => before / 8 * 8,
            _ => field.first_bit,
        })
    }
}
