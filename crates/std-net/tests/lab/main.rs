//! Listings and small programs over the look-alike, in a lab: each on a thread of the machine at
//! hand, which waits for its turn.

// As `cargo xtask build` does it: the look-alike stands in the place of `std`.
extern crate std as real;
#[macro_use]
extern crate std_net as std;

mod bench;
mod errors;
mod programs;
mod listings {
    pub(crate) mod server {
        include!("../../../../book/listings/life/server.rs");
        pub(crate) fn run() -> std::io::Result<()> {
            main()
        }
        pub(crate) const FILE: &str = "server.rs";
    }
    pub(crate) mod client {
        include!("../../../../book/listings/life/client.rs");
        pub(crate) fn run() -> std::io::Result<()> {
            main()
        }
        pub(crate) const FILE: &str = "client.rs";
    }
}
