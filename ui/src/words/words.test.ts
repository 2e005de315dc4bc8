import { describe, expect, it } from 'vitest';
import { ago, agoWithin, changedLater, longDate, shortTime, until } from './dates';
import { directionOf } from './language';
import { leftOut } from './left-out';
import { sentences } from './sentences';
import { counted, diskSize } from './sizes';

// Local times, so that the tests say the same in every time zone.
const now = new Date(2026, 10, 22, 15, 0);
const at = (...parts: [number, number, number, number?, number?]) => new Date(parts[0], parts[1], parts[2], parts[3] ?? 12, parts[4] ?? 0).toISOString();

describe('times', () => {
  it.each([
    [at(2026, 10, 22, 15, 0), 'Just now'],
    [at(2026, 10, 22, 14, 48), '12 min ago'],
    [at(2026, 10, 22, 12, 0), '3 h ago'],
    [at(2026, 10, 22, 0, 30), '14 h ago'],
    [at(2026, 10, 21, 23, 0), 'Yesterday'],
    [at(2026, 10, 10), 'Tue 10 Nov'],
    [at(2024, 10, 4), '4 Nov 2024'],
    [at(2026, 10, 22, 15, 20), 'in 20 min'],
    ['nonsense', ''],
  ])('%s is “%s”', (iso, words) => expect(shortTime(iso, now)).toBe(words));

  it('never words what has happened as still to come', () => {
    expect(ago(at(2026, 10, 22, 15, 3), now)).toBe('Just now');
    expect(ago(at(2026, 10, 22, 14, 48), now)).toBe('12 min ago');
    expect(ago('nonsense', now)).toBe('');
  });

  it.each([
    [at(2026, 10, 22, 15, 0), 'just now'],
    [at(2026, 10, 22, 14, 48), '12 min ago'],
    [at(2026, 10, 21, 8), 'yesterday'],
    [at(2026, 10, 10), 'Tue 10 Nov'],
    [at(2024, 10, 4), '4 Nov 2024'],
  ])('%s is “%s” within a sentence', (iso, words) => expect(agoWithin(iso, now)).toBe(words));

  it('does not call an hour before midnight yesterday shortly after it', () => {
    expect(shortTime(at(2026, 10, 21, 23, 0), new Date(2026, 10, 22, 0, 30))).toBe('1 h ago');
  });

  it.each([
    [at(2026, 10, 22, 14), 'now'],
    [at(2026, 10, 22, 18), 'in 3 h'],
    [at(2026, 10, 24), 'on Tue 24 Nov'],
  ])('the next try at %s is “%s”', (iso, words) => expect(until(iso, now)).toBe(words));

  it('words the date line', () => expect(longDate(now)).toBe('Sunday 22 November 2026'));

  it('mentions a change only when it came well after publishing', () => {
    expect(changedLater(at(2026, 1, 1, 12, 0), at(2026, 1, 1, 12, 3))).toBe(false);
    expect(changedLater(at(2026, 1, 1, 12, 0), at(2026, 1, 1, 13, 0))).toBe(true);
    expect(changedLater(null, at(2026, 1, 1))).toBe(true);
    expect(changedLater(at(2026, 1, 1), null)).toBe(false);
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [840_200, '840 kB'],
    [999_999, '1 MB'],
    [1_440_000_000, '1.4 GB'],
    [12_300_000, '12 MB'],
  ])('%d bytes are %s', (bytes, words) => expect(diskSize(bytes)).toBe(words));

  it('counts', () => {
    expect(counted(1, 'article')).toBe('1 article');
    expect(counted(1204, 'article')).toBe('1,204 articles');
  });
});

describe('sentences', () => {
  it('each end once', () => {
    expect(sentences(['The site refused the connection.', 'One picture is missing'])).toBe('The site refused the connection. One picture is missing.');
    expect(sentences([])).toBe('');
  });
});

describe('directions', () => {
  it.each([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['fa_IR', 'rtl'],
    ['az-Arab', 'rtl'],
    ['ks-Deva-IN', 'ltr'],
    ['en', 'ltr'],
    ['de-AT', 'ltr'],
    [null, 'auto'],
  ])('%s runs %s', (tag, direction) => expect(directionOf(tag)).toBe(direction));
});

describe('what was left out', () => {
  it.each([
    [{ programs: 41, otherSites: 17 }, 'Left out of this page: 41 scripts and calls to 17 other sites.'],
    [{ programs: 1, otherSites: 0 }, 'Left out of this page: one script.'],
    [{ programs: 0, otherSites: 1 }, 'Left out of this page: calls to another site.'],
    [{ programs: 0, otherSites: 0 }, null],
  ])('%o is “%s”', (found, words) => expect(leftOut(found)).toBe(words));
});
