import { describe, expect, it } from 'vitest';
import { Appearance } from './appearance.svelte';

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
});
