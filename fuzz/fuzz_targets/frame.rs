//! Any bytes as a frame header: no panic, the same verdict for every cut, and a legal header
//! encodes back to its bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use websocket::{
    Role,
    frame::{Header, Limits, Reserved, Utf8, mask},
};

fuzz_target!(|data: &[u8]| {
    let [setting, bytes @ ..] = data else { return };
    let limits = Limits {
        frame_len_max: if setting & 1 == 0 { u64::MAX } else { 1 << (setting >> 2) },
        reserved: Reserved::of(setting << 1),
    };
    let reader = if setting & 2 == 0 { Role::Server } else { Role::Client };
    let whole = Header::decode(bytes, reader, &limits);
    for cut in 0..bytes.len().min(16) {
        let needed = match whole {
            Ok(None) => usize::MAX,
            Ok(Some((_, size))) => size,
            Err(fault) => fault.at as usize + 1,
        };
        let expected = if cut < needed { Ok(None) } else { whole };
        assert_eq!(Header::decode(&bytes[..cut], reader, &limits), expected);
    }
    if let Ok(Some((header, size))) = whole {
        assert_eq!(header.encode().as_bytes(), &bytes[..size]);
        let mut payload = bytes[size..].to_vec();
        mask(&mut payload, header.mask.unwrap_or_default(), size);
        judge_text(&payload, usize::from(*setting));
    }
});

fn judge_text(bytes: &[u8], cut: usize) {
    let (head, tail) = bytes.split_at(cut.min(bytes.len()));
    let mut text = Utf8::default();
    let verdict = text.feed(head).and_then(|()| text.feed(tail));
    let is_text = verdict.is_ok() && text.is_complete();
    assert_eq!(is_text, std::str::from_utf8(bytes).is_ok());
}
