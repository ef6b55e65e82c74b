//! A small program, compiled, cut and run in Node beside itself uncut.

use super::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasmparser::{KnownCustom, Name};

/// What is done to both: figures are shown, act, refuse and panic.
const RUN: &str = r"
import { readFileSync } from 'node:fs';
const [folder, needs] = [process.argv[2], JSON.parse(process.argv[3])];
const load = (file) => new WebAssembly.Module(readFileSync(`${folder}/${file}.wasm`));
const instance = (file, given) => new WebAssembly.Instance(load(file), { b: given }).exports;
const whole = instance('whole', {});
const cut = { ...instance('base', {}) };
const figures = ['adder', 'counter', 'speaker'];
const tell = (program, name, ...given) => {
  try { return program[name](...given); } catch (reason) { return reason.constructor.name; }
};
const say = (...line) => console.log(line.join(' '));
say('names', tell(whole, 'names') === tell(cut, 'names'));
say('early', tell(cut, 'show', 2));
for (const file of new Set(figures.flatMap((figure) => needs[figure]))) {
  Object.assign(cut, instance(file, cut));
}
for (const at of [0, 1, 2]) say('first', tell(whole, 'first', at) === tell(cut, 'first', at));
let seed = 81;
const random = (below) => (seed = seed * 48271 % 2147483647) % below;
const shown = [];
let same = 0;
for (let step = 0; step < 3000; step += 1) {
  const isNew = shown.length === 0 || random(40) === 0;
  const call = isNew ? ['show', random(3)] : ['act', random(shown.length), random(20)];
  if (isNew) shown.push(step);
  const [one, other] = [whole, cut].map((program) => tell(program, ...call));
  if (one !== other) throw new Error(`step ${step}: ${call}: ${one} is not ${other}`);
  same += 1;
}
say('same', same);
// The third of its numbers that a counter asks for is not there: it panics.
const counters = [whole, cut].map((program) => tell(program, 'show', 1));
say('panics', ...[whole, cut].map((program, at) => tell(program, 'act', counters[at], 3)));
";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("workbook-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn compile(folder: &Folder, linking: &[&str]) -> Vec<u8> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/slim/tests/program.rs");
    let out = folder.0.join("whole.wasm");
    let mut rustc = Command::new("rustc");
    rustc.args(["--crate-type=cdylib", "--target=wasm32-unknown-unknown", "--edition=2024"]);
    rustc.args(["-Copt-level=z", "-Cpanic=abort", "-Cstrip=debuginfo", "-Clto=fat"]);
    rustc.args(linking).arg(source).arg("-o").arg(&out);
    let output = rustc.output().expect("rustc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(out).unwrap()
}

/// The names of the functions that a file defines.
fn defined(file: &[u8]) -> Vec<String> {
    let (mut imported, mut names) = (0, BTreeMap::new());
    for payload in Parser::new(0).parse_all(file) {
        match payload.unwrap() {
            Payload::ImportSection(imports) => {
                let functions = imports.into_imports().filter(|import| {
                    matches!(import.as_ref().unwrap().ty, wasmparser::TypeRef::Func(_))
                });
                imported = functions.count() as u32;
            }
            Payload::CustomSection(custom) => {
                let KnownCustom::Name(parts) = custom.as_known() else { continue };
                for part in parts {
                    let Name::Function(functions) = part.unwrap() else { continue };
                    names.extend(functions.into_iter().map(|naming| {
                        let naming = naming.unwrap();
                        (naming.index, naming.name.to_owned())
                    }));
                }
            }
            _ => {}
        }
    }
    names.split_off(&imported).into_values().collect()
}

#[test]
fn a_cut_program_does_what_the_whole_one_does() {
    let folder = Folder::new("cut");
    let raw = compile(&folder, &["-Clink-arg=--emit-relocs"]);
    let cut = cut(&raw).unwrap();
    let names: Vec<&str> = cut.chunks.keys().map(String::as_str).collect();
    assert!(
        names.len() == 3 || names.len() == 4 && names[2].starts_with(SHARED),
        "a file a figure, and one at most of what two share: {names:?}"
    );
    folder.write("base.wasm", &cut.base);
    for (name, bytes) in &cut.chunks {
        folder.write(&format!("{name}.wasm"), bytes);
    }
    folder.write("run.mjs", RUN.as_bytes());
    let needs = serde_json::to_string(&cut.needs).unwrap();
    let mut node = Command::new("node");
    let output = node.arg(folder.0.join("run.mjs")).arg(&folder.0).arg(needs).output();
    let output = output.expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said,
        "names true\nearly RuntimeError\nfirst true\nfirst true\nfirst true\n\
         same 3000\npanics RuntimeError RuntimeError\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn every_function_is_in_one_file_and_a_figure_s_in_its_own() {
    let folder = Folder::new("cut-functions");
    let raw = compile(&folder, &["-Clink-arg=--emit-relocs"]);
    let cut = cut(&raw).unwrap();
    let mut seen = BTreeMap::new();
    for (file, bytes) in cut.chunks.iter().chain([(&BASE.to_owned(), &cut.base)]) {
        for function in defined(bytes) {
            let earlier = seen.insert(function.clone(), file.clone());
            assert_eq!(earlier, None, "{function} is in {file} too");
        }
    }
    let home = |part: &str| {
        let found = seen.iter().find(|(function, _)| function.contains(part));
        found.map_or_else(|| panic!("{part} is nowhere"), |(_, file)| file.as_str())
    };
    assert_eq!(home("Adder"), "adder");
    assert_eq!(home("Counter"), "counter");
    assert_eq!(home("Speaker"), "speaker");
    assert!(home("5mixed").starts_with(SHARED) || home("5mixed") == BASE);
    let text = |file: &[u8], text: &[u8]| file.windows(text.len()).any(|part| part == text);
    let files: Vec<&Vec<u8>> = cut.chunks.values().chain([&cut.base]).collect();
    let holding = |wanted: &[u8]| files.iter().filter(|file| text(file, wanted)).count();
    assert_eq!(holding(b"too much for the adder"), 1);
    assert_eq!(holding(b"the speaker says"), 1);
    assert!(text(&raw, b"index out of bounds"), "what the next line looks for is there uncut");
    assert_eq!(holding(b"index out of bounds"), 0, "nobody hears what a panic says");
}

#[test]
fn a_program_that_does_not_say_what_its_numbers_are_is_refused() {
    let folder = Folder::new("cut-refused");
    let error = cut(&compile(&folder, &[])).unwrap_err().to_string();
    assert_eq!(error, "the program was linked without --emit-relocs");
    let mut raw = compile(&folder, &["-Clink-arg=--emit-relocs"]);
    let text = b"too much for the adder";
    let at = raw.windows(text.len()).position(|part| part == text).unwrap();
    // A pointer that no longer points where the linker says.
    let program = Program::read(&raw).unwrap();
    let pointer = program.data.iter().find(|it| matches!(it.target, Target::Slot(_))).unwrap().at;
    raw[pointer] ^= 1;
    let error = cut(&raw).unwrap_err().to_string();
    assert!(error.contains("the linker says") || error.contains("does not hold"), "{error}");
    assert!(at > 0);
}
