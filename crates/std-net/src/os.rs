//! What is Linux's own: descriptors by their numbers.

/// Descriptors.
pub mod fd {
    use crate::net::{TcpListener, TcpStream, UdpSocket};

    /// The number of a descriptor.
    pub type RawFd = i32;

    /// What has a descriptor.
    pub trait AsRawFd {
        /// Its number.
        fn as_raw_fd(&self) -> RawFd;
    }

    impl AsRawFd for TcpListener {
        fn as_raw_fd(&self) -> RawFd {
            self.0.fd()
        }
    }

    impl AsRawFd for TcpStream {
        fn as_raw_fd(&self) -> RawFd {
            self.0.fd()
        }
    }

    impl AsRawFd for UdpSocket {
        fn as_raw_fd(&self) -> RawFd {
            self.0.fd()
        }
    }
}

/// The same under its other name.
pub mod unix {
    /// Descriptors.
    pub mod io {
        pub use crate::os::fd::{AsRawFd, RawFd};
    }
}
