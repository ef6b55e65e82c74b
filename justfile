# Short names for what `cargo xtask` does. `just` alone lists them.

_list:
    @just --list --unsorted

# Build, serve on http://127.0.0.1:3000, rebuild and reload on every change.
serve port="3000":
    cargo xtask serve --port {{port}}

# Build the book, both languages, into target/site.
build:
    cargo xtask build

# Build, and pack target/socket-workbook.zip, whose figures work from file://.
portable:
    cargo xtask build --portable

# Run every test.
test:
    cargo xtask test

# Run the Rust side of the tests.
test-rust:
    cargo xtask test --rust

# Run the browser tests, or those with FILTER in their file's name.
test-web filter="":
    cargo xtask test --web {{filter}}

# Run the Autobahn suite against the echo, or those CASES: just autobahn '1.*,6.4.*'.
autobahn cases="":
    cargo xtask autobahn {{ if cases == "" { "" } else { "--cases '" + cases + "'" } }}

# Have Lighthouse judge every page, or those with FILTER in their path.
lighthouse filter="":
    cargo xtask lighthouse {{filter}}

# Run every fuzz target for so many seconds.
fuzz seconds="60":
    cargo xtask fuzz --seconds {{seconds}}

# Measure the engine, the simulated world and the figures, beside their peers where there are any.
bench *names:
    cargo xtask bench {{names}}

# Compare random system calls on this machine's kernel and in the simulated world.
differential seed="1" sequences="1000":
    cargo xtask differential --seed {{seed}} --sequences {{sequences}}

# Bring book/po/ko.po up to date with the English chapters.
po:
    cargo xtask po

# Print what each page loads at first, compressed.
sizes:
    cargo xtask sizes

# Say what the fences of a figure, or of all, may hold.
figures name="":
    cargo xtask figures {{name}}

# Take the README's pictures into docs/pictures.
screenshots:
    cargo xtask screenshots

# Format every Rust file.
format:
    cargo fmt --all
