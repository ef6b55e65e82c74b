//! What a chapter says that a program prints is what the engine computes.

use std::path::Path;

use figures::exhibit::Exhibit;
use figures::script::Script;

#[test]
fn the_accept_program_prints_the_accept_value_of_its_key() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/handshake.md");
    let text = std::fs::read_to_string(page).unwrap();
    let (_, after) = text.split_once("print(accept_value(\"").expect("the program is there");
    let (key, after) = after.split_once("\"))").unwrap();
    let (_, after) = after.split_once("```text\n").expect("its output is there");
    let (printed, _) = after.split_once("\n```").unwrap();
    let script = Script::parse("accept-key", &format!("key = {key}")).unwrap();
    let exhibit = Exhibit::from_script("accept-key", &script).unwrap();
    assert_eq!(exhibit.fact("accept").as_deref(), Some(printed));
}
