//! Errors print as the standard library of the machine at hand prints them.

use kernel::Errno;
use std_net::io;

#[cfg(target_os = "linux")]
#[test]
fn errors_of_the_kernel_are_those_of_linux() {
    let mut known = 0;
    for number in 1..200 {
        if Errno::from_number(number).is_none() {
            continue;
        }
        known += 1;
        let ours = io::Error::from_raw_os_error(number);
        let theirs = real::io::Error::from_raw_os_error(number);
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        assert_eq!(ours.to_string(), theirs.to_string());
        // Of those without a name that programs may use, ours is of no kind.
        let unnamed = ["InProgress", "FilesystemLoop"];
        if !unnamed.contains(&format!("{:?}", theirs.kind()).as_str()) {
            assert_eq!(ours.kind(), theirs.kind(), "{number}");
        }
    }
    assert!(known > 30, "the kernel knows {known} errors");
}

#[test]
fn errors_of_programs_print_as_they_do_elsewhere() {
    let kind = io::ErrorKind::InvalidData;
    let (ours, theirs) = (io::Error::new(kind, "no"), real::io::Error::new(kind, "no"));
    assert_eq!(format!("{ours:?} {ours}"), format!("{theirs:?} {theirs}"));
    let (ours, theirs) = (io::Error::from(kind), real::io::Error::from(kind));
    assert_eq!(format!("{ours:?} {ours}"), format!("{theirs:?} {theirs}"));
    let ours = io::Read::read_exact(&mut &b"a"[..], &mut [0; 2]).unwrap_err();
    let theirs = real::io::Read::read_exact(&mut &b"a"[..], &mut [0; 2]).unwrap_err();
    assert_eq!(format!("{ours:?} {ours}"), format!("{theirs:?} {theirs}"));
    let asked = |text: &str| format!("{:?}", std_net::net::TcpStream::connect(text));
    let elsewhere = |text: &str| format!("{:?}", real::net::TcpStream::connect(text));
    for text in ["nobody", "nobody:port", "127.0.0.1:99999"] {
        assert_eq!(asked(text), elsewhere(text));
    }
}
