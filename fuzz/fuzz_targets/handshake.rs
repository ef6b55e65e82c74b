//! Any bytes as a request or a response: no panic, and the same verdict for every cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use websocket::handshake::{Client, Server, client::Wish, server::Policy};

fuzz_target!(|data: &[u8]| {
    let policy = Policy {
        protocols: vec!["chat".into()],
        deflate: Some(Default::default()),
        ..Policy::default()
    };
    let server = Server::new(policy);
    let (mut at_once, mut in_pieces) = (server.clone(), server);
    let mut left = data;
    let verdict = at_once.receive(&mut left);
    let bytewise = data.iter().find_map(|&byte| in_pieces.receive(&mut &[byte][..]));
    assert_eq!(bytewise, verdict);
    match verdict {
        Some(Ok(accepted)) => assert!(accepted.response().to_bytes().ends_with(b"\r\n\r\n")),
        Some(Err(fault)) => assert!(fault.at <= data.len() && fault.rule.status() >= 400),
        None => assert!(left.is_empty()),
    }

    let wish = Wish { deflate: Some(Default::default()), ..Wish::new("example.com", "/") };
    let client = Client::new(&wish, *b"the sample nonce").expect("a legal wish");
    let (mut at_once, mut in_pieces) = (client.clone(), client);
    let verdict = at_once.receive(&mut &*data);
    let bytewise = data.iter().find_map(|&byte| in_pieces.receive(&mut &[byte][..]));
    assert_eq!(bytewise, verdict);
});
