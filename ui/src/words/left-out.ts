import type { PageFactsView } from '../api/types';

/** What the publisher's page would have done beside showing the article, in words; `null` where that is nothing. */
export function leftOut({ programs, otherSites }: Pick<PageFactsView, 'programs' | 'otherSites'>): string | null {
  const parts = [];
  if (programs > 0) parts.push(programs === 1 ? 'one script' : `${programs} scripts`);
  if (otherSites > 0) parts.push(otherSites === 1 ? 'calls to another site' : `calls to ${otherSites} other sites`);
  return parts.length > 0 ? `Left out of this page: ${parts.join(' and ')}.` : null;
}
