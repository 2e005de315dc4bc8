import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import SafeHtml from './SafeHtml.svelte';

function show(html: string) {
  const onlink = vi.fn();
  const { container } = render(SafeHtml, { props: { html, onlink, class: 'article-body' } });
  const tree = container.querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;
  const link = tree.querySelector('a') as HTMLAnchorElement;
  return { onlink, link, container, tree };
}

const LINK = '<p>See <a href="https://example.org/more"><em>more</em></a>.</p>';

describe('links in an article', () => {
  it('go to the browser on a click, and the window stays', async () => {
    const { onlink, link } = show(LINK);
    const stayed = !(await fireEvent.click(link.querySelector('em') as HTMLElement));
    expect(stayed).toBe(true);
    expect(onlink).toHaveBeenCalledExactlyOnceWith('https://example.org/more');
  });

  it('go to the browser on Enter, once', async () => {
    const { onlink, link } = show(LINK);
    expect(await fireEvent.keyDown(link, { key: 'Enter' })).toBe(false);
    expect(onlink).toHaveBeenCalledOnce();
  });

  it('go to the browser on a middle click', () => {
    const { onlink, link } = show(LINK);
    const event = new MouseEvent('auxclick', { button: 1, bubbles: true, cancelable: true });
    link.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(onlink).toHaveBeenCalledOnce();
  });

  it('scroll within the article for a footnote', async () => {
    const { onlink, link, tree } = show('<a href="#note">1</a><p id="note">A note</p>');
    const scrolled = vi.fn();
    (tree.querySelector('#note') as HTMLElement).scrollIntoView = scrolled;
    expect(await fireEvent.click(link)).toBe(false);
    expect(scrolled).toHaveBeenCalledOnce();
    expect(onlink).not.toHaveBeenCalled();
  });

  it('leave a click beside them alone', async () => {
    const { onlink, tree } = show(LINK);
    expect(await fireEvent.click(tree.querySelector('p') as HTMLElement)).toBe(true);
    expect(onlink).not.toHaveBeenCalled();
  });
});

describe('the tree of an article', () => {
  it('is apart from the window', () => {
    const { container, tree } = show('<p id="app" class="x">Text</p>');
    expect(container.querySelector('#app')).toBeNull();
    expect(document.getElementById('app')).toBeNull();
    expect(tree.querySelector('.article-body #app')?.textContent).toBe('Text');
  });
});

describe('pictures in an article', () => {
  const PICTURES = '<figure><img src="library://localhost/asset/aa" alt="A boat"></figure><a href="https://example.org/"><img src="library://localhost/asset/bb" alt=""></a>';

  function showPictures() {
    const [onlink, onpicture] = [vi.fn(), vi.fn()];
    const { container } = render(SafeHtml, { props: { html: PICTURES, onlink, onpicture } });
    const tree = container.querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;
    const [own, linked] = [...tree.querySelectorAll('img')] as [HTMLImageElement, HTMLImageElement];
    return { onlink, onpicture, own, linked };
  }

  it('are opened by hand and by key, unless they lead elsewhere', async () => {
    const { onlink, onpicture, own, linked } = showPictures();
    await fireEvent.click(own);
    await fireEvent.keyDown(own, { key: 'Enter' });
    expect(onpicture.mock.calls).toEqual([['library://localhost/asset/aa', 'A boat'], ['library://localhost/asset/aa', 'A boat']]);
    expect(own.getAttribute('aria-label')).toBe('Open the picture: A boat');
    await fireEvent.click(linked);
    expect(onlink).toHaveBeenCalledExactlyOnceWith('https://example.org/');
    expect(onpicture).toHaveBeenCalledTimes(2);
  });

  it('have their colours while they load', async () => {
    const { own } = showPictures();
    expect(own.style.backgroundImage).toContain('library://localhost/asset/aa/placeholder');
    await fireEvent.load(own);
    expect(own.style.backgroundImage).toBe('');
  });
});
