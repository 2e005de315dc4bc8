import { describe, expect, it } from 'vitest';
import { adviceFor, isOnlyName, narrowed, narrowedTo, saysWhen, wordsOf } from './narrowing';

describe('narrowing a search', () => {
  it('reads what a search says', () => {
    expect(narrowedTo('ferry After:7d is:unread', 'after')).toBe('7d');
    expect(narrowedTo('section:"Crime & Justice" ferry', 'section')).toBe('Crime & Justice');
    expect(narrowedTo('ferry -is:read', 'is')).toBe('');
    expect(narrowedTo('thereafter:7d after:', 'after')).toBe('');
  });

  it('says it anew, before the words', () => {
    expect(narrowed('ferr', 'after', '7d')).toBe('after:7d ferr');
    expect(narrowed('after:7d ferr', 'after', '1m')).toBe('after:1m ferr');
    expect(narrowed('is:saved after:7d ferr', 'after', '')).toBe('is:saved ferr');
    expect(narrowed('', 'is', 'unread')).toBe('is:unread');
    expect(narrowed('is:unread', 'is', '')).toBe('');
  });

  it.each(['7d', '12w', '6m', '1y', '2026', '2026-03', '2026-3', '2026-03-01', '2024-02-29'])('knows %s as a time', (value) => {
    expect(saysWhen(value)).toBe(true);
  });

  it.each(['', 'banana', '7', '20', '7days', 'd', '2026-', '2026-13', '2026-02-30', '2026-00', '20260301', '-7d'])('knows %j as none', (value) => {
    expect(saysWhen(value)).toBe(false);
  });

  it.each(['caption:', ' -Site: ', 'source:'])('takes %j for the beginning of a search', (query) => {
    expect(isOnlyName(query)).toBe(true);
  });

  it.each(['caption:a', 'sea caption:', 'ratio:', ''])('takes %j for a search', (query) => {
    expect(isOnlyName(query)).toBe(false);
  });

  it('leaves the words', () => {
    expect(wordsOf('after:7d is:unread section:sport folder:News “old ferry” site:"The Courier" credit:lund')).toBe('“old ferry” credit:lund');
    expect(wordsOf('after:7d')).toBe('');
  });
});

describe('advice about a search that found nothing', () => {
  const said = (query: string) => adviceFor(query).map(({ words }) => words);
  const asks = (query: string) => adviceFor(query).flatMap(({ query: changed }) => changed ?? []);

  it('is about what it is made of', () => {
    const time = 'Look at any time, in any source and section, read or not.';
    expect(said('ferry')).toEqual(['Try the beginning of the word, or another one.']);
    expect(said('old OR ferry')).toEqual(['Try fewer words; an article has to contain all of them.']);
    expect(said('after:2030 before:2020')).toEqual([time]);
    expect(said('source:courier')).toEqual([time]);
    expect(said('-ferry')).toEqual(['Leave less out: what begins with a minus must not stand in an article.']);
    expect(said('"old ferry"')).toEqual(['Take the quotation marks away, so that the words may stand apart.']);
    expect(said('credit:lund')).toEqual(['Look for the words anywhere, without the name of a place before them.']);
  });

  it('is taken at a press, where something is left to search for', () => {
    expect(asks('after:7d section:sport ferry')).toEqual(['ferry']);
    expect(asks('before:2020 source:courier ferry')).toEqual(['ferry']);
    expect(asks('after:7d')).toEqual([]);
    expect(asks('ferry -boat -"old hat"')).toEqual(['ferry', 'ferry -boat -old hat']);
    expect(asks('site:"The Courier" "old ferry"')).toEqual(['"old ferry"', 'site:"The Courier" old ferry']);
    expect(asks('credit:lund ferry')).toEqual(['lund ferry']);
    expect(asks('ferry')).toEqual([]);
  });
});
