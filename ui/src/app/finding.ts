import { blocksOf, inTree } from './blocks';

/** More places than this help nobody, and take long to paint. */
const MOST = 1_000;

/** Where words stand in the parts of a text, in their order. Capitals and the width of white space make no difference. */
export function findAll(parts: readonly (ParentNode & Node)[], words: string): Range[] {
  const wanted = words.trim();
  if (wanted === '') return [];
  const literal = wanted.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&').replace(/\s+/gu, '\\s+');
  const pattern = new RegExp(literal, 'giu');
  const found: Range[] = [];
  for (const block of parts.flatMap(blocksOf)) {
    for (const match of block.text.matchAll(pattern)) {
      if (found.length === MOST) return found;
      const range = document.createRange();
      range.setStart(...inTree(block, match.index, false));
      range.setEnd(...inTree(block, match.index + match[0].length, true));
      found.push(range);
    }
  }
  return found;
}
