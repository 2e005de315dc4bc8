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
    expect(onlink).toHaveBeenCalledExactlyOnceWith('https://example.org/more', expect.any(Element));
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
    const page = 'https://example.org/ferry';
    const { onlink, link, tree } = show(
      `<p>Late<sup><a href="${page}#note">1</a></sup></p><ol><li>A note <a href="${page}#back">↩</a></li></ol>`,
    );
    const note = tree.querySelector('li') as HTMLElement;
    const scrolled = vi.fn();
    note.scrollIntoView = scrolled;
    expect(await fireEvent.click(link)).toBe(false);
    expect(scrolled).toHaveBeenCalledOnce();
    expect(tree.activeElement).toBe(note);
    expect(onlink).not.toHaveBeenCalled();
  });

  it('leave a click beside them alone', async () => {
    const { onlink, tree } = show(LINK);
    expect(await fireEvent.click(tree.querySelector('p') as HTMLElement)).toBe(true);
    expect(onlink).not.toHaveBeenCalled();
  });
});

describe('a picture that is not here', () => {
  const boxes = (tree: ShadowRoot) => [...tree.querySelectorAll('.missing-picture')].map(({ textContent }) => textContent);

  it('has a box in its place, which does not repeat its caption', () => {
    const figure = (alt: string) => `<figure><span class="missing-picture">${alt}</span><figcaption>The pier at dawn. <cite>Lund</cite></figcaption></figure>`;
    const { tree } = show(`<a href="#x">x</a>${figure('The  pier at dawn')}${figure('A pier, with gulls')}`);
    expect(boxes(tree)).toEqual(['', 'A pier, with gulls']);
  });

  it('has it also where the picture turns out not to be there', async () => {
    const { tree } = show('<a href="#x">x</a><figure><img src="library://x" alt="Gulls"><figcaption>The pier</figcaption></figure>');
    await fireEvent.error(tree.querySelector('img') as HTMLElement);
    expect(tree.querySelector('img')).toBeNull();
    expect(boxes(tree)).toEqual(['Gulls']);
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
  it('are opened with the words that stand under them, the credit apart', async () => {
    const onpicture = vi.fn();
    const html = '<figure><img src="library://localhost/asset/aa" alt="A boat"><figcaption>The boat\n at <b>dawn</b>. <cite class="credit">Ilja Varno</cite></figcaption></figure>';
    const { container } = render(SafeHtml, { props: { html, onlink: vi.fn(), onpicture } });
    const tree = container.querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;
    await fireEvent.click(tree.querySelector('img') as HTMLElement);
    expect(onpicture).toHaveBeenCalledWith({ src: 'library://localhost/asset/aa', alt: 'A boat', caption: 'The boat at dawn.', credit: 'Ilja Varno' });
    expect(tree.querySelector('figcaption')?.textContent).toContain('Ilja Varno');
  });

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
    const opened = [{ src: 'library://localhost/asset/aa', alt: 'A boat', caption: null, credit: null }];
    expect(onpicture.mock.calls).toEqual([opened, opened]);
    expect(own.getAttribute('aria-label')).toBe('Open the picture: A boat');
    expect(await fireEvent.keyDown(own, { key: ' ' })).toBe(false);
    expect(onpicture.mock.calls).toEqual([opened, opened, opened]);
    // Anywhere else it moves the page.
    expect(await fireEvent.keyDown(linked, { key: ' ' })).toBe(true);
    await fireEvent.click(linked);
    expect(onlink).toHaveBeenCalledExactlyOnceWith('https://example.org/', expect.any(Element));
    expect(onpicture).toHaveBeenCalledTimes(3);
  });

  it('have their colours while they load', async () => {
    const { own } = showPictures();
    expect(own.style.backgroundImage).toContain('library://localhost/asset/aa/placeholder');
    await fireEvent.load(own);
    expect(own.style.backgroundImage).toBe('');
  });
});

describe('what is larger than the page', () => {
  it('stays a table in a place of its own, also with another table in it', () => {
    const { tree } = show('<table><caption>Landings</caption><tr><td>1<table><tr><td>2</td></tr></table></td></tr></table>');
    const places = [...tree.querySelectorAll('.wide')];
    expect(places.map((place) => place.firstElementChild?.tagName)).toEqual(['TABLE']);
    expect(tree.querySelectorAll('table')).toHaveLength(2);
  });

  it('can be reached by keys where it does not fit, by the name of its caption', () => {
    const watched: [HTMLElement, ResizeObserverCallback][] = [];
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(readonly tell: ResizeObserverCallback) {}
        observe(part: HTMLElement): void {
          watched.push([part, this.tell]);
        }
        disconnect(): void {}
      },
    );
    show('<table><caption>Landings</caption><tr><td>1</td></tr></table>');
    vi.unstubAllGlobals();
    const [part, tell] = watched[0] as [HTMLElement, ResizeObserverCallback];
    let needed = 900;
    Object.defineProperty(part, 'scrollWidth', { get: () => needed });
    const measure = () => tell([{ target: part } as unknown as ResizeObserverEntry], null as unknown as ResizeObserver);
    measure();
    expect([part.tabIndex, part.getAttribute('role'), part.getAttribute('aria-label')]).toEqual([0, 'region', 'Landings']);
    needed = 0;
    measure();
    expect(part.hasAttribute('tabindex')).toBe(false);
  });

  it('is a tall picture made narrow enough for the window, before it is there', () => {
    const { tree } = show('<img src="library://localhost/asset/a" width="400" height="800" alt="">');
    expect(tree.querySelector('img')?.style.maxInlineSize).toContain('41.00vh');
  });
});
