import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { focusedElement } from '../app/focus';
import { openPaper, press } from '../test/paper';

const PAGE = 5;

/** Twelve highlights, of which five come at a time. */
async function highlights() {
  const opened = openPaper('#/highlights', {
    before: (transport) => {
      for (let at = 1; at <= 12; at += 1) transport.library.highlight(1, `Passage ${at}`, '');
      transport.commands['highlights'] = ({ after }) => {
        const all = transport.library.highlights.filter(({ id }) => after === null || id < (after as number));
        return { total: transport.library.highlights.length, highlights: all.slice(0, PAGE), next: all.length > PAGE ? (all[PAGE - 1]?.id ?? null) : null };
      };
    },
  });
  await screen.findAllByTestId('highlighted');
  const shown = () => screen.getAllByTestId('highlighted').map((row) => row.querySelector('q')?.textContent);
  return { ...opened, shown };
}

describe('the page of highlights', () => {
  it('shows each passage once, however often more are asked for', async () => {
    const { transport, shown } = await highlights();
    const more = screen.getByText('Earlier ones');
    await fireEvent.click(more);
    await fireEvent.click(more);
    await waitFor(() => expect(shown().length).toBeGreaterThan(PAGE));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(shown()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((at) => `Passage ${at}`));
    expect(transport.asked.filter(({ command }) => command === 'highlights')).toHaveLength(2);
  });

  it('has as many as there were for whoever comes back, as they are by then', async () => {
    const { paper, transport, shown } = await highlights();
    await fireEvent.click(screen.getByText('Earlier ones'));
    await waitFor(() => expect(shown()).toHaveLength(10));
    paper.go({ view: 'article', article: 1 });
    await screen.findByTestId('article');
    transport.library.highlights = transport.library.highlights.filter(({ quote }) => quote !== 'Passage 11');
    paper.router.back();
    await screen.findByTestId('highlights-page');
    expect(shown()).toHaveLength(10);
    await waitFor(() => expect(shown()).not.toContain('Passage 11'));
    expect(shown().slice(0, 9)).toEqual([12, 10, 9, 8, 7, 6, 5, 4, 3].map((at) => `Passage ${at}`));
  });

  it('is gone through by j and k, as stories are', async () => {
    await highlights();
    const links = screen.getAllByTestId('highlighted');
    for (const [key, at] of [['j', 0], ['j', 1], ['k', 0]] as const) {
      press(key);
      expect(document.activeElement).toBe(links[at]);
    }
  });

  it('shows what comes back while it is open', async () => {
    const { transport, shown } = await highlights();
    transport.library.highlight(1, 'Passage 13', '');
    transport.emit({ kind: 'changed' });
    await waitFor(() => expect(shown()[0]).toBe('Passage 13'));
  });
});

describe('finding a passage again', () => {
  async function three() {
    const opened = openPaper('#/highlights', {
      before: ({ library }) => {
        library.highlight(1, 'The bridge stays closed', '');
        library.highlight(2, 'Nobody asked the towns', 'Ask Ines about the bridge.');
        library.highlight(3, 'A third report is due', '');
      },
    });
    await screen.findAllByTestId('highlighted');
    const shown = () => screen.queryAllByTestId('highlighted').map((row) => row.querySelector('q')?.textContent);
    return { ...opened, shown };
  }

  it('looks for words in passages and notes, and keeps them for whoever comes back', async () => {
    const { paper, shown } = await three();
    expect(press('f', document.body, { ctrlKey: true }).defaultPrevented).toBe(true);
    const field = screen.getByTestId('find-highlights');
    expect(document.activeElement).toBe(field);
    await fireEvent.input(field, { target: { value: 'Bridge' } });
    await waitFor(() => expect(shown()).toEqual(['Nobody asked the towns', 'The bridge stays closed']));
    expect(screen.getByTestId('total').textContent).toBe('2 passages');
    paper.go({ view: 'lists' });
    await screen.findByTestId('lists');
    paper.router.back();
    await waitFor(() => expect(shown()).toHaveLength(2));
    expect(screen.getByTestId<HTMLInputElement>('find-highlights').value).toBe('Bridge');
    await fireEvent.input(screen.getByTestId('find-highlights'), { target: { value: 'no such words' } });
    await screen.findByText('No passage says this');
    await fireEvent.input(screen.getByTestId('find-highlights'), { target: { value: '' } });
    await waitFor(() => expect(shown()).toHaveLength(3));
  });

  it('writes all of them into a file', async () => {
    const { transport } = await three();
    await fireEvent.click(screen.getByTestId('export-highlights'));
    const field = await screen.findByTestId<HTMLInputElement>('export-path');
    await waitFor(() => expect(field.value).toBe('/documents/broadsheet-highlights.md'));
    await fireEvent.click(screen.getByTestId('export-submit'));
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'export_file', given: { document: 'highlights', path: '/documents/broadsheet-highlights.md' } }));
    expect((await screen.findByTestId('message')).textContent).toContain('3 passages written to');
  });
});

describe('a passage on it', () => {
  const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
  const places = () => scrolled.mock.contexts.map((element) => (element as HTMLElement).textContent);
  beforeEach(() => scrolled.mockClear());

  async function open(words: string) {
    const opened = openPaper('#/highlights', { before: ({ library }) => void library.highlight(1, words, '') });
    await fireEvent.click(await screen.findByTestId('highlighted'));
    await screen.findByTestId('article');
    return opened;
  }

  it('leads to its words in the text, and whoever comes back is where they were', async () => {
    const { paper } = await open('The quiet has no name yet.');
    await waitFor(() => expect(places()).toEqual(['The quiet has no name yet.']));
    expect(scrolled).toHaveBeenCalledWith({ block: 'center', behavior: 'instant' });
    expect(focusedElement()?.textContent).toBe('The quiet has no name yet.');
    const place = paper.router.current;
    paper.go({ view: 'lists' });
    await screen.findByTestId('lists');
    place.scroll = 640;
    const scroll = vi.spyOn(window, 'scrollTo');
    paper.router.back();
    await screen.findByTestId('article');
    await waitFor(() => expect(scroll).toHaveBeenCalledWith({ top: 640, behavior: 'instant' }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(places()).toHaveLength(1);
    scroll.mockRestore();
  });

  it('leads to where it is listed if its words are not in the text any more', async () => {
    await open('Words that were there once.');
    await waitFor(() => expect(focusedElement()?.dataset['testid']).toBe('highlight-row'));
    expect(places()[0]).toContain('Words that were there once.');
  });
});
