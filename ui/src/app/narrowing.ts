/** What the reader chooses from lists to narrow a search; the words of the search say the same (`after:7d`). */
export type Narrowing = 'after' | 'section' | 'is';

const NARROWINGS: readonly Narrowing[] = ['after', 'section', 'is'];

const said = (name: Narrowing): RegExp => new RegExp(`(?<![^\\s])${name}:("[^"]*"|[^\\s"]+)(\\s+|$)`, 'giu');

/** What a search is narrowed to by `name`; empty where it is not. */
export function narrowedTo(query: string, name: Narrowing): string {
  const [, value = ''] = said(name).exec(query) ?? [];
  return value.replaceAll('"', '');
}

/** A search narrowed to `value`, or by `name` no more where that is empty. What is typed stays last, so that it may go on. */
export function narrowed(query: string, name: Narrowing, value: string): string {
  const rest = query.replace(said(name), '').trim();
  return value === '' ? rest : `${name}:${value} ${rest}`.trim();
}

/** The words of a search without what narrows it. */
export function wordsOf(query: string): string {
  return NARROWINGS.reduce((words, name) => narrowed(words, name, ''), query);
}
