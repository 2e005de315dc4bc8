//! How a formula stands in straightened markup.

use broadsheet_model::Formula;

use super::{MAX_DEPTH, MAX_INLINE, MOST_CELLS, MOST_ELEMENTS, MOST_PLACES, Straightener};
use crate::formula;
use crate::lexer::Attribute;
use crate::policy;

impl Straightener {
    /// Writes a formula: its words, and its markup as something that they carry.
    pub(super) fn formula(&mut self, formula: &Formula) {
        if self.skipping.is_some() || formula.words.is_empty() {
            return;
        }
        self.in_formula = false;
        let mut words = String::new();
        formula::escape(&formula.words, &mut words);
        self.elements += formula.elements;
        self.cells += formula.cells;
        self.places += formula.cells;
        let is_room = self.elements <= MOST_ELEMENTS && self.cells <= MOST_CELLS && self.places <= MOST_PLACES;
        let depth = self.open.len();
        if let Some(markup) = formula.markup.as_ref().filter(|_| is_room) {
            let mut value = String::new();
            formula::escape(markup, &mut value);
            let carrier = Attribute { name: formula::CARRIER.to_owned(), value: &value };
            self.push_carrier(&carrier);
        }
        self.text(&words);
        if self.open.len() > depth {
            self.close_down_to(depth);
        }
        self.behind_formula = true;
    }

    fn push_carrier(&mut self, carrier: &Attribute<'_>) {
        let inline = self.open.iter().filter(|open| policy::is_inline(open)).count();
        if self.open.len() < MAX_DEPTH && inline < MAX_INLINE {
            self.push_tag("span", std::slice::from_ref(carrier));
            self.open.push("span".to_owned());
        }
    }
}
