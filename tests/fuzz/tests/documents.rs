//! Every document that is kept beside the targets, read by its target: the seeds, and whatever once made a parser fail.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use fuzz::TARGETS;

fn documents(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

#[test]
fn every_document_is_read() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in TARGETS {
        let seeds = documents(&beside.join("seeds").join(target.name));
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        for path in seeds.into_iter().chain(documents(&beside.join("found").join(target.name))) {
            println!("{}", path.display());
            (target.run)(&std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn every_folder_belongs_to_a_target() {
    for folder in ["seeds", "found"] {
        let Ok(entries) = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) else { continue };
        for entry in entries {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(TARGETS.iter().any(|target| target.name == name), "{folder}/{name} belongs to no target");
        }
    }
}

#[test]
fn whatever_is_broken_or_repeated_is_read_too() {
    // A small search without an engine: cut, doubled and overwritten seeds, the same in every run.
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for target in TARGETS {
        for path in documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target.name)) {
            let seed = std::fs::read(&path).unwrap();
            for _ in 0..20 {
                let mut document = seed.clone();
                for _ in 0..=next(4) {
                    let (one, other) = (next(document.len() + 1), next(document.len() + 1));
                    let (from, to) = (one.min(other), one.max(other));
                    match next(4) {
                        0 => document.truncate(to),
                        1 => drop(document.drain(from..to)),
                        2 => document = [&document[..to], &document[from..]].concat(),
                        _ => {
                            document.iter_mut().skip(from).take(3).for_each(|byte| *byte = b"<>&\"'=\0/\xff-"[next(10)])
                        }
                    }
                }
                (target.run)(&document);
            }
        }
    }
}
