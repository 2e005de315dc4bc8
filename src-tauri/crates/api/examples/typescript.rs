//! Writes the TypeScript forms of what the window sees to the standard output.
use broadsheet_api::typescript;

fn main() {
    print!("{}", typescript::declarations());
}
