import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

describe('keys that do something with a story', () => {
  it('mark the open article, which is the one that is meant', async () => {
    const { transport, paper } = openPaper('#/article/1');
    await screen.findByTestId('article');
    await waitFor(() => expect(transport.library.find(1).read).toBe(true));
    press('u');
    await screen.findByText('Marked as unread.');
    press('m');
    await screen.findByText('Marked as read.');
    expect(transport.library.find(1).read).toBe(true);
    expect(paper.router.current.route).toMatchObject({ view: 'article', article: 1 });
  });

  it('mark the story beside an article that has the focus, and not the article', async () => {
    const { transport } = openPaper('#/article/1', { before: ({ library }) => library.cards.forEach(({ id }) => library.change(id, { read: false })) });
    await screen.findByTestId('article');
    await waitFor(() => expect(transport.library.find(1).read).toBe(true));
    const beside = document.querySelector<HTMLElement>('[data-article-id] a[data-headline]') as HTMLElement;
    const other = Number(beside.closest<HTMLElement>('[data-article-id]')?.dataset['articleId']);
    beside.focus();
    press('m');
    await waitFor(() => expect(transport.library.find(other).read).toBe(true));
    press('u');
    await waitFor(() => expect(transport.library.find(other).read).toBe(false));
    expect(transport.library.find(1).read).toBe(true);
  });

  it('stay on the page where the story is unread already, or none has the focus, and say so', async () => {
    const { paper } = openPaper('#/');
    await screen.findByTestId('front-page');
    paper.go({ view: 'section', section: 'politics' });
    await screen.findByTestId('section-page');
    await waitFor(() => expect(document.querySelector('[data-article-id][data-read="false"]')).not.toBeNull());
    for (const key of ['u', 's', 'l', 'm']) {
      press(key, document.body);
      await screen.findByText('Choose a story first: j and k go through them.');
      paper.messages.shown.forEach(({ id }) => paper.messages.dismiss(id));
    }
    document.querySelector<HTMLElement>('[data-article-id][data-read="false"] a[data-headline]')?.focus();
    press('u');
    await screen.findByText('It is unread already.');
    expect(paper.router.current.route.view).toBe('section');
  });

  it('say where several stories can be selected, on a page where they cannot', async () => {
    openPaper('#/article/1');
    await screen.findByTestId('article');
    press('x');
    await screen.findByText(/Several stories are selected on the page of a list/);
  });
});
