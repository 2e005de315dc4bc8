import { describe, expect, it } from 'vitest';
import { narrowed, narrowedTo, saysWhen, wordsOf } from './narrowing';

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

  it('leaves the words', () => {
    expect(wordsOf('after:7d is:unread section:sport folder:News “old ferry” site:"The Courier" credit:lund')).toBe('“old ferry” credit:lund');
    expect(wordsOf('after:7d')).toBe('');
  });
});
