import { describe, expect, it } from 'vitest';
import { folded, holdsAll } from './folded';

describe('what is compared', () => {
  it('has no capitals and no accents', () => {
    expect(['Łódź', 'STRASSE', 'Straße', 'Ærø', 'café', 'Ｗｉｄｅ', 'ИЙ'].map(folded)).toEqual(['lodz', 'strasse', 'strasse', 'aero', 'cafe', 'wide', 'ии']);
  });

  it('holds every word, wherever each stands', () => {
    expect(holdsAll('COURIER example', ['The Courier', 'https://example.org'])).toBe(true);
    expect(holdsAll('courier sport', ['The Courier', 'https://example.org'])).toBe(false);
    expect(holdsAll('  ', ['x'])).toBe(true);
  });
});
