//! Virtual time: nanoseconds since the world began, and the kernel's own ticks.

/// A moment of the world, in nanoseconds since it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub u64);

/// The kernel's clock tick count. Linux's timers have this resolution, not the hardware's.
pub(crate) type Jiffies = u64;

/// Ticks a second (`CONFIG_HZ`) of the kernel that the facts were measured on.
pub(crate) const HZ: u64 = 250;
/// Nanoseconds a tick.
pub(crate) const JIFFY_NS: u64 = 1_000_000_000 / HZ;

impl Time {
    /// The beginning of the world.
    pub const ZERO: Time = Time(0);
    /// After everything.
    pub const NEVER: Time = Time(u64::MAX);

    /// A moment in milliseconds.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms * 1_000_000)
    }

    /// A moment in microseconds.
    pub const fn from_us(us: u64) -> Self {
        Self(us * 1_000)
    }

    /// Whole microseconds since the beginning.
    pub const fn as_us(self) -> u64 {
        self.0 / 1_000
    }

    /// Whole milliseconds since the beginning.
    pub const fn as_ms(self) -> u64 {
        self.0 / 1_000_000
    }

    /// The moment `ns` nanoseconds later; the end of time if there is none.
    #[must_use]
    pub const fn plus_ns(self, ns: u64) -> Self {
        Self(self.0.saturating_add(ns))
    }

    /// The ticks that have passed.
    pub(crate) const fn jiffies(self) -> Jiffies {
        self.0 / JIFFY_NS
    }

    /// The moment of a tick.
    pub(crate) const fn from_jiffies(jiffies: Jiffies) -> Self {
        Self(jiffies.saturating_mul(JIFFY_NS))
    }
}

/// Ticks that cover `us` microseconds, rounded up as the kernel rounds.
pub(crate) const fn jiffies_from_us(us: u64) -> Jiffies {
    us.div_ceil(JIFFY_NS / 1_000)
}
