import { type Block, blocksOf, inTree } from './blocks';

/** A place in a text: the number of its paragraph, and how many characters stand before it there. */
interface Point {
  block: number;
  at: number;
}
interface Span {
  from: Point;
  to: Point;
}

const isBefore = (one: Point, other: Point) => one.block < other.block || (one.block === other.block && one.at < other.at);

/** The language of a text as its publisher wrote it (`en_US`, `English`), where it is one that the rules are known of. */
function knownLanguage(language: string | null): string | undefined {
  try {
    return Intl.Segmenter.supportedLocalesOf(language?.replaceAll('_', '-') ?? [])[0];
  } catch {
    return undefined;
  }
}

/** Cuts every paragraph into sentences or words, by the rules of its language. */
function cut(blocks: Block[], language: string | undefined, granularity: 'sentence' | 'word'): Span[] {
  const segmenter = new Intl.Segmenter(language, { granularity });
  return blocks.flatMap(({ text }, block) =>
    [...segmenter.segment(text)]
      .filter(({ segment, isWordLike }) => isWordLike ?? segment.trim() !== '')
      .map(({ segment, index }) => ({
        from: { block, at: index + segment.length - segment.trimStart().length },
        to: { block, at: index + segment.trimEnd().length },
      })),
  );
}

/**
 * Words of a text, chosen by keys: the arrows go from sentence to sentence and from paragraph to paragraph; with Shift
 * they move the end of what is chosen, with Alt its beginning. What is chosen is the window's own selection.
 */
export class Choosing {
  readonly #blocks: Block[];
  readonly #sentences: Span[];
  readonly #words: Span[];
  #chosen: Span;

  /** Starts with the first sentence whose paragraph ends below `top`, in pixels of the window. `null` where there is no text. */
  static begin(tree: ParentNode & Node, language: string | null, top: number): Choosing | null {
    const blocks = blocksOf(tree);
    const inSight = blocks.findIndex(({ nodes }) => (nodes[0]?.node.parentElement?.getBoundingClientRect().bottom ?? 0) > top);
    const known = knownLanguage(language);
    const sentences = cut(blocks, known, 'sentence');
    const first = sentences.find(({ from }) => from.block >= inSight);
    return first === undefined ? null : new Choosing(blocks, sentences, cut(blocks, known, 'word'), first);
  }

  private constructor(blocks: Block[], sentences: Span[], words: Span[], first: Span) {
    this.#blocks = blocks;
    this.#sentences = sentences;
    this.#words = words;
    this.#chosen = first;
  }

  /** Does what a key asks for; tells whether it was one of the keys. `back` is the arrow against the way of the text. */
  press({ key, shiftKey, altKey }: { key: string; shiftKey: boolean; altKey: boolean }, runsFromRight: boolean): boolean {
    const [ahead, back] = runsFromRight ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    const sideways = key === ahead ? 1 : key === back ? -1 : 0;
    const along = sideways !== 0 ? sideways : key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (along === 0 || (shiftKey && altKey)) return false;
    const parts = sideways !== 0 ? this.#words : this.#sentences;
    if (shiftKey) this.#moveEnd(parts, along);
    else if (altKey) this.#moveBeginning(parts, along);
    else if (sideways !== 0) this.#step(along);
    else this.#stepBlock(along);
    return true;
  }

  /** What is chosen, in the tree. */
  range(): Range {
    const range = document.createRange();
    const [from, begins] = inTree(this.#blocks[this.#chosen.from.block], this.#chosen.from.at, false);
    const [to, ends] = inTree(this.#blocks[this.#chosen.to.block], this.#chosen.to.at, true);
    range.setStart(from, begins);
    range.setEnd(to, ends);
    return range;
  }

  get words(): string {
    return this.range().toString().replace(/\s+/gu, ' ').trim();
  }

  #step(by: 1 | -1): void {
    const at = this.#sentences.findLastIndex(({ from }) => !isBefore(this.#chosen.from, from));
    this.#chosen = this.#sentences[at + by] ?? this.#sentences[Math.max(at, 0)] ?? this.#chosen;
  }

  #stepBlock(by: 1 | -1): void {
    const { block } = this.#chosen.from;
    const others = by === 1 ? this.#sentences.find(({ from }) => from.block > block) : this.#sentences.find(({ from }) => from.block === block - 1);
    this.#chosen = others ?? this.#sentences.find(({ from }) => from.block === block) ?? this.#chosen;
  }

  #moveEnd(parts: Span[], by: 1 | -1): void {
    const { from, to } = this.#chosen;
    const part = by === 1 ? parts.find((one) => isBefore(to, one.to)) : parts.findLast((one) => isBefore(one.to, to) && isBefore(from, one.to));
    if (part !== undefined) this.#chosen = { from, to: part.to };
  }

  #moveBeginning(parts: Span[], by: 1 | -1): void {
    const { from, to } = this.#chosen;
    const part = by === 1 ? parts.find((one) => isBefore(from, one.from) && isBefore(one.from, to)) : parts.findLast((one) => isBefore(one.from, from));
    if (part !== undefined) this.#chosen = { from: part.from, to };
  }
}
