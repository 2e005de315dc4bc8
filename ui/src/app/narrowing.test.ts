import { describe, expect, it } from 'vitest';
import { narrowed, narrowedTo, wordsOf } from './narrowing';

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

  it('leaves the words', () => {
    expect(wordsOf('after:7d is:unread section:sport “old ferry” site:courier')).toBe('“old ferry” site:courier');
    expect(wordsOf('after:7d')).toBe('');
  });
});
