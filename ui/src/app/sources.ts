import type { SourceState, SourceView } from '../api/types';

const RANK: Readonly<Record<SourceState, number>> = { failing: 0, gone: 1, new: 3, healthy: 3 };

/** The word for how a source fares. */
export const STATE_WORDS: Readonly<Record<SourceState, string>> = { new: 'New', healthy: 'Well', failing: 'Failing', gone: 'Ended' };

/** Whether a source could not be read, or is asked no more. */
export function isInTrouble({ state }: SourceView): boolean {
  return state === 'failing' || state === 'gone';
}

/** Those in trouble first, and within each group the order in which they came. */
export function byTrouble(sources: readonly SourceView[]): SourceView[] {
  const rank = (source: SourceView) => (source.state === 'healthy' && source.movedTo !== null ? 2 : RANK[source.state]);
  return sources.map((source, at) => ({ source, at })).sort((a, b) => rank(a.source) - rank(b.source) || a.at - b.at).map(({ source }) => source);
}
