//! The command line: words in, one `Command` out.

use anyhow::{Result, bail};

pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  build [--portable] [--edition instructor]
                          build the book, English and Korean, into target/site;
                          --portable also writes target/socket-workbook.zip for file://;
                          --edition instructor builds it with notes, solutions and answers into
                          target/site-instructor and socket-workbook-instructor.zip
  serve [--port 3000]     build, serve on 127.0.0.1, rebuild and reload on every change
  test [--rust] [--web [FILTER]]
                          run every test, or only one side; FILTER is part of a file's name
  autobahn [--client] [--cases LIST]
                          run the Autobahn suite against the server's echo, or against our client;
                          LIST is such as 1.*,6.4.* and is all cases where it is not said
  check [--renew]         play the cases of `workbook check` against our server and npm's ws (and
                          Python's websockets, where it is there), and compare with what the
                          Autobahn suite says of them; --renew asks the suite anew
  lighthouse [--half | FILTER]
                          have every page of the book judged as a phone sees it: speed,
                          accessibility, good practice, what search engines need; --half takes
                          every page in one of its languages, in turn
  bench [NAME]...         measure the engine beside its peers, the simulated world, and steps of
                          the time machine and labs in a browser; NAME is masking, header,
                          decoding, echo, memory, network, world, wasm, steps or lab
  differential [--seed 1] [--sequences 1000] [--length 40]
                          compare random system calls on this kernel and in the simulated world;
                          takes Linux, root, python3 and nftables, and says so where they are not
  packetdrill FILE...     run scripts in packetdrill's language in the simulated world
  fuzz [--seconds 60]     run every fuzz target for so long; a finding fails
  figures [NAME]          say what the fences of a figure, or of all, may hold
  screenshots             take the README's pictures into docs/pictures
  sizes                   print what each page loads at first, compressed
  po                      bring book/po/ko.po up to date with the English chapters
";

const PORT_DEFAULT: u16 = 3000;
const FUZZ_SECONDS_DEFAULT: u32 = 60;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Build { portable: bool, edition: Edition },
    Serve { port: u16 },
    Test(Part),
    Autobahn { side: Side, cases: Option<String> },
    Check { renew: bool },
    Lighthouse { pages: Pages },
    Bench { names: Vec<String> },
    Differential { words: Vec<String> },
    Figures { name: Option<String> },
    Packetdrill { files: Vec<String> },
    Fuzz { seconds: u32 },
    Screenshots,
    Sizes,
    Po,
}

/// For whom the book is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edition {
    Learners,
    Instructors,
}

/// Which end of the protocol is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Server,
    Client,
}

/// Which pages are judged.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    All,
    /// Each in one of its languages.
    Half,
    /// Those whose paths hold this.
    Named(String),
}

/// Which tests to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    Rust,
    Web { filter: Option<String> },
}

pub(crate) fn parse(words: &[String]) -> Result<Command> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => Ok(Command::Help),
        ["build", rest @ ..] => build(rest),
        ["serve"] => Ok(Command::Serve { port: PORT_DEFAULT }),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) if port > 0 => Ok(Command::Serve { port }),
            _ => bail!("`--port {port}` is not a port: give a number from 1 to 65535"),
        },
        ["test"] => Ok(Command::Test(Part::All)),
        ["test", "--rust"] => Ok(Command::Test(Part::Rust)),
        ["test", "--web"] => Ok(Command::Test(Part::Web { filter: None })),
        ["test", "--web", filter] if !filter.starts_with('-') => {
            Ok(Command::Test(Part::Web { filter: Some((*filter).to_owned()) }))
        }
        ["autobahn", rest @ ..] => autobahn(rest),
        ["check"] => Ok(Command::Check { renew: false }),
        ["check", "--renew"] => Ok(Command::Check { renew: true }),
        ["lighthouse"] => Ok(Command::Lighthouse { pages: Pages::All }),
        ["lighthouse", "--half"] => Ok(Command::Lighthouse { pages: Pages::Half }),
        ["lighthouse", filter] if !filter.starts_with('-') => {
            Ok(Command::Lighthouse { pages: Pages::Named((*filter).to_owned()) })
        }
        ["bench", names @ ..] if names.iter().all(|name| !name.starts_with('-')) => {
            Ok(Command::Bench { names: names.iter().map(|name| (*name).to_owned()).collect() })
        }
        ["differential", rest @ ..] => {
            Ok(Command::Differential { words: rest.iter().map(|&word| word.to_owned()).collect() })
        }
        ["packetdrill", files @ ..] if !files.is_empty() => {
            let files = files.iter().map(|&file| file.to_owned()).collect();
            Ok(Command::Packetdrill { files })
        }
        ["packetdrill"] => bail!("`packetdrill` needs the names of scripts\n\n{HELP}"),
        ["fuzz"] => Ok(Command::Fuzz { seconds: FUZZ_SECONDS_DEFAULT }),
        ["fuzz", "--seconds", seconds] => match seconds.parse() {
            Ok(seconds) if seconds > 0 => Ok(Command::Fuzz { seconds }),
            _ => bail!("`--seconds {seconds}` is not a time: give a number from 1"),
        },
        ["figures"] => Ok(Command::Figures { name: None }),
        ["figures", name] if !name.starts_with('-') => {
            Ok(Command::Figures { name: Some((*name).to_owned()) })
        }
        ["screenshots"] => Ok(Command::Screenshots),
        ["sizes"] => Ok(Command::Sizes),
        ["po"] => Ok(Command::Po),
        _ => bail!("`cargo xtask {}` is not a command\n\n{HELP}", words.join(" ")),
    }
}

fn build(words: &[&str]) -> Result<Command> {
    let (mut portable, mut edition) = (false, Edition::Learners);
    let mut rest = words;
    loop {
        rest = match rest {
            [] => return Ok(Command::Build { portable, edition }),
            ["--portable", rest @ ..] => {
                portable = true;
                rest
            }
            ["--edition", "instructor", rest @ ..] => {
                edition = Edition::Instructors;
                rest
            }
            ["--edition", other, ..] => bail!("`{other}` is no edition: there is `instructor`"),
            _ => bail!("`cargo xtask build {}` is not a command\n\n{HELP}", words.join(" ")),
        };
    }
}

fn autobahn(words: &[&str]) -> Result<Command> {
    let (side, rest) = match words {
        ["--client", rest @ ..] => (Side::Client, rest),
        rest => (Side::Server, rest),
    };
    match rest {
        [] => Ok(Command::Autobahn { side, cases: None }),
        ["--cases", cases] => Ok(Command::Autobahn { side, cases: Some((*cases).to_owned()) }),
        _ => bail!("`cargo xtask autobahn {}` is not a command\n\n{HELP}", words.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let seen = match parse(&words) {
            Ok(command) => format!("{command:?}"),
            Err(error) => error.to_string().lines().next().unwrap_or_default().to_owned(),
        };
        assert_eq!(seen, expected, "for `{line}`");
    }

    #[test]
    fn words_become_commands() {
        check("", "Help");
        check("build", "Build { portable: false, edition: Learners }");
        check("build --portable", "Build { portable: true, edition: Learners }");
        let instructors = "Build { portable: true, edition: Instructors }";
        check("build --edition instructor --portable", instructors);
        check("serve", "Serve { port: 3000 }");
        check("serve --port 8080", "Serve { port: 8080 }");
        check("differential --seed 7", "Differential { words: [\"--seed\", \"7\"] }");
        check("packetdrill a.pkt b", "Packetdrill { files: [\"a.pkt\", \"b\"] }");
        check("test", "Test(All)");
        check("autobahn", "Autobahn { side: Server, cases: None }");
        check("autobahn --client --cases 1.*", {
            "Autobahn { side: Client, cases: Some(\"1.*\") }"
        });
        check("check --renew", "Check { renew: true }");
        check("bench echo memory", "Bench { names: [\"echo\", \"memory\"] }");
        check("figures race", "Figures { name: Some(\"race\") }");
        check("fuzz --seconds 5", "Fuzz { seconds: 5 }");
        check("test --web search", "Test(Web { filter: Some(\"search\") })");
    }

    #[test]
    fn a_wrong_word_is_named() {
        check("serve --port 0", "`--port 0` is not a port: give a number from 1 to 65535");
        check("serve --port 70000", "`--port 70000` is not a port: give a number from 1 to 65535");
        check("bild", "`cargo xtask bild` is not a command");
        check("lighthouse", "Lighthouse { pages: All }");
        check("lighthouse --half", "Lighthouse { pages: Half }");
        check("lighthouse ko/", "Lighthouse { pages: Named(\"ko/\") }");
        check("autobahn --server", "`cargo xtask autobahn --server` is not a command");
        check("packetdrill", "`packetdrill` needs the names of scripts");
        check("fuzz --seconds 0", "`--seconds 0` is not a time: give a number from 1");
        check("build --edition nobody", "`nobody` is no edition: there is `instructor`");
        check("build --fast", "`cargo xtask build --fast` is not a command");
    }
}
