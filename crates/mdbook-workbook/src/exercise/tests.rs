use std::fs;
use std::path::{Path, PathBuf};

use figure_kit::words::Language;
