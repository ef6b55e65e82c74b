//! Node's event loop, or a browser's.

/// Whose event loop it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Node's: it ends when nothing is alive.
    Node,
    /// A browser's, with an origin, CORS and a console.
    Browser,
}
