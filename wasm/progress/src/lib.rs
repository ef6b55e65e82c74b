//! The reader's record as a program for the progress page: files in and out, and summaries. Texts
//! in, texts out; the page keeps them.
//!
//! Programs cross as rows of five texts: `program` or `aside`, lab, name, base, text.

#![deny(unsafe_code)]

use progress::Record;
use progress::export::{self, Export, Program, Programs};
use progress::summary;
use wasm_bindgen::prelude::*;

/// That of the figures.
#[global_allocator]
static MEMORY: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();

const IN_USE: &str = "program";
const ASIDE: &str = "aside";

/// The longest file that is read.
#[wasm_bindgen]
pub fn export_len_max() -> usize {
    export::LEN_MAX
}

/// All of a reader's as the page keeps it. A record that this version cannot read is named:
/// `unreadable`.
fn kept(record: &str, rows: Vec<String>) -> Result<Export, JsValue> {
    let read = Record::read(record).map_err(|_| JsValue::from_str("unreadable"))?;
    let mut programs = Programs::default();
    let mut rows = rows.into_iter();
    while let Some(kind) = rows.next() {
        let mut field = || rows.next().unwrap_or_default();
        let [lab, name, base, text] = [field(), field(), field(), field()];
        let program = Program { lab, name, base, text };
        if kind == ASIDE {
            programs.put_aside(program);
        } else {
            programs.use_version(program);
        }
    }
    Ok(Export { record: read.record, programs })
}

fn rows(programs: &Programs) -> Vec<String> {
    let kinds = [(IN_USE, programs.in_use()), (ASIDE, programs.aside())];
    let all = kinds.into_iter().flat_map(|(kind, list)| list.iter().map(move |it| (kind, it)));
    all.flat_map(|(kind, Program { lab, name, base, text })| {
        [kind.to_owned(), lab.clone(), name.clone(), base.clone(), text.clone()]
    })
    .collect()
}

/// The file that holds all of it.
#[wasm_bindgen]
pub fn export_file(record: &str, programs: Vec<String>) -> Result<String, JsValue> {
    Ok(kept(record, programs)?.write())
}

/// What a file brought.
#[wasm_bindgen]
pub struct Imported {
    whole: Export,
    answers: progress::Imported,
    programs: export::ImportedPrograms,
    damaged: Vec<usize>,
    is_whole: bool,
}

/// Takes a file in. What is refused is named: `empty`, `too-long`, `binary`, `foreign`, `newer`.
#[wasm_bindgen]
pub fn import_file(record: &str, programs: Vec<String>, file: &[u8]) -> Result<Imported, JsValue> {
    let mut whole = kept(record, programs)?;
    let read = Export::read(file).map_err(|refused| JsValue::from_str(refused.name()))?;
    let (answers, programs) = whole.import(&read.export);
    Ok(Imported { whole, answers, programs, damaged: read.damaged, is_whole: read.is_whole })
}

#[wasm_bindgen]
impl Imported {
    /// The record with the file's.
    pub fn record(&self) -> String {
        self.whole.record.write()
    }

    /// The programs with the file's, as rows.
    pub fn programs(&self) -> Vec<String> {
        rows(&self.whole.programs)
    }

    /// Of answers: new, later, known, forgotten; of programs: new, known, aside.
    pub fn counts(&self) -> Vec<usize> {
        let progress::Imported { new, later, known, forgotten } = self.answers;
        let programs = &self.programs;
        vec![new, later, known, forgotten, programs.new, programs.known, programs.aside.len()]
    }

    /// The lines that could not be read.
    pub fn damaged(&self) -> Vec<usize> {
        self.damaged.clone()
    }

    /// Whether the file ends where it was meant to end.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }
}

/// A summary, read from its line.
#[wasm_bindgen]
pub struct Summary(summary::Summary);

#[wasm_bindgen]
impl Summary {
    /// Reads a line; throws the number of the part that cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(line: &str) -> Result<Summary, JsValue> {
        let read = summary::Summary::parse(line);
        read.map(Self).map_err(|wrong| JsValue::from(wrong.part as u32))
    }

    /// The line as it is printed.
    pub fn line(&self) -> String {
        self.0.line()
    }

    /// The code over it.
    pub fn code(&self) -> String {
        self.0.code()
    }

    /// Whether a typed code is this summary's.
    pub fn fits(&self, typed: &str) -> bool {
        self.0.fits(typed)
    }
}

/// A name as it can stand in a line.
#[wasm_bindgen]
pub fn summary_name(typed: &str) -> String {
    summary::name(typed)
}
