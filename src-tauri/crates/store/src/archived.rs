//! Whether archived files are what their names say, and what the library says of them.

use std::collections::HashSet;

use broadsheet_model::AssetId;
use fs_err as fs;

use crate::error::StoreError;
use crate::library::Library;
use crate::media::{self, inspect_picture};
use crate::verify::{Findings, Subject};

/// Bytes of a file that is read as a whole; a longer one is no picture.
pub(crate) const AT_ONCE: u64 = 32 << 20;

impl Library {
    pub(crate) fn look_at_files(
        &self,
        findings: &mut Findings,
        mut told: impl FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        struct Row {
            id: String,
            media_type: String,
            bytes: i64,
            width: Option<i64>,
            height: Option<i64>,
        }
        let rows: Vec<Row> = self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT id, media_type, bytes, width, height FROM asset ORDER BY id")?;
            let rows = statement.query_map([], |row| {
                Ok(Row {
                    id: row.get(0)?,
                    media_type: row.get(1)?,
                    bytes: row.get(2)?,
                    width: row.get(3)?,
                    height: row.get(4)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let all = rows.len() as u64;
        let mut known: HashSet<String> = HashSet::with_capacity(rows.len());
        for row in rows {
            told(findings.files, all);
            known.insert(row.id.clone());
            let Some(id) = AssetId::parse(&row.id) else {
                findings.fault(Subject::Database, format!("a file has the name “{}”, which is no BLAKE3", row.id));
                continue;
            };
            findings.files += 1;
            let path = self.media_path(&id);
            let is_long = fs::metadata(&path).is_ok_and(|found| found.len() > AT_ONCE);
            let read = if is_long {
                media::hash_file(&path).map(|(hash, _)| (hash, Vec::new()))
            } else {
                media::read_file(&path).map(|content| (blake3::hash(&content).to_hex().to_string(), content))
            };
            let (hash, content) = match read {
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    findings.fault(Subject::Asset(id), format!("the file {} is missing", row.id));
                    continue;
                }
                Err(error) => {
                    findings.fault(Subject::Asset(id), format!("the file {} cannot be read: {error}", row.id));
                    continue;
                }
            };
            let length = fs::metadata(&path).map_or(0, |found| found.len());
            findings.bytes += length;
            if hash != row.id {
                findings.fault(Subject::Asset(id), format!("the file {} is not what was stored", row.id));
                continue;
            }
            let kind = inspect_picture(&content).ok();
            let agrees = kind.is_none_or(|kind| {
                kind.media_type == row.media_type
                    && Some(i64::from(kind.width)) == row.width
                    && Some(i64::from(kind.height)) == row.height
            });
            if !agrees || i64::try_from(length) != Ok(row.bytes) {
                findings.fault(
                    Subject::AssetRow(id),
                    format!("the library says something else of the file {} than is in it", row.id),
                );
            }
        }
        told(findings.files, all);
        findings.spare_files = self.media_files()?.iter().filter(|name| !known.contains(*name)).count() as u64;
        Ok(())
    }

    /// Names of all files in the media folder.
    pub(crate) fn media_files(&self) -> Result<Vec<String>, StoreError> {
        let media = self.folder().join("media");
        let mut names = Vec::new();
        if !media.is_dir() {
            return Ok(names);
        }
        for shelf in fs::read_dir(media)? {
            let shelf = shelf?.path();
            if !shelf.is_dir() {
                continue;
            }
            for file in fs::read_dir(shelf)? {
                names.push(file?.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(names)
    }
}
