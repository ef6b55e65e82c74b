//! The parts that this kernel may be built without, as Linux may: its features `unix` and
//! `multiplex`.
//!
//! Invariant: of a part that is left out there is no token, and whatever belongs to the part holds
//! one. So it cannot exist, and the compiler leaves out all that would handle it.

#[cfg(not(all(feature = "multiplex", feature = "unix")))]
use std::convert::Infallible;

/// Shows that `AF_UNIX` is built in. Without it there is no such address family.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnixBuiltIn(#[cfg(not(feature = "unix"))] Infallible);

/// Shows that `poll`, `select` and `epoll` are built in. Without it there are no such calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MultiplexBuiltIn(#[cfg(not(feature = "multiplex"))] Infallible);

impl UnixBuiltIn {
    pub(crate) const TOKEN: Option<Self> = {
        #[cfg(feature = "unix")]
        let token = Some(Self());
        #[cfg(not(feature = "unix"))]
        let token = None;
        token
    };
}

impl MultiplexBuiltIn {
    pub(crate) const TOKEN: Option<Self> = {
        #[cfg(feature = "multiplex")]
        let token = Some(Self());
        #[cfg(not(feature = "multiplex"))]
        let token = None;
        token
    };
}
