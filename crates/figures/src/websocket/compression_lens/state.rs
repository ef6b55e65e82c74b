//! What the lens is set to, and what a reader can do to it.

use figure_kit::components::gate::{self, Came, Prediction};
use figure_kit::number::Number;
use websocket::handshake::deflate::Parameters;

use super::run::{self, KNOWN, LETTERS, Leak, Sent};

/// The longest text, in bytes, and the most messages in it.
pub(super) const TEXT_MAX: usize = 2_000;
pub(super) const MESSAGES_MAX: usize = 16;
/// The longest secret and the longest guess.
pub(super) const SECRET_MAX: usize = 24;
pub(super) const GUESS_MAX: usize = 120;
/// Letters in a line that is drawn by chance.
const DRAWN: usize = 24;

/// The window as a power of two: what `zlib` can do.
pub(super) type Bits = Number<9, 15, 15>;

figure_kit::names! {
    /// What is looked at.
    pub enum Subject {
        /// Messages, with and without the extension.
        Messages = "messages",
        /// A secret beside a text of somebody else's.
        Secret = "secret",
    }
}

figure_kit::names! {
    /// What became of a message's frame.
    pub enum Became {
        /// It is shorter.
        Shorter = "shorter",
        /// It is as long.
        Same = "same",
        /// It is longer.
        Longer = "longer",
    }
}

impl Became {
    /// By the bytes of the two frames.
    pub(super) fn of(plain: usize, packed: usize) -> Self {
        match packed.cmp(&plain) {
            std::cmp::Ordering::Less => Self::Shorter,
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater => Self::Longer,
        }
    }

    pub(super) fn of_message(message: &Sent) -> Self {
        Self::of(message.plain.len(), message.packed.len())
    }
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct CompressionLens {
    pub(super) subject: Subject,
    /// The messages, a line each.
    pub(super) text: String,
    /// Bytes that were given beyond what is kept.
    pub(super) lost: usize,
    pub(super) bits: Bits,
    /// Whether the compressor keeps its window from message to message.
    pub(super) takes_over: bool,
    /// The message that is looked into, from 1.
    pub(super) at: usize,
    /// The message, from 1, of which the reader is asked what becomes of it.
    pub(super) question: Option<usize>,
    pub(super) prediction: Prediction,
    pub(super) secret: String,
    /// Whether the secret is kept from the reader.
    pub(super) is_hidden: bool,
    pub(super) is_apart: bool,
    /// What the other text says.
    pub(super) guess: String,
}

figure_kit::actions! {
    /// What a reader can do to the lens.
    pub enum Action {
        /// Look at messages or at a secret.
        Look(Subject) = "look",
        /// Send these messages, a line each.
        Text(String) = "text",
        /// Send one more, of letters that are drawn by chance.
        Draw = "draw",
        /// Use another window.
        Bits(Bits) = "bits",
        /// Keep the window from message to message, or forget it.
        Takeover = "takeover",
        /// Look into a message.
        At(usize) = "at",
        /// Use another secret.
        Secret(String) = "secret",
        /// Send the secret in a message of its own, or together with the text.
        Apart = "apart",
        /// Have the other text say this.
        Guess(String) = "guess",
        /// Say what becomes of a message.
        Predict(gate::Action): nested,
    }
}

impl Default for CompressionLens {
    fn default() -> Self {
        Self {
            subject: Subject::Messages,
            text: "{\"v\":2,\"type\":\"say\",\"from\":\"mina\",\"text\":\"Is anybody here?\"}\n\
                   {\"v\":2,\"type\":\"say\",\"from\":\"joon\",\"text\":\"I am here.\"}\n\
                   {\"v\":2,\"type\":\"say\",\"from\":\"mina\",\"text\":\"Good.\"}"
                .to_owned(),
            lost: 0,
            bits: Bits::default(),
            takes_over: true,
            at: 1,
            question: None,
            prediction: Prediction::default(),
            secret: "7f3a9c41".to_owned(),
            is_hidden: false,
            is_apart: false,
            guess: KNOWN.to_owned(),
        }
    }
}

fn cut(text: &str, len: usize) -> String {
    text[..text.floor_char_boundary(len)].to_owned()
}

impl CompressionLens {
    pub(super) fn set_text(&mut self, text: &str) {
        let text = text.replace('\r', "");
        self.text = cut(&text, TEXT_MAX);
        self.lost = text.len() - self.text.len();
    }

    pub(super) fn set_secret(&mut self, text: &str) {
        let letters = text.chars().filter(|letter| LETTERS.contains(*letter));
        self.secret = letters.take(SECRET_MAX).collect();
    }

    pub(super) fn set_guess(&mut self, text: &str) {
        self.guess = cut(&text.replace(['\r', '\n'], ""), GUESS_MAX);
    }

    /// Whether more was given than is used.
    pub(super) fn is_cut(&self) -> bool {
        self.lost > 0 || self.lines().count() > MESSAGES_MAX
    }

    /// An empty line is no message.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.split('\n').filter(|line| !line.is_empty())
    }

    pub(super) fn texts(&self) -> Vec<&str> {
        self.lines().take(MESSAGES_MAX).collect()
    }

    pub(super) fn agreed(&self) -> Parameters {
        run::agreed(self.bits.value(), self.takes_over)
    }

    pub(super) fn sent(&self) -> Vec<Sent> {
        run::send(&self.texts(), self.agreed())
    }

    pub(super) fn leak(&self) -> Leak<'_> {
        Leak { secret: &self.secret, is_apart: self.is_apart, agreed: self.agreed() }
    }

    /// Whether the guess ends with all of the secret, behind what is known.
    pub(super) fn is_found(&self) -> bool {
        !self.secret.is_empty() && self.guess.ends_with(&[KNOWN, &self.secret].concat())
    }

    /// How many letters of the secret stand behind what is known, up to the first wrong one.
    pub(super) fn known(&self) -> usize {
        let told = self.guess.rsplit_once(KNOWN).map_or("", |(_, told)| told);
        told.chars().zip(self.secret.chars()).take_while(|(one, other)| one == other).count()
    }

    /// Whether the reader is asked about messages.
    pub(super) fn is_asked(&self) -> bool {
        self.question.is_some() && self.subject == Subject::Messages
    }

    /// A question that waits for its answer hides what comes of the messages.
    pub(super) fn is_locked(&self) -> bool {
        self.is_asked() && !self.prediction.is_committed
    }

    /// What becomes of the message that is asked about; the same, if there is none.
    pub(super) fn became(&self) -> Became {
        let sent = self.sent();
        let message = self.question.and_then(|number| sent.get(number.checked_sub(1)?));
        message.map_or(Became::Same, Became::of_message)
    }

    /// What the question is about.
    fn asked(&self) -> (String, u32, bool) {
        (self.text.clone(), self.bits.value(), self.takes_over)
    }

    fn drawn(&mut self, entropy: &mut dyn FnMut(&mut [u8])) {
        const KINDS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut bytes = [0; DRAWN];
        entropy(&mut bytes);
        let line: String =
            bytes.iter().map(|byte| char::from(KINDS[usize::from(byte % 64)])).collect();
        let text = if self.text.is_empty() { line } else { [&self.text, "\n", &line].concat() };
        self.set_text(&text);
        self.at = self.texts().len();
    }

    /// Performs an action; what came of the question.
    pub(super) fn perform(&mut self, action: Action, entropy: &mut dyn FnMut(&mut [u8])) -> Came {
        let before = self.asked();
        match action {
            Action::Look(subject) => self.subject = subject,
            Action::Text(text) => self.set_text(&text),
            Action::Draw => self.drawn(entropy),
            Action::Bits(bits) => self.bits = bits,
            Action::Takeover => self.takes_over = !self.takes_over,
            Action::At(number) => self.at = number,
            Action::Secret(text) => self.set_secret(&text),
            Action::Apart => self.is_apart = !self.is_apart,
            Action::Guess(text) => self.set_guess(&text),
            Action::Predict(action) if self.is_asked() => {
                return self.prediction.perform(&action, Became::ALL.len());
            }
            Action::Predict(_) => {}
        }
        self.at = self.at.clamp(1, self.texts().len().max(1));
        if self.is_asked() && self.asked() != before && self.prediction.renew() {
            return Came::Reopened;
        }
        Came::Nothing
    }
}
