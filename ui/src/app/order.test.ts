import { describe, expect, it } from 'vitest';
import { arrange } from './layout';
import { moved, placeAt } from './order';
import type { FrontSection } from '../api/types';

describe('moving a row', () => {
  it.each([
    [0, 2, 'bcad'],
    [3, 0, 'dabc'],
    [1, 1, 'abcd'],
    [1, 99, 'acdb'],
    [9, 0, 'abcd'],
  ])('from %d to %d gives %s', (from, to, order) => expect(moved([...'abcd'], from, to).join('')).toBe(order));

  it('finds the place under the pointer', () => {
    const middles = [50, 150, 250, 350];
    expect(placeAt(60, middles, 3)).toBe(1);
    expect(placeAt(0, middles, 3)).toBe(0);
    expect(placeAt(400, middles, 0)).toBe(3);
    expect(placeAt(150, middles, 1)).toBe(1);
  });
});

describe('the layout of the front page', () => {
  const section = (name: string, articles: number) =>
    ({ section: name, label: name, total: articles, articles: Array.from({ length: articles }, (_, id) => ({ id })) }) as unknown as FrontSection;

  it('gives full sections the width and sets small ones side by side, in order', () => {
    const bands = arrange([section('a', 5), section('b', 1), section('c', 3), section('d', 2), section('e', 1), section('f', 4), section('g', 0)]);
    expect(bands.map((band) => (band.kind === 'wide' ? band.section.section : band.sections.map((each) => each.section).join('+')))).toEqual(['a', 'b+c+d', 'e', 'f']);
  });
});
