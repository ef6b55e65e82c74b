//! Memory with a place in it.

use super::{BufRead, Read, Result};

/// Memory with a place in it, from which it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor<T> {
    inner: T,
    position: u64,
}

impl<T> Cursor<T> {
    /// At the beginning.
    pub const fn new(inner: T) -> Self {
        Self { inner, position: 0 }
    }

    /// Where it stands.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Stands elsewhere.
    pub const fn set_position(&mut self, position: u64) {
        self.position = position;
    }

    /// The memory.
    pub const fn get_ref(&self) -> &T {
        &self.inner
    }

    /// The memory.
    pub fn into_inner(self) -> T {
        self.inner
    }
}

impl<T: AsRef<[u8]>> Read for Cursor<T> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let got = Read::read(&mut self.fill_buf()?, buf)?;
        self.position += got as u64;
        Ok(got)
    }
}

impl<T: AsRef<[u8]>> BufRead for Cursor<T> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        let all = self.inner.as_ref();
        let at = usize::try_from(self.position).unwrap_or(usize::MAX).min(all.len());
        Ok(&all[at..])
    }

    fn consume(&mut self, amount: usize) {
        self.position += amount as u64;
    }
}
