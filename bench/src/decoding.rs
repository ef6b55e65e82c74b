//! A server's reading of 125-byte texts: unmasked, assembled, checked as UTF-8, given out whole.

use std::hint::black_box;

use fastwebsockets::{FragmentCollector, OpCode, WebSocket};
use futures::executor::block_on;
use soketto::{
    Data,
    connection::{Builder, Mode},
};
use tokio_util::compat::TokioAsyncReadCompatExt as _;
use tungstenite::{Message, protocol::Role};
use websocket::connection::{Connection, Event, Limits, Output};

use crate::{
    Result,
    feed::Feed,
    measure::{compare, subject},
};

const LEN: usize = 125;

/// What the companion reads at once.
const READ_LEN: usize = 64 << 10;

/// Our side of the comparison: a buffer, a connection and the bytes not yet taken.
struct Ours {
    feed: Feed,
    connection: Connection,
    buffer: Vec<u8>,
    taken: usize,
    filled: usize,
}

impl Ours {
    fn read(&mut self, count: u64) {
        let mut left = count;
        while left > 0 {
            if self.taken == self.filled {
                self.filled = self.feed.fill(&mut self.buffer);
                self.taken = 0;
            }
            let mut bytes = &self.buffer[self.taken..self.filled];
            self.connection.receive(&mut bytes);
            self.taken = self.filled - bytes.len();
            while let Some(output) = self.connection.poll_output() {
                if let Output::Event(Event::Message(message)) = output {
                    black_box(message);
                    left -= 1;
                }
            }
        }
    }
}

pub(crate) fn run() -> Result<()> {
    let mut ours = Ours {
        feed: Feed::of_texts(LEN),
        connection: Connection::server(Limits::default()),
        buffer: vec![0; READ_LEN],
        taken: 0,
        filled: 0,
    };
    let mut tungstenite =
        tungstenite::WebSocket::from_raw_socket(Feed::of_texts(LEN), Role::Server, None);
    let fast = WebSocket::after_handshake(Feed::of_texts(LEN), fastwebsockets::Role::Server);
    let mut fast = FragmentCollector::new(fast);
    let soketto = Builder::new(Feed::of_texts(LEN).compat(), Mode::Server);
    let (_sender, mut soketto) = soketto.finish();
    let mut message = Vec::new();
    compare(
        "a server reads a masked text of 125 bytes",
        vec![
            subject("ours", |count| ours.read(count)),
            subject("tungstenite", |count| {
                for _ in 0..count {
                    let message = tungstenite.read().expect("a message");
                    assert!(matches!(message, Message::Text(_)));
                    black_box(message);
                }
            }),
            subject("fastwebsockets", |count| {
                block_on(async {
                    for _ in 0..count {
                        let frame = fast.read_frame().await.expect("a message");
                        assert_eq!(frame.opcode, OpCode::Text);
                        black_box(frame);
                    }
                });
            }),
            subject("soketto", |count| {
                block_on(async {
                    for _ in 0..count {
                        message.clear();
                        let data = soketto.receive_data(&mut message).await.expect("a message");
                        assert!(matches!(data, Data::Text(_)));
                        // soketto leaves this to its caller.
                        black_box(str::from_utf8(&message).expect("text"));
                    }
                });
            }),
        ],
    );
    Ok(())
}
