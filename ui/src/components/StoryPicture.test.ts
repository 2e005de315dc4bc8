import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { InventedLibrary } from '../api/mock/library';
import { NOW } from '../test/paper';
import ArticleFigure from './ArticleFigure.svelte';
import StoryPicture from './StoryPicture.svelte';

const [first, second] = new InventedLibrary({ now: NOW }).cards.filter(({ lead }) => lead?.src != null);

describe('a picture that turns out not to be there', () => {
  it('takes none from the story that comes in its place', async () => {
    if (first === undefined || second === undefined) throw new Error('there are no pictures');
    const { container, rerender } = render(StoryPicture, { props: { card: first } });
    await fireEvent.error(container.querySelector('img') as HTMLImageElement);
    expect(container.querySelector('img')).toBeNull();
    await rerender({ card: { ...first, starred: true } });
    expect(container.querySelector('img')).toBeNull();
    await rerender({ card: second });
    expect(container.querySelector('img')?.getAttribute('src')).toBe(second.lead?.src);
  });

  it('is the first of its text where a story has no lead', () => {
    if (first === undefined) throw new Error('there are no pictures');
    const { container } = render(StoryPicture, { props: { card: { ...first, lead: null, opening: first.lead } } });
    expect(container.querySelector('img')?.getAttribute('src')).toBe(first.lead?.src);
  });

  it('takes none from the article that has another one by now', async () => {
    if (first?.lead == null || second?.lead == null) throw new Error('there are no pictures');
    const given = { language: null, direction: 'auto' as const, onopen: () => {} };
    const { container, rerender } = render(ArticleFigure, { props: { ...given, figure: first.lead } });
    await fireEvent.error(container.querySelector('img') as HTMLImageElement);
    expect(container.querySelector('img')).toBeNull();
    await rerender({ ...given, figure: { ...first.lead, src: `${second.lead.src ?? ''}/anew` } });
    expect(container.querySelector('img')?.getAttribute('src')).toContain('/anew');
  });
});
