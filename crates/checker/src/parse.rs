//! A `checks.txt` read line by line.

use lab::{Language, Setup};

use crate::checks::{
    CHECKS_MAX, Check, Checks, Every, PEERS_MAX, Peer, Program, STATEMENTS_MAX, Statement,
    UNTIL_MS, WITHIN_MS, Wrong,
};
use crate::claim::{Claim, Claimed, Count};
use crate::statement::{Before, Socket, is_verb};
use crate::token::{Parsed, Tokens, read};

/// The longest text of checks.
const LEN_MAX: usize = 1 << 20;
const LINE: &str = "program, main, args, until, check, every, once, world, stdin, peer or a \
                    statement of a peer";

impl Checks {
    /// Reads the checks of a program.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        if text.len() > LEN_MAX {
            return Err(Wrong { line: 1, wants: "at most 1 MiB of checks" });
        }
        let mut reading = Reading::default();
        for (at, line) in text.lines().enumerate() {
            let number = at + 1;
            reading.take(number, line).map_err(|wants| Wrong { line: number, wants })?;
        }
        let last = text.lines().count().max(1);
        reading.finish().map_err(|(line, wants)| Wrong { line: line.unwrap_or(last), wants })
    }
}

/// Checks as far as they are read.
#[derive(Default)]
struct Reading {
    program: Option<Program>,
    main: Option<String>,
    args: Vec<String>,
    until_ms: Option<u64>,
    checks: Vec<Check>,
    /// The lines at which the checks begin.
    lines: Vec<usize>,
    /// Whether statements belong to the last peer.
    is_in_peer: bool,
    socket: Socket,
}

impl Reading {
    fn take(&mut self, number: usize, line: &str) -> Parsed<()> {
        let (said, tokens) = read(line)?;
        let mut tokens = Tokens::new(tokens);
        if tokens.is_done() {
            return Ok(());
        }
        let word = tokens.word().ok_or(LINE)?;
        match word {
            "program" if self.checks.is_empty() => self.take_program(&mut tokens),
            "program" => self.take_claim(number, said, &mut tokens),
            "main" | "args" | "until" if !self.checks.is_empty() => {
                Err("program, main, args and until stand before the first check")
            }
            "main" => {
                let name = tokens.word().ok_or("main FILE")?.to_owned();
                language(&name)?;
                self.main = Some(name);
                tokens.end("main FILE")
            }
            "args" => {
                while let Some(word) = tokens.word() {
                    self.args.push(word.to_owned());
                }
                tokens.end("args WORD...")
            }
            "until" => {
                self.until_ms = Some(tokens.time()?);
                tokens.end("until TIME")
            }
            "check" => self.take_check(number, &mut tokens),
            "every" | "once" => self.take_every(word, &mut tokens),
            "world" => self.take_world(said),
            "stdin" => {
                self.is_in_peer = false;
                self.take_stdin(&mut tokens)
            }
            "peer" => self.take_peer(&mut tokens),
            verb if is_verb(verb) => self.take_statement(number, said, verb, &mut tokens),
            _ => Err(LINE),
        }
    }

    fn check(&mut self) -> Parsed<&mut Check> {
        self.checks.last_mut().ok_or("check NAME before this line")
    }

    fn take_program(&mut self, tokens: &mut Tokens<'_>) -> Parsed<()> {
        const WANTS: &str = "program FILE, once; of a browser's page: program FILE as browser";
        let name = tokens.word().ok_or(WANTS)?.to_owned();
        let mut language = language(&name)?;
        if tokens.takes("as") {
            if !tokens.takes("browser") || language != Language::Node {
                return Err(WANTS);
            }
            language = Language::Browser;
        }
        if self.program.is_some() {
            return Err(WANTS);
        }
        self.program = Some(Program { name, language });
        tokens.end(WANTS)
    }

    fn take_check(&mut self, number: usize, tokens: &mut Tokens<'_>) -> Parsed<()> {
        const WANTS: &str = "check NAME: at most 64, each its own, in letters, digits and -";
        let name = tokens.word().filter(|name| is_name(name)).ok_or(WANTS)?;
        let is_known = self.checks.iter().any(|check| check.name == name);
        if is_known || self.checks.len() >= CHECKS_MAX {
            return Err(WANTS);
        }
        self.checks.push(Check { name: name.to_owned(), ..Check::default() });
        self.lines.push(number);
        self.is_in_peer = false;
        tokens.end(WANTS)
    }

    fn take_every(&mut self, word: &str, tokens: &mut Tokens<'_>) -> Parsed<()> {
        const WANTS: &str = "every split, every byte or once split, one of them a check";
        let every = match (word, tokens.word()) {
            ("every", Some("split")) => Every::Split,
            ("every", Some("byte")) => Every::Byte,
            ("once", Some("split")) => Every::OnceSplit,
            _ => return Err(WANTS),
        };
        self.is_in_peer = false;
        let check = self.check()?;
        if check.every.replace(every).is_some() {
            return Err(WANTS);
        }
        tokens.end(WANTS)
    }

    fn take_world(&mut self, said: &str) -> Parsed<()> {
        const WANTS: &str = "world link ... or world fault ..., as in a lab's setup, at most 16";
        self.is_in_peer = false;
        let line = said.strip_prefix("world").unwrap_or_default().trim();
        let is_known = line.starts_with("link ") || line.starts_with("fault ");
        let program = self.main.as_ref().or(self.program.as_ref().map(|it| &it.name));
        let program = program.ok_or("program FILE before the first check")?;
        let setup = format!(
            "host machine 10.0.0.1\nprogram {program} machine python\n\
             program a machine peer\n{line}"
        );
        if !is_known || Setup::parse(&setup).is_err() {
            return Err(WANTS);
        }
        let worlds = &mut self.check()?.worlds;
        if worlds.len() >= 16 {
            return Err(WANTS);
        }
        worlds.push(line.to_owned());
        Ok(())
    }

    fn take_stdin(&mut self, tokens: &mut Tokens<'_>) -> Parsed<()> {
        const WANTS: &str = "stdin \"text\", as often as needed, and stdin end behind the last";
        let check = self.check()?;
        if check.is_stdin_closed {
            return Err(WANTS);
        }
        if tokens.takes("end") {
            check.is_stdin_closed = true;
        } else {
            let text = tokens.text().and_then(|text| String::from_utf8(text).ok()).ok_or(WANTS)?;
            check.stdin.push(text.trim_end_matches('\n').to_owned());
        }
        tokens.end(WANTS)
    }

    fn take_peer(&mut self, tokens: &mut Tokens<'_>) -> Parsed<()> {
        const WANTS: &str = "peer NAME [start TIME]: at most 16 a check, each its own name";
        let name = tokens.word().filter(|name| is_name(name)).ok_or(WANTS)?.to_owned();
        let start_ms = if tokens.takes("start") { tokens.time()? } else { 0 };
        let is_file = self.program.as_ref().is_some_and(|it| it.name == name);
        let check = self.check()?;
        let is_known = check.peers.iter().any(|peer| peer.name == name);
        if is_known || is_file || check.peers.len() >= PEERS_MAX {
            return Err(WANTS);
        }
        check.peers.push(Peer { name, start_ms, statements: Vec::new() });
        self.is_in_peer = true;
        self.socket = Socket::default();
        tokens.end(WANTS)
    }

    fn take_statement(
        &mut self,
        line: usize,
        said: &str,
        verb: &str,
        tokens: &mut Tokens<'_>,
    ) -> Parsed<()> {
        const PEER: &str = "peer NAME before its statements";
        let within_ms = tokens.within()?;
        let is_in_peer = self.is_in_peer;
        let check = self.checks.last_mut().filter(|_| is_in_peer).ok_or(PEER)?;
        let peer = check.peers.last_mut().ok_or(PEER)?;
        if peer.statements.len() >= STATEMENTS_MAX {
            return Err("at most 256 statements a peer");
        }
        let count = peer.statements.len();
        let before = Before { check: &check.name, peer: &peer.name, count };
        let act = self.socket.read(verb, tokens, &before)?;
        tokens.end("nothing behind the statement but within TIME")?;
        let within_ms = within_ms.unwrap_or(WITHIN_MS);
        peer.statements.push(Statement { line, text: said.to_owned(), act, within_ms });
        Ok(())
    }

    /// `program prints ...` and the like, behind a check.
    fn take_claim(&mut self, line: usize, said: &str, tokens: &mut Tokens<'_>) -> Parsed<()> {
        let claimed = claimed(tokens)?;
        tokens.end("nothing behind the claim")?;
        self.check()?.claims.push(Claim { line, text: said.to_owned(), claimed });
        Ok(())
    }

    fn finish(self) -> Result<Checks, (Option<usize>, &'static str)> {
        let program = self.program.ok_or((None, "program FILE before the first check"))?;
        for (check, line) in self.checks.iter().zip(&self.lines) {
            if check.peers.is_empty() && check.claims.is_empty() {
                return Err((Some(*line), "a check has a peer or says something of the program"));
            }
            if check.peers.iter().any(|peer| peer.statements.is_empty()) {
                return Err((Some(*line), "each peer of a check does something"));
            }
            if check.every.is_some() && check.cut_len() < 2 {
                return Err((Some(*line), "a peer that sends at least two bytes, to be cut"));
            }
        }
        if self.checks.is_empty() {
            return Err((None, "check NAME: at least one"));
        }
        let until_ms = self.until_ms.unwrap_or(UNTIL_MS);
        let (main, args) = (self.main, self.args);
        Ok(Checks { program, main, args, until_ms, checks: self.checks })
    }
}

fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && name.len() <= 40 && name.chars().all(is_plain)
}

/// What runs a file, by its ending.
pub(crate) fn language(name: &str) -> Parsed<Language> {
    match name.rsplit_once('.') {
        Some((_, "py")) => Ok(Language::Python),
        Some((_, "js" | "mjs")) => Ok(Language::Node),
        _ => Err("a file whose name ends in .py, .js or .mjs"),
    }
}

fn claimed(tokens: &mut Tokens<'_>) -> Parsed<Claimed> {
    const WANTS: &str = "program prints BYTES, prints line BYTES, prints no BYTES, \
                         exits [STATUS], lives, calls NAME [at least N], calls NAME N, \
                         calls no NAME or holds N";
    Ok(match tokens.word().ok_or(WANTS)? {
        "prints" if tokens.takes("line") => Claimed::PrintsLine(crate::bytes::read(tokens)?),
        "prints" if tokens.takes("no") => Claimed::PrintsNo(crate::bytes::read(tokens)?),
        "prints" => Claimed::Prints(crate::bytes::read(tokens)?),
        "exits" if tokens.is_done() => Claimed::Exits(None),
        "exits" => Claimed::Exits(Some(tokens.number("exits and a status")?)),
        "lives" => Claimed::Lives,
        "calls" => {
            let is_none = tokens.takes("no");
            let name = tokens.word().filter(|name| is_call(name)).ok_or(CALL)?.to_owned();
            let count = if is_none {
                Count::Exactly(0)
            } else if tokens.is_done() {
                Count::AtLeast(1)
            } else if tokens.takes("at") {
                if !tokens.takes("least") {
                    return Err(WANTS);
                }
                Count::AtLeast(tokens.number(WANTS)?)
            } else {
                Count::Exactly(tokens.number(WANTS)?)
            };
            Claimed::Calls { name, count }
        }
        "holds" => Claimed::Holds(tokens.number("holds and a number of sockets")?),
        _ => return Err(WANTS),
    })
}

const CALL: &str = "a system call: socket, bind, listen, accept, connect, send, sendto, recv, \
                    shutdown, close, dup, dup2, fcntl, setsockopt, getsockopt, poll, select, \
                    epoll_wait, nanosleep or another that the kernel knows";

fn is_call(name: &str) -> bool {
    const CALLS: &[&str] = &[
        "socket",
        "socketpair",
        "bind",
        "listen",
        "accept",
        "connect",
        "send",
        "sendto",
        "recv",
        "shutdown",
        "close",
        "dup",
        "dup2",
        "fcntl",
        "setsockopt",
        "getsockopt",
        "getsockname",
        "getpeername",
        "poll",
        "select",
        "epoll_create1",
        "epoll_ctl",
        "epoll_wait",
        "nanosleep",
    ];
    CALLS.contains(&name)
}
