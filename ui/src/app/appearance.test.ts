import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Appearance, LARGEST, PERCENTS, SMALLEST } from './appearance.svelte';

describe('how articles are set', () => {
  it('is kept over restarts, and what is no choice is not', () => {
    const root = document.createElement('div');
    const first = new Appearance(root);
    expect([first.face, first.width, first.theme, first.size]).toEqual(['serif', 'usual', 'system', 0]);
    first.face = 'sans';
    first.width = 'narrow';
    first.size = 9;
    const again = new Appearance(document.createElement('div'));
    expect([again.face, again.width, again.size]).toEqual(['sans', 'narrow', 5]);
    localStorage.setItem('broadsheet.reading-width', 'boundless');
    localStorage.setItem('broadsheet.theme', 'pink');
    const odd = new Appearance(root);
    expect([odd.width, odd.theme, root.dataset['readingWidth'], root.dataset['readingFace']]).toEqual(['usual', 'system', 'usual', 'sans']);
  });

  it('says how large the text is, as the style sheet sets it', () => {
    const set = [...readFileSync('src/styles/tokens.css', 'utf8').matchAll(/data-text-size='(-?\d)'\] \{ font-size: ([\d.]+)%/gu)];
    const sizes = new Map(set.map(([, size, percent]) => [Number(size), Number(percent)]));
    expect(PERCENTS).toHaveLength(LARGEST - SMALLEST + 1);
    expect(PERCENTS.map((_, at) => sizes.get(at + SMALLEST) ?? 100)).toEqual(PERCENTS);
    const appearance = new Appearance(document.createElement('div'));
    appearance.size = 2;
    expect(appearance.percent).toBe(122);
  });
});
