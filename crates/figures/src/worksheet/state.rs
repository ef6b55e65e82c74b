//! Which sheet it is, and what a reader can do to it.

use figure_kit::number::Number;

figure_kit::names! {
    /// A chapter that has worksheets. A sheet's tasks are drawn by its place here, so a chapter
    /// that comes later stands behind those that were there.
    pub enum Chapter {
        /// What is a socket?
        Socket = "socket",
        /// Addresses and ports.
        Ports = "ports",
        /// The life of a connection.
        Life = "life",
        /// TCP and UDP.
        TcpUdp = "tcp-udp",
        /// Endings.
        Endings = "endings",
        /// The opening handshake.
        Handshake = "handshake",
        /// Frames.
        Frames = "frames",
        /// Masking.
        Masking = "masking",
        /// In programs.
        Programs = "programs",
        /// Why WebSocket.
        WhyWebSocket = "why-websocket",
        /// Messages.
        Messages = "messages",
        /// Ping, pong, close.
        Closing = "closing",
        /// Security and scale.
        Security = "security",
        /// Beyond.
        Beyond = "beyond",
        /// Side by side.
        SideBySide = "side-by-side",
    }
}

/// The number of a sheet.
pub(super) type Seed = Number<1, 9_999, 1>;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct Worksheet {
    pub(super) chapter: Chapter,
    pub(super) seed: Seed,
    pub(super) has_answers: bool,
}

impl Default for Worksheet {
    fn default() -> Self {
        Self { chapter: Chapter::Socket, seed: Seed::default(), has_answers: false }
    }
}

figure_kit::actions! {
    /// What a reader can do to the sheet.
    pub enum Action {
        /// Show the sheet with this number.
        Seed(Seed) = "seed",
        /// Show some other sheet.
        Another = "another",
        /// Show the key behind the sheet, or hide it.
        Answers = "answers",
        /// Print this sheet, and nothing else of the page.
        Print = "print",
    }
}
