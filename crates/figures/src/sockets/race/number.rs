//! The numbers that make a race: as they were written, and what they mean.

use super::run::Plan;

/// The most messages of a race: more would not be told apart in the drawing.
pub(super) const MESSAGES_MAX: u32 = 40;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// How many messages.
    Messages,
    /// Bytes in each.
    Size,
    /// Milliseconds from one to the next.
    Interval,
    /// Milliseconds that the link takes.
    Delay,
    /// Packets lost, in a hundred.
    Loss,
    /// Packets held back, in a hundred.
    Reorder,
    /// Packets delivered twice, in a hundred.
    Duplicate,
    /// What the luck is drawn from.
    Seed,
}

/// All, in the order of their controls.
pub(super) const NUMBERS: [Number; 8] = [
    Number::Loss,
    Number::Reorder,
    Number::Duplicate,
    Number::Delay,
    Number::Messages,
    Number::Interval,
    Number::Size,
    Number::Seed,
];

impl Number {
    /// Its name in fences, links and actions.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Size => "size",
            Self::Interval => "interval",
            Self::Delay => "delay",
            Self::Loss => "loss",
            Self::Reorder => "reorder",
            Self::Duplicate => "duplicate",
            Self::Seed => "seed",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        NUMBERS.into_iter().find(|number| number.name() == name)
    }

    /// The least and the greatest.
    pub(super) const fn range(self) -> (u32, u32) {
        match self {
            Self::Messages => (2, MESSAGES_MAX),
            Self::Size => (8, 1_400),
            Self::Interval => (1, 200),
            Self::Delay => (0, 500),
            Self::Loss | Self::Reorder | Self::Duplicate => (0, 100),
            Self::Seed => (0, 9_999),
        }
    }

    /// What holds where nothing sensible was written.
    const fn usual(self) -> u32 {
        match self {
            Self::Messages | Self::Interval => 20,
            Self::Size => 100,
            Self::Delay => 40,
            Self::Loss => 10,
            Self::Reorder | Self::Duplicate => 5,
            Self::Seed => 52,
        }
    }
}

/// The numbers as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbers([String; NUMBERS.len()]);

impl Default for Numbers {
    fn default() -> Self {
        Self(NUMBERS.map(|number| number.usual().to_string()))
    }
}

/// The longest text that a field keeps.
const WRITTEN_MAX: usize = 40;

impl Numbers {
    fn at(number: Number) -> usize {
        NUMBERS.iter().position(|known| *known == number).unwrap_or(0)
    }

    pub(super) fn written(&self, number: Number) -> &str {
        &self.0[Self::at(number)]
    }

    pub(super) fn write(&mut self, number: Number, text: &str) {
        let kept = &text[..text.floor_char_boundary(WRITTEN_MAX)];
        kept.clone_into(&mut self.0[Self::at(number)]);
    }

    /// Whether what is written is a number within its range.
    pub(super) fn is_sound(&self, number: Number) -> bool {
        self.written(number).trim() == self.value(number).to_string()
    }

    /// What a number means: out of range, the nearest that is not; nonsense, the usual.
    pub(super) fn value(&self, number: Number) -> u32 {
        let (least, most) = number.range();
        let written: Option<i64> = self.written(number).trim().parse().ok();
        let value = written.map(|value| value.clamp(least.into(), most.into()));
        value.and_then(|value| u32::try_from(value).ok()).unwrap_or(number.usual())
    }

    pub(super) fn plan(&self) -> Plan {
        Plan {
            messages: self.value(Number::Messages),
            size: self.value(Number::Size),
            interval_ms: self.value(Number::Interval),
            delay_ms: self.value(Number::Delay),
            loss: self.value(Number::Loss),
            reorder: self.value(Number::Reorder),
            duplicate: self.value(Number::Duplicate),
            seed: self.value(Number::Seed),
        }
    }
}
