import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const TOKENS = readFileSync('src/styles/tokens.css', 'utf8');
const raw = new Map([...TOKENS.matchAll(/--([\w-]+): (#[0-9a-f]{6});/gu)].map(([, name, colour]) => [name ?? '', colour ?? '']));

/** The meanings of one theme, down to their colours. */
function theme(selector: string): Map<string, string> {
  const block = TOKENS.split(selector)[1]?.split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): var\(--([\w-]+)\);/gu)].map(([, meaning, name]) => [meaning ?? '', raw.get(name ?? '') ?? '']));
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ['light', '/* Meanings, in the light. */'],
  ['dark', '/* Meanings, in the dark'],
])('the %s theme', (_, selector) => {
  const colours = theme(selector);
  const of = (meaning: string) => colours.get(meaning) ?? '';
  const words = ['text', 'text-soft', 'text-faint', 'accent', 'good', 'caution', 'problem'];
  const papers = ['paper', 'paper-shade', 'paper-raised'];
  const pairs = words.flatMap((word) => papers.map((paper) => [word, paper] as const));

  it.each([...pairs, ['on-found', 'found'] as const, ['on-marked', 'marked'] as const, ['on-accent', 'accent'] as const, ['on-accent', 'accent-strong'] as const])('has enough contrast for %s on %s', (word, paper) => {
    expect(contrast(of(word), of(paper))).toBeGreaterThanOrEqual(4.5);
  });

  it('has colours of their own for what is found and what is highlighted', () => {
    expect(of('found')).not.toBe(of('marked'));
  });
});
