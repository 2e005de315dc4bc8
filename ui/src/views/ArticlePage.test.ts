import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { held, openPaper, press } from '../test/paper';

describe('an article page', () => {
  it('has every part of the page, in order, each once', async () => {
    openPaper('#/article/1');
    const article = await screen.findByTestId('article');
    const headline = screen.getByTestId('article-headline').textContent ?? '';
    const parts = ['article-section', 'article-headline', 'article-standfirst', 'article-published', 'article-lead', 'article-caption', 'article-credit', 'article-body', 'feedback'];
    const found = parts.map((testid) => screen.getByTestId(testid));
    for (const [at, part] of found.slice(1).entries()) {
      expect(found[at]?.compareDocumentPosition(part), parts[at + 1]).toSatisfy((relation: number) => (relation & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
    }
    expect(article.textContent?.split(headline)).toHaveLength(2);
    const credit = screen.getByTestId('article-credit').textContent ?? '';
    expect(article.textContent?.split(credit)).toHaveLength(2);
    expect(screen.getByTestId('article-caption').textContent).not.toContain(credit);
    expect(screen.getByTestId('article-lead').querySelector('img')).not.toBeNull();
    expect(article.querySelectorAll('h1')).toHaveLength(1);
    expect(screen.getByTestId('related').textContent).toContain('On the same event');
    const after = ['Help us improve', 'Related Articles', 'Trending'].map((name) => screen.getByText(name));
    expect([...article.querySelectorAll('h2')].filter((heading) => after.includes(heading))).toEqual(after);
  });

  it('runs an Arabic text from the right', async () => {
    openPaper('#/article/27');
    const body = await screen.findByTestId('article-body');
    expect([body.lang, body.dir]).toEqual(['ar', 'rtl']);
  });

  it('leaves its text where it is when only what is known of it comes anew', async () => {
    const { paper, transport } = openPaper('#/article/1');
    const paragraph = () => screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot?.querySelector('p');
    await screen.findByTestId('article');
    const before = paragraph();
    const asked = () => transport.asked.filter(({ command }) => command === 'open_article').length;
    paper.listChanges += 1;
    await waitFor(() => expect(asked()).toBe(2));
    await fireEvent.click(screen.getByTestId('feedback-text'));
    await screen.findByTestId('feedback-said');
    expect(before?.isConnected).toBe(true);
    expect(paragraph()).toBe(before);
    // Another text takes its place.
    transport.commands['open_article'] = () => ({ ...transport.library.view(1), html: '<p>Anew.</p>' });
    paper.listChanges += 1;
    await waitFor(() => expect(paragraph()?.textContent).toBe('Anew.'));
  });

  it('follows a link to what the library has, and any other out into the browser', async () => {
    const { paper, transport } = openPaper('#/article/1');
    await screen.findByTestId('article');
    const link = () => screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot?.querySelector('a') as HTMLAnchorElement;
    await fireEvent.click(link());
    const opened = () => transport.asked.filter(({ command }) => command === 'open_link').map(({ given }) => given['url']);
    await waitFor(() => expect(opened()).toEqual(['https://example.org/observers']));
    transport.commands['article_at'] = () => 5;
    await fireEvent.click(link());
    await waitFor(() => expect(paper.router.current.route).toMatchObject({ view: 'article', article: 5 }));
    expect(opened()).toHaveLength(1);
  });

  it('follows a link within the article to its place, and back, and one of mail to its program', async () => {
    const { transport } = openPaper('#/article/1', {
      before: ({ commands, library }) => {
        const html = `<p><a href="${library.find(1).url}#the-bridge">To the bridge</a> <a href="mailto:desk@paper.example">Write</a></p><h2>The bridge</h2><p>It is closed.</p>`;
        commands['open_article'] = () => ({ ...library.view(1), html });
      },
    });
    await screen.findByTestId('article');
    const tree = () => screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;
    await waitFor(() => expect(tree().querySelectorAll('a')).toHaveLength(2));
    const [within, mail] = tree().querySelectorAll('a');
    const opened = () => transport.asked.filter(({ command }) => command === 'open_link').map(({ given }) => given['url']);
    await fireEvent.click(within as HTMLElement);
    await waitFor(() => expect(tree().activeElement?.textContent).toBe('The bridge'));
    await fireEvent.click(await screen.findByText('Back to the link'));
    expect(tree().activeElement).toBe(within);
    expect(opened()).toEqual([]);
    await fireEvent.click(mail as HTMLElement);
    await waitFor(() => expect(opened()).toEqual(['mailto:desk@paper.example']));
  });

  it('offers the original where a link within the article leads to a place that it does not have', async () => {
    const { transport } = openPaper('#/article/1', {
      before: ({ commands, library }) => {
        commands['open_article'] = () => ({ ...library.view(1), html: `<p><a href="${library.find(1).url}#nowhere">To a place</a></p>` });
      },
    });
    await screen.findByTestId('article');
    const tree = () => screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;
    await fireEvent.click(tree().querySelector('a') as HTMLElement);
    expect((await screen.findByTestId('message')).textContent).toContain('The article has no such place here.');
    const opened = () => transport.asked.filter(({ command }) => command === 'open_link').map(({ given }) => given['url']);
    expect(opened()).toEqual([]);
    await fireEvent.click(screen.getByText('Open the original'));
    await waitFor(() => expect(opened()).toEqual([`${transport.library.find(1).url}#nowhere`]));
  });

  it('shows what was missing once it has come, by itself', async () => {
    const { paper, transport } = openPaper('#/article/36');
    await screen.findByTestId('missing-parts');
    const { library } = transport;
    library.change(36, { textState: 'full', offline: { ...library.find(36).offline, ready: true, missing: [] } });
    transport.emit({ kind: 'changed' });
    await waitFor(() => expect(screen.queryByTestId('missing-parts')).toBeNull());
    // What is whole is not asked for again.
    const asked = () => transport.asked.filter(({ command }) => command === 'open_article').length;
    const [once, { changes }] = [asked(), paper.library];
    transport.emit({ kind: 'changed' });
    await waitFor(() => expect(paper.library.changes).toBe(changes + 1));
    expect(asked()).toBe(once);
    // It may also come while the reader is elsewhere.
    paper.go({ view: 'article', article: 1 });
    await waitFor(() => expect(screen.getByTestId('article').dataset['article']).toBe('1'));
    library.change(1, { offline: { ...library.find(1).offline, ready: false, missing: ['One picture'] } });
    paper.listChanges += 1;
    await screen.findByTestId('missing-parts');
    paper.go({ view: 'lists' });
    await screen.findByTestId('lists');
    library.change(1, { offline: { ...library.find(1).offline, ready: true, missing: [] } });
    paper.router.back();
    await screen.findByTestId('article');
    await waitFor(() => expect(screen.queryByTestId('missing-parts')).toBeNull());
  });

  it('says what is missing and fetches it', async () => {
    const { transport } = openPaper('#/article/36');
    expect((await screen.findByTestId('text-note')).textContent).toContain('log-in');
    await fireEvent.click(screen.getByTestId('complete'));
    await waitFor(() => expect(screen.queryByTestId('complete')).toBeNull());
    expect(transport.asked.some(({ command }) => command === 'complete_article')).toBe(true);
    expect((await screen.findByTestId('message')).textContent).toContain('Everything of this article is in your library now.');
  });

  it('says so where it could not be completed, and says each reason once', async () => {
    const reason = 'The page shows only part of the text.';
    openPaper('#/article/36', {
      before: (transport) => {
        const { library, commands } = transport;
        const view = () => {
          const found = library.view(36);
          return { ...found, textNote: reason, card: { ...found.card, offline: { ...found.card.offline, ready: false, missing: [reason] } } };
        };
        commands['open_article'] = commands['complete_article'] = view;
      },
    });
    await fireEvent.click(await screen.findByTestId('complete'));
    expect((await screen.findByTestId('message')).textContent).toContain('could not be completed');
    expect(screen.getByTestId('article').textContent?.split(reason)).toHaveLength(2);
  });

  it('names the window, and every picture that can be opened', async () => {
    openPaper('#/article/1', {
      before: (transport) => {
        const { library, commands } = transport;
        commands['open_article'] = () => {
          const found = library.view(1);
          return { ...found, card: { ...found.card, lead: found.card.lead === null ? null : { ...found.card.lead, alt: '', caption: 'The bridge at dawn.' } } };
        };
      },
    });
    const headline = (await screen.findByTestId('article-headline')).textContent;
    await waitFor(() => expect(document.title).toBe(`${headline} · Broadsheet`));
    expect(screen.getByTestId('open-picture').getAttribute('aria-label')).toBe('Open the picture: The bridge at dawn.');
  });

  it('has a tall picture whole, and nothing beside it opens it', async () => {
    openPaper('#/article/1', {
      before: ({ library }) => {
        const { lead } = library.find(1);
        if (lead !== null) library.change(1, { lead: { ...lead, width: 400, height: 800 } });
      },
    });
    const opens = await screen.findByTestId('open-picture');
    expect(opens.style.maxInlineSize).toContain('41.00vh');
    expect(opens.querySelector('img')?.style.maxInlineSize).toBe('');
  });

  it('opens its picture with the caption and the credit', async () => {
    openPaper('#/article/1');
    await fireEvent.click(await screen.findByTestId('open-picture'));
    expect((await screen.findByTestId('picture-caption')).textContent).toBe(screen.getByTestId('article-caption').textContent);
    expect(screen.getByTestId('picture-credit').textContent).toBe('Sanna Törnqvist / Meridian Pictures');
    expect(screen.getByTestId<HTMLImageElement>('original-picture').src).toMatch(/\/original$/);
  });

  it('takes feedback, shows what was done about it, and takes it back', async () => {
    openPaper('#/article/1');
    await fireEvent.click(await screen.findByTestId('feedback-text'));
    const said = await screen.findByTestId('feedback-said');
    expect(said.textContent).toContain('Fetched again');
    await fireEvent.click(said.querySelector('button') as HTMLElement);
    await waitFor(() => expect(screen.queryByTestId('feedback-said')).toBeNull());
  });

  it('leads from picture to picture, with their words, to their full size, and back to where it was opened', async () => {
    openPaper('#/article/1');
    const opens = await screen.findByTestId('open-picture');
    opens.focus();
    await fireEvent.click(opens);
    const shown = () => screen.getByTestId<HTMLImageElement>('original-picture');
    await waitFor(() => expect(document.querySelector('dialog h2')?.textContent).toBe('Picture 1 of 2'));
    const lead = shown().src;
    press('ArrowRight');
    await waitFor(() => expect(document.querySelector('dialog h2')?.textContent).toBe('Picture 2 of 2'));
    expect(shown().src).not.toBe(lead);
    expect(screen.getByTestId('picture-caption').textContent).toContain('The valley road on Tuesday evening');
    expect(screen.getByTestId('picture-credit').textContent).toBe('Oriol Banet / Meridian Pictures');
    // It is larger than the window, as far as this one knows.
    expect(screen.queryByTestId('zoom')).toBeNull();
    Object.defineProperty(shown(), 'naturalWidth', { value: 3_000 });
    await fireEvent.load(shown());
    press('+');
    await waitFor(() => expect(screen.getByTestId('zoom').textContent).toBe('Fit to window'));
    press('ArrowRight');
    expect(document.querySelector('dialog h2')?.textContent).toBe('Picture 2 of 2');
    await fireEvent.click(shown());
    await waitFor(() => expect(screen.getByTestId('zoom').textContent).toBe('Full size'));
    await fireEvent.click(screen.getByTestId('next-picture'));
    await waitFor(() => expect(shown().src).toBe(lead));
    document.querySelector('dialog')?.close();
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(document.activeElement).toBe(screen.getByTestId('open-picture'));
  });

  it('opens the original with a key: its own, or that of the related story that has the focus', async () => {
    const { transport } = openPaper('#/article/1');
    const related = await screen.findByTestId('related');
    press('o');
    const other = related.querySelector<HTMLElement>('a[data-headline]');
    other?.focus();
    press('o');
    const opened = transport.asked.filter(({ command }) => command === 'open_link').map(({ given }) => given['url']);
    expect(opened).toEqual(['https://example.org/articles/1', `https://example.org/articles/${other?.getAttribute('href')?.split('/').at(-1)}`]);
  });

  it('keeps the focus when a button of its own is gone or waits', async () => {
    const { library } = openPaper('#/article/36', { before: ({ library }) => void library.highlight(36, 'The bridge stays closed', '') }).transport;
    expect(library).toBeTruthy();
    const complete = await screen.findByTestId('complete');
    complete.focus();
    await fireEvent.click(complete);
    expect(document.activeElement).toBe(complete);
    await waitFor(() => expect(screen.queryByTestId('complete')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('article-headline')));
    const text = screen.getByTestId('feedback-text');
    text.focus();
    await fireEvent.click(text);
    await screen.findByTestId('feedback-said');
    expect(text.getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement).toBe(text);
    const row = screen.getByTestId('highlight-row');
    row.focus();
    await fireEvent.click(row);
    screen.getByTestId('highlight-remove').focus();
    await fireEvent.click(screen.getByTestId('highlight-remove'));
    await waitFor(() => expect(screen.queryByTestId('highlights')).toBeNull());
    await waitFor(() => expect(document.activeElement?.closest('main :is(button, a, summary)')).not.toBeNull());
  });

  it('has the focus at the button again once the Archive is asked', async () => {
    const { transport } = openPaper('#/article/36', {
      before: ({ library, commands }) => {
        library.change(36, { kept: true });
        commands['complete_from_archive'] = () => new Promise(() => {});
      },
    });
    const ask = await screen.findByTestId('ask-archive');
    ask.focus();
    await fireEvent.click(ask);
    await fireEvent.click(screen.getByText('Ask for a copy'));
    await waitFor(() => expect(transport.asked.at(-1)?.command).toBe('complete_from_archive'));
    await waitFor(() => expect(document.activeElement).toBe(ask));
    expect(ask.getAttribute('aria-disabled')).toBe('true');
  });

  it('is not asked for twice by a button that waits', async () => {
    const { transport } = openPaper('#/article/36', { before: ({ commands }) => (commands['complete_article'] = () => new Promise(() => {})) });
    const complete = await screen.findByTestId('complete');
    await fireEvent.click(complete);
    await fireEvent.click(complete);
    expect(transport.asked.filter(({ command }) => command === 'complete_article')).toHaveLength(1);
  });

  it('shows what changed between two versions, as what went and what came', async () => {
    const { transport } = openPaper('#/article/2');
    await fireEvent.click(await screen.findByTestId('compare-versions'));
    const comparison = screen.getByTestId('comparison');
    await waitFor(() => expect(comparison.querySelector('ins')?.textContent).toBe('three'));
    expect(comparison.querySelector('del')?.textContent).toBe('two');
    expect(transport.asked.find(({ command }) => command === 'compare_versions')?.given).toEqual({ article: 2, older: 1, newer: 2 });
    // It is of these two alone.
    const older = screen.getByTestId<HTMLSelectElement>('older-version');
    await fireEvent.change(older, { target: { value: '2' } });
    await waitFor(() => expect(comparison.textContent).toBe(''));
    const asking = held(transport, 'compare_versions');
    await fireEvent.change(older, { target: { value: '1' } });
    await fireEvent.click(screen.getByTestId('compare-versions'));
    await waitFor(() => expect(asking.asked()).toBe(2));
    await fireEvent.change(older, { target: { value: '2' } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    asking.answer();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(comparison.textContent).toBe('');
  });

  it('says that the text is another than the reader saw, and shows what changed', async () => {
    const { paper, transport } = openPaper('#/article/2', { before: ({ library }) => void library.seen.set(2, 1) });
    const button = await screen.findByTestId('show-changes');
    expect(screen.getByTestId('changed-since').textContent).toContain('has changed since you last opened it');
    await fireEvent.click(button);
    await waitFor(() => expect(screen.getByTestId('changes').querySelector('ins')?.textContent).toBe('three'));
    expect(transport.asked.find(({ command }) => command === 'compare_versions')?.given).toEqual({ article: 2, older: 1, newer: 2 });
    expect(button.getAttribute('aria-expanded')).toBe('true');
    // The library says so only once; the page goes on saying it until the reader leaves.
    transport.library.seen.delete(2);
    paper.listChanges += 1;
    await waitFor(() => expect(transport.asked.filter(({ command }) => command === 'open_article')).toHaveLength(2));
    await fireEvent.click(button);
    expect(screen.getByTestId('changes').textContent).toBe('');
    expect(screen.getByTestId('changed-since')).not.toBeNull();
  });

  it('says nothing of a text that is what the reader saw', async () => {
    openPaper('#/article/2');
    await screen.findByTestId('article');
    expect(screen.queryByTestId('changed-since')).toBeNull();
  });

  it('is marked as unread and stays open, and as read again by the same key', async () => {
    const { paper, transport } = openPaper('#/article/1');
    await screen.findByTestId('article');
    const place = paper.router.current;
    const isRead = () => transport.library.find(1).read;
    await waitFor(() => expect(screen.getByTestId('mark-unread').textContent).toContain('Mark unread'));
    press('u');
    await screen.findByText('Marked as unread.');
    expect([isRead(), paper.router.current]).toEqual([false, place]);
    expect(screen.getByTestId('mark-unread').textContent).toContain('Mark read');
    press('u');
    await screen.findByText('Marked as read.');
    expect([isRead(), paper.router.current]).toEqual([true, place]);
  });

  it('prints with a key and a button, once its pictures are here, and says where it comes from', async () => {
    const { transport } = openPaper('#/article/1');
    await screen.findByTestId('article');
    const printed = vi.spyOn(window, 'print').mockImplementation(() => {});
    const event = press('p', document.body, { ctrlKey: true });
    expect(event.defaultPrevented).toBe(true);
    await waitFor(() => expect(printed).toHaveBeenCalledOnce());
    const tree = screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot;
    expect([...(tree?.querySelectorAll('img') ?? [])].map(({ loading }) => loading)).toEqual(['eager']);
    await fireEvent.click(screen.getByTestId('print'));
    await waitFor(() => expect(printed).toHaveBeenCalledTimes(2));
    const { url, publication } = transport.library.find(1);
    expect(screen.getByTestId('printed-from').textContent).toBe(`${publication.name}, ${url}`);
    printed.mockRestore();
  });

  it('stars with a key', async () => {
    openPaper('#/article/1');
    await screen.findByTestId('article');
    press('s');
    await waitFor(() => expect(screen.getByTestId('article').querySelector('[data-testid="star"]')?.getAttribute('aria-pressed')).toBe('true'));
  });

  it('takes the star away again by a second press, however quick', async () => {
    const { transport } = openPaper('#/article/1');
    await screen.findByTestId('article');
    const star = () => screen.getByTestId('article').querySelector('[data-testid="star"]')?.getAttribute('aria-pressed');
    press('s');
    press('s');
    await screen.findByText('Star taken away.');
    expect(transport.asked.filter(({ command }) => command === 'set_starred').map(({ given }) => given['starred'])).toEqual([true, false]);
    await waitFor(() => expect(star()).toBe('false'));
  });

  it('waits for all that is asked of it, not only for the first answer', async () => {
    const { transport } = openPaper('#/article/36', { before: ({ library }) => void library.highlight(36, 'The bridge stays closed', '') });
    const complete = await screen.findByTestId('complete');
    const completing = held(transport, 'complete_article');
    await fireEvent.click(complete);
    await fireEvent.click(screen.getByTestId('highlight-row'));
    await fireEvent.click(screen.getByTestId('highlight-remove'));
    await waitFor(() => expect(screen.queryByTestId('highlights')).toBeNull());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(complete.getAttribute('aria-disabled')).toBe('true');
    completing.answer();
    await waitFor(() => expect(screen.queryByTestId('complete')).toBeNull());
    expect(screen.getByTestId('feedback-text').getAttribute('aria-disabled')).toBe('false');
  });

  it('names the stories before and after it at its end, and leads to them', async () => {
    const { paper } = openPaper('#/section/conflict');
    const stories = await screen.findAllByTestId('story');
    const ids = stories.map((story) => Number(story.dataset['articleId']));
    const headlines = stories.map((story) => story.querySelector('a')?.firstChild?.textContent);
    await fireEvent.click(stories[0]?.querySelector('a') as HTMLElement);
    const next = await screen.findByTestId('next-story');
    expect(screen.queryByTestId('previous-story')).toBeNull();
    expect(next.textContent).toContain(headlines[1]);
    await fireEvent.click(next);
    await waitFor(() => expect(screen.getByTestId('article').dataset['article']).toBe(String(ids[1])));
    expect((await screen.findByTestId('previous-story')).textContent).toContain(headlines[0]);
    expect(screen.getByTestId('next-story').textContent).toContain(headlines[2]);
    expect(paper.router.current.trail).toEqual([...new Set(ids)]);
  });

  it('leads to no story of a page that it does not stand on', async () => {
    const { transport } = openPaper('#/section/business');
    await screen.findAllByTestId('story');
    transport.lead('#/article/27');
    await screen.findByTestId('article');
    press('j');
    await screen.findByText('That was the last story of the page.');
    expect(location.hash).toBe('#/article/27');
  });

  it('stays where it is when a notification leads to it once more', async () => {
    const { transport } = openPaper('#/article/27');
    await screen.findByTestId('article');
    const scrolled = vi.spyOn(window, 'scrollTo');
    transport.lead('#/article/27');
    expect(scrolled).not.toHaveBeenCalled();
    scrolled.mockRestore();
  });

  it('says so when the article is not in the library', async () => {
    openPaper('#/article/4711');
    expect((await screen.findByRole('alert')).textContent).toContain('This article is not in the library.');
  });
});
