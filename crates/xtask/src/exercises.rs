//! The exercises as one zip file: tasks, starters and checks of all, as `workbook exercise` takes
//! them. Solutions and wrong solutions stay at home.

use crate::files;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The file beside the languages' folders.
pub(crate) const ARCHIVE: &str = "exercises.zip";

/// The folder inside the archive, so that unpacking leaves one thing behind.
const FOLDER: &str = "socket-workbook-exercises";

/// What is read first.
const README: &str = "\
Exercises of the Socket Workbook: a folder each.

  task.md, task.ko.md   what is to be done, in English and in Korean
  checks.txt            what is judged
  the programs          where to begin

`workbook exercise FOLDER` judges the programs of a folder on this machine.

Socket Workbook의 연습 문제입니다. 문제마다 폴더가 하나씩 있습니다.

  task.md, task.ko.md   할 일(영어, 한국어)
  checks.txt            검사 내용
  프로그램 파일         시작할 곳

`workbook exercise 폴더`를 실행하면 그 폴더의 프로그램을 이 컴퓨터에서 검사합니다.
";

/// Writes the archive into a site.
pub(crate) fn write(project: &Project, site: &Path) -> Result<()> {
    let archive = site.join(ARCHIVE);
    let file = File::create(&archive)
        .with_context(|| format!("{} cannot be written", archive.display()))?;
    pack(&project.root.join("book/exercises"), file)
}

fn pack(exercises: &Path, archive: impl Write + std::io::Seek) -> Result<()> {
    let mut zip = ZipWriter::new(archive);
    let options = SimpleFileOptions::default();
    zip.start_file(format!("{FOLDER}/README.txt"), options)?;
    zip.write_all(README.as_bytes())?;
    for path in files::list(exercises)? {
        let name = files::with_slashes(&path);
        if is_answer(&name) {
            continue;
        }
        let bytes = files::read(&exercises.join(&path))?;
        zip.start_file(format!("{FOLDER}/{name}"), options)?;
        zip.write_all(&bytes)?;
    }
    zip.finish()?;
    Ok(())
}

/// Whether a file below `book/exercises` would give an answer away.
fn is_answer(name: &str) -> bool {
    let inside = name.split_once('/').map_or("", |(_, inside)| inside);
    ["solution", "wrong"].iter().any(|it| inside.split(['/', '.']).next() == Some(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn starters_go_along_and_answers_stay() {
        let exercises = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/exercises");
        let mut archive = Cursor::new(Vec::new());
        pack(&exercises, &mut archive).unwrap();
        let zip = zip::ZipArchive::new(archive).unwrap();
        let names: Vec<String> = zip.file_names().map(|it| it.unwrap().into_owned()).collect();
        assert!(names.iter().all(|name| !name.contains("/solution") && !name.contains("/wrong")));
        for entry in std::fs::read_dir(&exercises).unwrap() {
            let folder = entry.unwrap().file_name().into_string().unwrap();
            if folder == "common" {
                continue;
            }
            for file in ["exercise.toml", "task.md", "task.ko.md"] {
                let name = format!("{FOLDER}/{folder}/{file}");
                assert!(names.contains(&name), "{name}");
            }
        }
        assert!(is_answer("echo/solution.txt") && is_answer("echo/wrong/one/server.py"));
        assert!(!is_answer("echo/server.py") && !is_answer("solution/task.md"));
    }
}
