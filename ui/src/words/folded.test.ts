import { describe, expect, it } from 'vitest';
import { folded, holdsAll, saysTheSame } from './folded';

describe('what is compared', () => {
  it('has no capitals and no accents', () => {
    expect(['Łódź', 'STRASSE', 'Straße', 'Ærø', 'café', 'Ｗｉｄｅ', 'ИЙ'].map(folded)).toEqual(['lodz', 'strasse', 'strasse', 'aero', 'cafe', 'wide', 'ии']);
  });

  it('says the same with other spaces and without the full stop', () => {
    expect(saysTheSame('The pier  at dawn. Photo: Lund', 'The pier at dawn.')).toBe(true);
    expect(saysTheSame('The pier', 'The pier at dawn')).toBe(false);
  });

  it('holds every word, wherever each stands', () => {
    expect(holdsAll('COURIER example', ['The Courier', 'https://example.org'])).toBe(true);
    expect(holdsAll('courier sport', ['The Courier', 'https://example.org'])).toBe(false);
    expect(holdsAll('  ', ['x'])).toBe(true);
  });
});
