//! The engine's masking for a browser's machine, as the bench measures it in Node.

#![deny(unsafe_code)]

use wasm_bindgen::prelude::wasm_bindgen;

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// Bytes that stay in the wasm's own memory, so that masking alone is measured.
#[wasm_bindgen]
pub struct Payload(Vec<u8>);

#[wasm_bindgen]
impl Payload {
    /// So many bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(len: usize) -> Self {
        Self(vec![0x5a; len])
    }

    /// Masks, or unmasks, all of them so many times; gives one of them, so that it has to be done.
    pub fn mask(&mut self, times: u32) -> u8 {
        for _ in 0..times {
            websocket::frame::mask(&mut self.0, KEY, 0);
        }
        self.0.last().copied().unwrap_or_default()
    }
}
