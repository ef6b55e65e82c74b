//! A folder and ports of their own for the listings of a chapter, so that tests stand beside each
//! other and beside whatever else is listening.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use companion::bench::{BROWSER, Folder, Ports, install_node_modules};

/// Where the library `ws` lies, in the version that the page's labs run.
fn node_modules() -> PathBuf {
    let runtimes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtimes");
    install_node_modules(&runtimes).unwrap_or_else(|message| panic!("{message}"))
}

pub(crate) fn listings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings")
}

pub(crate) struct Bench {
    pub(crate) folder: PathBuf,
    ports: Ports,
    _owned: Folder,
}

impl Bench {
    /// Copies a chapter's listings into a folder of this test's own.
    pub(crate) fn new(chapter: &str) -> Bench {
        let ports = Ports::free();
        let owned = Folder::new("listings", &ports).unwrap();
        let bench = Bench { folder: owned.path().to_owned(), ports, _owned: owned };
        for entry in fs::read_dir(listings().join(chapter)).unwrap() {
            let file = entry.unwrap().path();
            if file.is_dir() {
                continue; // Programs that are read and not run.
            }
            let text = fs::read_to_string(&file).unwrap();
            fs::write(bench.folder.join(file.file_name().unwrap()), bench.moved(&text)).unwrap();
        }
        bench
    }

    /// The text of a listing or a command, with this bench's ports.
    pub(crate) fn moved(&self, text: &str) -> String {
        self.ports.moved(text)
    }

    /// What a program printed, with the ports that the book names.
    pub(crate) fn restored(&self, text: &str) -> String {
        self.ports.restored(text)
    }

    /// How to start a listing: compiled, if its language needs it.
    pub(crate) fn command(&self, file: &str) -> Command {
        let (stem, ending) = file.rsplit_once('.').unwrap();
        let program = format!("./{stem}-{ending}");
        let words: Vec<&str> = match ending {
            "py" => vec!["python3", file],
            "java" => vec!["java", file],
            "js" => vec!["node", "--require", "./browser.cjs", file],
            "c" => {
                self.compile(&["cc", "-Wall", "-Wextra", "-Werror", "-o", &program, file]);
                vec![&program]
            }
            "rs" => {
                self.compile(&["rustc", "--edition", "2024", "-Dwarnings", "-o", &program, file]);
                vec![&program]
            }
            _ => panic!("{file}: nobody knows how to run this"),
        };
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).current_dir(&self.folder);
        if ending == "js" {
            fs::write(self.folder.join("browser.cjs"), BROWSER).unwrap();
            command.env("NODE_PATH", node_modules());
        }
        command
    }

    fn compile(&self, words: &[&str]) {
        let mut command = Command::new(words[0]);
        let output = command.args(&words[1..]).current_dir(&self.folder).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", words[0]));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", words.join(" "));
    }
}
