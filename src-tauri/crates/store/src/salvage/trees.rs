//! The trees of a library's file: from their roots as far as they can be followed, and the leaves that hang on none.

use rusqlite::types::Value;

use crate::salvage::cells::{Kind, TreePage};
use crate::salvage::pages::Pages;

/// A table or an index, as the file names it.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) is_table: bool,
    root: u32,
}

/// Which pages have their place.
pub(super) struct Trees<'a> {
    pages: &'a Pages,
    placed: Vec<bool>,
    /// Places that lead nowhere, or to a page that is no part of a tree.
    pub(super) holes: u64,
}

impl<'a> Trees<'a> {
    pub(super) fn of(pages: &'a Pages) -> Self {
        let mut trees = Self { pages, placed: vec![false; pages.count() as usize + 1], holes: 0 };
        for free in pages.free() {
            trees.place(free);
        }
        trees
    }

    /// Answers whether the page had no place before.
    fn place(&mut self, number: u32) -> bool {
        self.placed.get_mut(number as usize).is_some_and(|placed| !std::mem::replace(placed, true))
    }

    /// What stands in the file, by its own list; empty where that is damaged.
    pub(super) fn named(&mut self) -> Vec<Named> {
        let mut named = Vec::new();
        self.walk(1, &mut |row| {
            if let Some((_, values)) = row
                && let [Value::Text(kind), Value::Text(name), _, Value::Integer(root), ..] = values.as_slice()
                && let Ok(root) = u32::try_from(*root)
                && root > 0
            {
                named.push(Named { name: name.clone(), is_table: kind == "table", root });
            }
        });
        named
    }

    /// Hands out the rows of a tree as far as it can be followed; `None` for one that cannot be read.
    pub(super) fn rows(&mut self, of: &Named, each: &mut dyn FnMut(Option<(i64, Vec<Value>)>)) {
        self.walk(of.root, each);
    }

    /// Notes which pages belong to a tree whose rows are not wanted.
    pub(super) fn pass(&mut self, over: &Named) {
        let mut below = vec![over.root];
        while let Some(number) = below.pop() {
            if !self.place(number) {
                continue;
            }
            if let Some(page) = self.pages.get(number)
                && let Some(page) = TreePage::of(number, &page)
            {
                below.extend(page.children());
            }
        }
    }

    fn walk(&mut self, root: u32, each: &mut dyn FnMut(Option<(i64, Vec<Value>)>)) {
        let mut below = vec![root];
        while let Some(number) = below.pop() {
            if !self.place(number) {
                self.holes += 1;
                continue;
            }
            let Some(page) = self.pages.get(number) else {
                self.holes += 1;
                continue;
            };
            let Some(page) = TreePage::of(number, &page) else {
                self.holes += 1;
                continue;
            };
            page.rows(self.pages, each);
            below.extend(page.children().into_iter().rev());
        }
    }

    /// Hands out each leaf that hangs on no tree.
    pub(super) fn lost(&mut self, each: &mut dyn FnMut(&Leaf<'_>)) {
        for number in 2..=self.pages.count() {
            if self.placed.get(number as usize) != Some(&false) {
                continue;
            }
            let Some(page) = self.pages.get(number) else { continue };
            if let Some(page) = TreePage::of(number, &page)
                && let Kind::TableLeaf | Kind::IndexLeaf = page.kind
            {
                each(&Leaf { page, pages: self.pages });
            }
        }
    }
}

/// A leaf that hangs on no tree.
pub(super) struct Leaf<'a> {
    page: TreePage<'a>,
    pages: &'a Pages,
}

impl Leaf<'_> {
    /// Its rows have numbers.
    pub(super) fn is_numbered(&self) -> bool {
        self.page.kind == Kind::TableLeaf
    }

    /// Hands out those of its rows that can be read.
    pub(super) fn rows(&self, each: &mut dyn FnMut((i64, Vec<Value>))) {
        self.page.rows(self.pages, &mut |row| {
            if let Some(row) = row {
                each(row);
            }
        });
    }
}
