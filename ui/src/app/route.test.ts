import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from './route';

describe('routes', () => {
  const routes: Route[] = [
    { view: 'front' },
    { view: 'section', section: 'conflict' },
    { view: 'publication', publication: 4 },
    { view: 'folder', folder: 'News/TV\\/Film & 50%' },
    { view: 'starred' },
    { view: 'saved' },
    { view: 'article', article: 12 },
    { view: 'article', article: 12, highlight: 7 },
    { view: 'lists' },
    { view: 'list', list: 3 },
    { view: 'search', query: 'bread & butter / 50% off “now”' },
    { view: 'sources' },
    { view: 'source', source: 7 },
    { view: 'activity' },
    { view: 'settings' },
  ];

  it.each(routes)('come back from their address: $view', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it.each(['', '#', '#/', '#/section/astrology', '#/article/twelve', '#/article/', '#/article/1/highlight/x', '#/nowhere', '#/article/-1'])(
    'take %j for the front page',
    (hash) => expect(parseRoute(hash)).toEqual({ view: 'front' }),
  );

  it('survive an address that was cut in the middle of an escape', () => {
    expect(parseRoute('#/search/50%')).toEqual({ view: 'search', query: '50%' });
  });
});
