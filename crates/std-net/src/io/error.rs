//! Errors as Linux's standard library has and prints them.

use ::std::error;
use ::std::fmt;
use ::std::io::ErrorKind;

/// What reading and writing give.
pub type Result<T> = ::std::result::Result<T, Error>;

/// What went wrong.
pub struct Error(Repr);

enum Repr {
    Os(i32),
    Simple(ErrorKind),
    Message(ErrorKind, &'static str),
    Custom(ErrorKind, Box<dyn error::Error + Send + Sync>),
}

/// The kernel's errors: number, name of the kind, what the C library says.
const OS: &[(i32, ErrorKind, &str)] = &[
    (1, ErrorKind::PermissionDenied, "Operation not permitted"),
    (2, ErrorKind::NotFound, "No such file or directory"),
    (4, ErrorKind::Interrupted, "Interrupted system call"),
    (11, ErrorKind::WouldBlock, "Resource temporarily unavailable"),
    (12, ErrorKind::OutOfMemory, "Cannot allocate memory"),
    (13, ErrorKind::PermissionDenied, "Permission denied"),
    (17, ErrorKind::AlreadyExists, "File exists"),
    (22, ErrorKind::InvalidInput, "Invalid argument"),
    (29, ErrorKind::NotSeekable, "Illegal seek"),
    (32, ErrorKind::BrokenPipe, "Broken pipe"),
    (38, ErrorKind::Unsupported, "Function not implemented"),
    (95, ErrorKind::Unsupported, "Operation not supported"),
    (98, ErrorKind::AddrInUse, "Address already in use"),
    (99, ErrorKind::AddrNotAvailable, "Cannot assign requested address"),
    (101, ErrorKind::NetworkUnreachable, "Network is unreachable"),
    (103, ErrorKind::ConnectionAborted, "Software caused connection abort"),
    (104, ErrorKind::ConnectionReset, "Connection reset by peer"),
    (107, ErrorKind::NotConnected, "Transport endpoint is not connected"),
    (110, ErrorKind::TimedOut, "Connection timed out"),
    (111, ErrorKind::ConnectionRefused, "Connection refused"),
    (113, ErrorKind::HostUnreachable, "No route to host"),
];

/// Those that are of no kind with a name that programs may use; some print one all the same.
const UNNAMED: &[(i32, &str, &str)] = &[
    (9, "Uncategorized", "Bad file descriptor"),
    (14, "Uncategorized", "Bad address"),
    (24, "Uncategorized", "Too many open files"),
    (25, "Uncategorized", "Inappropriate ioctl for device"),
    (33, "Uncategorized", "Numerical argument out of domain"),
    (40, "FilesystemLoop", "Too many levels of symbolic links"),
    (64, "Uncategorized", "Machine is not on the network"),
    (88, "Uncategorized", "Socket operation on non-socket"),
    (89, "Uncategorized", "Destination address required"),
    (90, "Uncategorized", "Message too long"),
    (91, "Uncategorized", "Protocol wrong type for socket"),
    (92, "Uncategorized", "Protocol not available"),
    (93, "Uncategorized", "Protocol not supported"),
    (94, "Uncategorized", "Socket type not supported"),
    (97, "Uncategorized", "Address family not supported by protocol"),
    (105, "Uncategorized", "No buffer space available"),
    (106, "Uncategorized", "Transport endpoint is already connected"),
    (112, "Uncategorized", "Host is down"),
    (114, "Uncategorized", "Operation already in progress"),
    (115, "InProgress", "Operation now in progress"),
];

/// The kind of what no other kind fits: it has no name that programs may use.
pub(crate) fn uncategorized() -> ErrorKind {
    ::std::io::Error::from_raw_os_error(i32::MAX).kind()
}

fn kind_of(number: i32) -> ErrorKind {
    OS.iter().find(|it| it.0 == number).map_or_else(uncategorized, |it| it.1)
}

/// What the C library says.
fn text_of(number: i32) -> Option<&'static str> {
    let named = OS.iter().find(|it| it.0 == number).map(|it| it.2);
    named.or_else(|| UNNAMED.iter().find(|it| it.0 == number).map(|it| it.2))
}

impl Error {
    /// An error of a program's own.
    pub fn new<E: Into<Box<dyn error::Error + Send + Sync>>>(kind: ErrorKind, error: E) -> Self {
        Self(Repr::Custom(kind, error.into()))
    }

    /// The same of no kind.
    pub fn other<E: Into<Box<dyn error::Error + Send + Sync>>>(error: E) -> Self {
        Self::new(ErrorKind::Other, error)
    }

    /// What the library itself says.
    pub(crate) const fn message(kind: ErrorKind, text: &'static str) -> Self {
        Self(Repr::Message(kind, text))
    }

    /// What the kernel says.
    pub const fn from_raw_os_error(code: i32) -> Self {
        Self(Repr::Os(code))
    }

    /// What the kernel said, if it was the kernel.
    pub const fn raw_os_error(&self) -> Option<i32> {
        match self.0 {
            Repr::Os(code) => Some(code),
            _ => None,
        }
    }

    /// Its kind.
    pub fn kind(&self) -> ErrorKind {
        match self.0 {
            Repr::Os(code) => kind_of(code),
            Repr::Simple(kind) | Repr::Message(kind, _) | Repr::Custom(kind, _) => kind,
        }
    }

    /// The program's own error inside.
    pub fn get_ref(&self) -> Option<&(dyn error::Error + Send + Sync + 'static)> {
        match &self.0 {
            Repr::Custom(_, error) => Some(error.as_ref()),
            _ => None,
        }
    }

    /// The program's own error.
    pub fn into_inner(self) -> Option<Box<dyn error::Error + Send + Sync>> {
        match self.0 {
            Repr::Custom(_, error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Os(code) => {
                let unnamed = UNNAMED.iter().find(|it| it.0 == *code).map(|it| it.1);
                let kind = unnamed.map_or_else(|| format!("{:?}", kind_of(*code)), str::to_owned);
                let message =
                    text_of(*code).map_or_else(|| format!("Unknown error {code}"), str::to_owned);
                f.debug_struct("Os")
                    .field("code", code)
                    .field("kind", &format_args!("{kind}"))
                    .field("message", &message)
                    .finish()
            }
            Repr::Simple(kind) => f.debug_tuple("Kind").field(kind).finish(),
            Repr::Message(kind, message) => {
                f.debug_struct("Error").field("kind", kind).field("message", message).finish()
            }
            Repr::Custom(kind, error) => {
                f.debug_struct("Custom").field("kind", kind).field("error", error).finish()
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Os(code) => match text_of(*code) {
                Some(text) => write!(f, "{text} (os error {code})"),
                None => write!(f, "Unknown error {code} (os error {code})"),
            },
            Repr::Simple(kind) => kind.fmt(f),
            Repr::Message(_, message) => f.write_str(message),
            Repr::Custom(_, error) => error.fmt(f),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.0 {
            Repr::Custom(_, error) => error.source(),
            _ => None,
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Repr::Simple(kind))
    }
}
