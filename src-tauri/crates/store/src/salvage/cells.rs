//! Rows as they stand in a page: cells with their overflow, and the records in them (sections 1.6 and 2 of
//! <https://sqlite.org/fileformat2.html>).

use std::collections::HashSet;

use rusqlite::types::Value;

use crate::salvage::pages::{FILE_HEADER, Pages, u16_at, u32_at};

/// Most bytes of one row; one that claims more is damaged.
const MOST_BYTES: usize = 256 << 20;

/// Values of a row at most; no table has so many columns.
const MOST_VALUES: usize = 100;

/// What a page of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Branches of a table.
    TableBranch,
    /// Rows of a table.
    TableLeaf,
    /// Branches of an index, or of a table that is one.
    IndexBranch,
    /// Rows of such.
    IndexLeaf,
}

/// A page of a tree.
pub(super) struct TreePage<'a> {
    pub(super) kind: Kind,
    page: &'a [u8],
    head: usize,
}

impl<'a> TreePage<'a> {
    pub(super) fn of(number: u32, page: &'a [u8]) -> Option<Self> {
        let head = if number == 1 { FILE_HEADER } else { 0 };
        let kind = match page.get(head)? {
            2 => Kind::IndexBranch,
            5 => Kind::TableBranch,
            10 => Kind::IndexLeaf,
            13 => Kind::TableLeaf,
            _ => return None,
        };
        Some(Self { kind, page, head })
    }

    fn is_branch(&self) -> bool {
        matches!(self.kind, Kind::TableBranch | Kind::IndexBranch)
    }

    /// Where its cells stand.
    fn cells(&self) -> impl Iterator<Item = usize> {
        let count = usize::from(u16_at(self.page, self.head + 3).unwrap_or_default());
        let first = self.head + if self.is_branch() { 12 } else { 8 };
        (0..count).map_while(move |cell| u16_at(self.page, first + 2 * cell)).map(usize::from)
    }

    /// The pages below a branch.
    pub(super) fn children(&self) -> Vec<u32> {
        if !self.is_branch() {
            return Vec::new();
        }
        let last = u32_at(self.page, self.head + 8);
        self.cells().filter_map(|at| u32_at(self.page, at)).chain(last).collect()
    }

    /// Hands out its rows, each with its number where it has one; `None` stands for one that cannot be read.
    pub(super) fn rows(&self, pages: &Pages, each: &mut dyn FnMut(Option<(i64, Vec<Value>)>)) {
        let is_table = match self.kind {
            Kind::TableBranch => return,
            Kind::TableLeaf => true,
            Kind::IndexBranch | Kind::IndexLeaf => false,
        };
        let before = if self.kind == Kind::IndexBranch { 4 } else { 0 };
        for at in self.cells() {
            each(self.row(pages, at + before, is_table));
        }
    }

    fn row(&self, pages: &Pages, at: usize, is_table: bool) -> Option<(i64, Vec<Value>)> {
        let (length, mut at) = varint(self.page, at)?;
        let mut number = 0;
        if is_table {
            (number, at) = varint(self.page, at)?;
        }
        let length = usize::try_from(length).ok().filter(|length| *length <= MOST_BYTES)?;
        let payload = payload(pages, self.page, at, length, is_table)?;
        Some((number, record(&payload)?))
    }
}

/// A row's bytes: those in the page, and those in the pages that follow where it does not fit.
fn payload(pages: &Pages, page: &[u8], at: usize, length: usize, is_table: bool) -> Option<Vec<u8>> {
    if !pages.spend(length) {
        return None;
    }
    let usable = pages.usable();
    let most = if is_table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
    let least = (usable - 12) * 32 / 255 - 23;
    if length <= most {
        return page.get(at..at + length).map(<[u8]>::to_vec);
    }
    let fitting = least + (length - least) % (usable - 4);
    let here = if fitting <= most { fitting } else { least };
    let mut bytes = page.get(at..at + here)?.to_vec();
    let mut next = u32_at(page, at + here)?;
    let mut met = HashSet::new();
    while bytes.len() < length {
        // A row that comes back to a page of its own is damaged.
        if !met.insert(next) {
            return None;
        }
        let page = pages.get(next)?;
        let more = (length - bytes.len()).min(usable - 4);
        bytes.extend(page.get(4..4 + more)?);
        next = u32_at(&page, 0)?;
    }
    Some(bytes)
}

fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(payload, 0)?;
    let head = usize::try_from(head).ok()?;
    let mut content = head;
    let mut values = Vec::new();
    while at < head {
        if values.len() >= MOST_VALUES {
            return None;
        }
        let (kind, next) = varint(payload, at)?;
        at = next;
        let (value, length) = value(payload.get(content..)?, kind)?;
        content += length;
        values.push(value);
    }
    (at == head).then_some(values)
}

/// A value of a kind, and the bytes that it takes.
fn value(bytes: &[u8], kind: i64) -> Option<(Value, usize)> {
    let integer = |length: usize| {
        let bytes = bytes.get(..length)?;
        let is_negative = bytes.first()? & 0x80 != 0;
        let value =
            bytes.iter().fold(if is_negative { -1 } else { 0 }, |value: i64, byte| value << 8 | i64::from(*byte));
        Some((Value::Integer(value), length))
    };
    match kind {
        0 => Some((Value::Null, 0)),
        1..=4 => integer(usize::try_from(kind).ok()?),
        5 => integer(6),
        6 => integer(8),
        7 => Some((Value::Real(f64::from_be_bytes(*bytes.first_chunk()?)), 8)),
        8 => Some((Value::Integer(0), 0)),
        9 => Some((Value::Integer(1), 0)),
        12.. => {
            let length = usize::try_from((kind - 12) / 2).ok()?;
            let bytes = bytes.get(..length)?.to_vec();
            let value = if kind % 2 == 0 { Value::Blob(bytes) } else { Value::Text(String::from_utf8(bytes).ok()?) };
            Some((value, length))
        }
        _ => None,
    }
}

/// A number of one to nine bytes, and where it ends.
fn varint(bytes: &[u8], mut at: usize) -> Option<(i64, usize)> {
    let mut value = 0_i64;
    for count in 1..=9 {
        let byte = *bytes.get(at)?;
        at += 1;
        if count == 9 {
            return Some((value << 8 | i64::from(byte), at));
        }
        value = value << 7 | i64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((value, at))
}
