//! Every fence of the book, in both languages: replayed, snapshotted, and driven at random.
//!
//! `UPDATE=1 cargo test -p mdbook-workbook --test figures` writes the snapshots anew; a failure
//! prints the seed that reproduces it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use figure_kit::exhibit::Exhibit;
use figure_kit::figure::{Context, Projector};
use figure_kit::node::{Element, Node};
use figure_kit::words::{Kit, Tables, Vocabulary as _};
use figures::registry;
use mdbook_preprocessor::book::BookItem;
use mdbook_workbook::language::{LANGUAGES, Language};
use mdbook_workbook::{book, fence};

/// How many actions each fence survives, and with `WORKBOOK_ROUNDS=all` in the environment.
const ROUNDS_SAMPLED: usize = 800;
const ROUNDS_ALL: usize = 3_000;

/// What a reader might type, and what nobody should.
const TYPED: [&str; 10] = [
    "",
    " ",
    "x3JJHMbDL1EzLkh9GBhXDw==",
    "AQIDBAUGBwgJCgsMDQ4PEC==",
    "열쇠",
    "한글과 space",
    "a\nb;c:d%e",
    "<script>\"'&",
    "====",
    "\u{0}\u{202e}\u{1f511}",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every fence of a language with the page it stands on.
fn fences(language: Language) -> Vec<(String, fence::Fence)> {
    let book = book::translated(&root(), language).unwrap();
    let mut found = Vec::new();
    for item in book.iter() {
        if let BookItem::Chapter(chapter) = item
            // A chapter that is announced and not written has no path.
            && let Some(path) = &chapter.path
        {
            let page = path.with_extension("").display().to_string();
            let fences = fence::find(&chapter.content, &page).unwrap();
            found.extend(fences.into_iter().map(|fence| (page.clone(), fence)));
        }
    }
    assert!(!found.is_empty(), "the book has figures");
    found
}

#[test]
fn every_fence_holds_and_prints_what_it_printed_before() {
    let folder = root().join("crates/mdbook-workbook/tests/snapshots");
    let update = std::env::var_os("UPDATE").is_some();
    let mut expected = BTreeSet::new();
    for language in LANGUAGES {
        let words = registry::tables(language.words());
        // Counted by page, so that a figure in one chapter renames nothing in the next.
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (page, fence) in fences(language) {
            let count = counts.entry(page.clone()).or_default();
            *count += 1;
            let exhibit = fence.exhibit(&page).unwrap();
            let mut text = format!("{}\n", fence.title);
            for view in exhibit.printed(&words) {
                outline(&view, 0, &mut text);
            }
            let name = format!("{page}-{count}-{}.{}.txt", fence.figure, language.tag);
            let path = folder.join(&name);
            if update {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&path, &text).unwrap();
            }
            let before = fs::read_to_string(&path).unwrap_or_default();
            assert!(before == text, "{name} has changed: look at it, then run with UPDATE=1");
            expected.insert(name);
        }
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if update && !expected.contains(&name) {
            fs::remove_file(folder.join(name)).unwrap();
            continue;
        }
        assert!(expected.contains(&name), "{name} belongs to no figure: run with UPDATE=1");
    }
}

/// A view as a reader's eye takes it in: one line a block, indented; bytes in one row.
fn outline(node: &Node, depth: usize, text: &mut String) {
    let Node::Element(element) = node else { return };
    let holds_blocks = element.children.iter().any(|child| match child {
        Node::Element(child) => matches!(child.tag, "div" | "section" | "p" | "ul" | "li"),
        Node::Text(_) => false,
    });
    if holds_blocks {
        for child in &element.children {
            outline(child, depth + 1, text);
        }
        return;
    }
    let parts: Vec<String> = element.children.iter().map(Node::plain_text).collect();
    let line = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    if !line.is_empty() {
        let _ = writeln!(text, "{}{line}", "  ".repeat(depth));
    }
}

/// The same numbers for the same seed, on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // SplitMix64, as published by Sebastiano Vigna.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// Everything a reader can do to what is drawn.
fn controls(node: &Node, found: &mut Vec<String>) {
    let Node::Element(element) = node else { return };
    if element.attribute("disabled").is_none() {
        found.extend(element.attribute("data-do").map(str::to_owned));
        match element.attribute("data-input") {
            // A browser lets nothing be chosen but what is there.
            Some(verb) if element.tag == "select" => found.extend(options(element, verb)),
            // A field, to be filled with something when it is chosen.
            Some(verb) => found.push(format!("{verb} \u{1}")),
            None => {}
        }
        let keys = element.attribute("data-keys").unwrap_or_default();
        let actions = keys.split(';').filter_map(|pair| pair.split_once('='));
        found.extend(actions.map(|(_, action)| action.trim().to_owned()));
    }
    for child in &element.children {
        controls(child, found);
    }
}

fn options(select: &Element, verb: &str) -> Vec<String> {
    let value = |option: &Node| match option {
        Node::Element(option) => option.attribute("value").map(str::to_owned),
        Node::Text(_) => None,
    };
    select.children.iter().filter_map(value).map(|value| format!("{verb} {value}")).collect()
}

#[test]
fn every_figure_survives_thousands_of_actions_and_reaches_them_all_in_english() {
    survives(LANGUAGES[0]);
}

#[test]
fn every_figure_survives_thousands_of_actions_and_reaches_them_all_in_korean() {
    survives(LANGUAGES[1]);
}

fn survives(language: Language) {
    let words = registry::tables(language.words());
    // Not every fence offers all: one asks no question, another nothing else.
    let mut unreached: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (seed, (page, fence)) in fences(language).into_iter().enumerate() {
        let seed = seed as u64 + 81;
        let exhibit = fence.exhibit(&page).unwrap();
        let fresh = || exhibit.verbs().into_iter().map(|verb| verb.word).collect();
        let wanted = unreached.entry(fence.figure.clone()).or_insert_with(fresh);
        drive(exhibit, &fence, &page, &words, seed, wanted);
    }
    for (figure, left) in unreached {
        assert!(left.is_empty(), "{figure}: no control led to {left:?}");
    }
}

fn drive(
    mut exhibit: Exhibit,
    fence: &fence::Fence,
    page: &str,
    words: &Tables,
    seed: u64,
    wanted: &mut BTreeSet<&str>,
) {
    let mut dice = Dice(seed);
    let all = std::env::var("WORKBOOK_ROUNDS").is_ok_and(|rounds| rounds == "all");
    for round in 0..if all { ROUNDS_ALL } else { ROUNDS_SAMPLED } {
        let mut open = Vec::new();
        controls(&exhibit.toolbar(words), &mut open);
        controls(&exhibit.panels(words), &mut open);
        // A map of hundreds of cells would leave the rare switch beside it to luck.
        let is_new = |action: &&String| wanted.contains(action.split(' ').next().unwrap());
        let new: Vec<&String> = open.iter().filter(is_new).collect();
        let chosen = match new.as_slice() {
            [_, ..] if dice.roll(4) == 0 => new[dice.roll(new.len())],
            _ => &open[dice.roll(open.len())],
        };
        let action = chosen.replace('\u{1}', dice.pick(&TYPED));
        let at = format!("{page}, {}: seed {seed}, round {round}, `{action}`", fence.figure);
        let mut chance = Dice(seed ^ round as u64);
        let mut entropy = |buffer: &mut [u8]| {
            for byte in buffer {
                *byte = u8::try_from(chance.roll(256)).unwrap();
            }
        };
        let mut context = Context::new(&mut entropy, words);
        let outcome = exhibit.act(&action, &mut context);
        assert!(outcome.is_ok(), "{at}: a control that is shown must work: {outcome:?}");
        wanted.remove(action.split(' ').next().unwrap());
        // Rubbish is refused and changes nothing.
        let before = exhibit.panels(words);
        let rubbish =
            format!("{} {}", dice.pick(&["select", "step", "mistake", "", "\u{0}"]), round + 10);
        let refused = exhibit.act(&rubbish, &mut context);
        assert!(refused.is_err() && exhibit.panels(words) == before, "{at}: `{rubbish}`");
        if dice.roll(3) == 0 {
            exhibit.tick(dice.roll(4_000) as u32, &mut context);
        }
        if dice.roll(10) == 0 {
            comes_back(&exhibit, fence, page, words, &at);
            exhibit.follow(dice.pick(&["rubbish", "step:77", "key:%E", "", ";:;"]));
        }
    }
}

/// A link shows exactly what was seen, apart from what moves and what the page itself holds.
fn comes_back(exhibit: &Exhibit, fence: &fence::Fence, page: &str, words: &Tables, at: &str) {
    let Some(link) = exhibit.link() else { return };
    let mut again = fence.exhibit(page).unwrap();
    again.follow(&link);
    let still = |node: Node| {
        let mut lines = String::new();
        outline(&node, 0, &mut lines);
        let kit = Kit::of(words);
        let moving = [kit.play(), kit.pause(), kit.bad_link(), kit.link_too_long()];
        let keep = |line: &&str| !moving.iter().any(|word| line.contains(word));
        lines.lines().filter(keep).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(still(again.panels(words)), still(exhibit.panels(words)), "{at}: {link}");
    assert_eq!(again.projector(), Projector::Off, "a link never takes the window");
}
