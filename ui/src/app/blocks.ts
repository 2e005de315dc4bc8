import { BLOCK } from './passage';

/** One paragraph of a text: its words, and the nodes in which they stand. */
export interface Block {
  text: string;
  nodes: { node: Text; from: number }[];
}

/** The text of a tree, paragraph by paragraph. */
export function blocksOf(tree: ParentNode & Node): Block[] {
  const blocks: Block[] = [];
  const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
  let last: Element | null | undefined;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const within = node.parentElement?.closest(BLOCK) ?? null;
    if (within !== last || blocks.length === 0) blocks.push({ text: '', nodes: [] });
    last = within;
    const block = blocks.at(-1);
    block?.nodes.push({ node: node as Text, from: block.text.length });
    if (block !== undefined) block.text += node.nodeValue ?? '';
  }
  return blocks.filter(({ text }) => text.trim() !== '');
}

/** Where in the tree the character stands before which a paragraph has `at` others; at an end, the one before it. */
export function inTree(block: Block | undefined, at: number, isEnd: boolean): [Text, number] {
  const nodes = block?.nodes ?? [];
  const found = nodes.findLast(({ from }) => (isEnd ? from < at : from <= at)) ?? nodes[0];
  if (found === undefined) throw new RangeError('there is no such paragraph');
  return [found.node, at - found.from];
}
