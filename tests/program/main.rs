//! Whole-program tests: the real `broadsheet` command against the test newspaper.
//!
//! Start with `harness`, which finds the command, gives it a library of its own and keeps it away from the internet and
//! from the user's folders. Each other module is one subject; `the_way` shows what a test looks like. The command has to
//! be built first: `cargo build -p broadsheet-cli`.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod bad_sources;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod feed_pictures;
#[cfg(test)]
mod feeds_know_better;
#[cfg(test)]
mod folders;
mod formulas;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod highlights;
#[cfg(test)]
mod in_parts;
#[cfg(test)]
mod json_lines;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod kept_for_good;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod library_trouble;
#[cfg(test)]
mod network;
#[cfg(test)]
mod offline;
#[cfg(test)]
mod one_article;
#[cfg(test)]
mod one_host;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod real_pages;
#[cfg(test)]
mod real_site;
#[cfg(test)]
mod recordings;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod shelf;
#[cfg(test)]
mod small_site;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod the_way;
#[cfg(test)]
mod upkeep;
#[cfg(test)]
mod what_is_listed;
