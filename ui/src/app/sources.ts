import type { SourceState, SourceView } from '../api/types';

const RANK: Readonly<Record<SourceState, number>> = { failing: 0, gone: 1, new: 3, healthy: 3 };

/** The word for how a source fares. */
export const STATE_WORDS: Readonly<Record<SourceState, string>> = { new: 'Not read yet', healthy: 'Well', failing: 'Failing', gone: 'Ended' };

/** Whether a source could not be read, or is asked no more. */
export function isInTrouble({ state }: SourceView): boolean {
  return state === 'failing' || state === 'gone';
}

/** How sources fare on the whole: “2 in trouble, 1 not read yet”, “all well”; nothing where there are none. */
export function howAllFare(sources: readonly SourceView[]): string {
  const ailing = sources.filter(isInTrouble).length;
  const unasked = sources.filter(({ state }) => state === 'new').length;
  const said = [];
  if (ailing > 0) said.push(`${ailing} in trouble`);
  if (unasked > 0) said.push(`${unasked === sources.length ? '' : `${unasked} `}not read yet`);
  return said.length === 0 && sources.length > 0 ? 'all well' : said.join(', ');
}

/** Those in trouble first, and within each group the order in which they came. */
export function byTrouble(sources: readonly SourceView[]): SourceView[] {
  const rank = (source: SourceView) => (source.state === 'healthy' && source.movedTo !== null ? 2 : RANK[source.state]);
  return sources.map((source, at) => ({ source, at })).sort((a, b) => rank(a.source) - rank(b.source) || a.at - b.at).map(({ source }) => source);
}
