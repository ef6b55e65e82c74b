//! The entries: a file a figure, and one that all share.
//!
//! A new figure's words are its file and its line in `sections!`. The file is called after the
//! figure, with `_` for `-`: by that name a page asks for the words of the figures it shows.

use super::Words;
use figure_kit::words::Section;
use std::fmt::Display;

/// The entries of one section, each in both languages, as methods of [`Words`].
macro_rules! words {
    ($section:ident => $(
        $name:ident $( ( $($argument:ident),+ ) )? : $english:literal, $korean:literal;
    )*) => {
        use super::*;

        #[allow(non_camel_case_types)]
        enum Entry { $( $name, )* }

        pub(in crate::words) static SECTION: Section = Section {
            name: super::figure_name(stringify!($section)),
            len: [$( stringify!($name), )*].len(),
            #[cfg(not(target_arch = "wasm32"))]
            english: &[$( $english, )*],
            #[cfg(not(target_arch = "wasm32"))]
            korean: &[$( $korean, )*],
        };

        #[allow(clippy::doc_markdown, reason = "what a reader sees, not Markdown")]
        impl Words {
            $( words! { @method $section $name $( ( $($argument),+ ) )? : $english } )*
        }
    };
    (@method $section:ident $name:ident : $english:literal) => {
        #[doc = $english]
        #[allow(clippy::doc_markdown, reason = "prose for readers, not for developers")]
        pub fn $name(&self) -> &str {
            self.sections[Place::$section as usize].text(Entry::$name as usize)
        }
    };
    (@method $section:ident $name:ident ( $($argument:ident),+ ) : $english:literal) => {
        #[doc = $english]
        #[allow(clippy::doc_markdown, reason = "prose for readers, not for developers")]
        pub fn $name(&self, $( $argument: &dyn Display ),+) -> String {
            self.sections[Place::$section as usize].phrase(
                Entry::$name as usize,
                concat!($( stringify!($argument), " " ),+),
                &[$( $argument ),+],
            )
        }
    };
}

/// A section's name as a figure's is written.
const fn figure_name(section: &'static str) -> &'static str {
    match section.as_bytes() {
        b"accept_key" => "accept-key",
        b"frame_anatomy" => "frame-anatomy",
        b"handshake_bench" => "handshake-bench",
        b"descriptor_table" => "descriptor-table",
        b"xor_wheel" => "xor-wheel",
        b"poisoned_proxy" => "poisoned-proxy",
        b"port_map" => "port-map",
        _ => section,
    }
}

macro_rules! sections {
    ($( $(#[$condition:meta])* $section:ident; )*) => {
        $( $(#[$condition])* mod $section; )*

        /// Where each section stands in [`SECTIONS`].
        #[allow(non_camel_case_types)]
        enum Place { $( $(#[$condition])* $section, )* }

        /// Every section that is compiled in.
        pub(super) static SECTIONS: &[&Section] =
            &[$( $(#[$condition])* &$section::SECTION, )*];
    };
}

sections! {
    accept_key;
    frame_anatomy;
    handshake_bench;
    descriptor_table;
    #[cfg(not(target_arch = "wasm32"))] tables;
    xor_wheel;
    poisoned_proxy;
    port_map;
    demultiplexer;
    race;
}
