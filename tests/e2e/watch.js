// Runs inside the window: notes whatever ran that should not have, and what the window's rules stopped.
(() => {
  const seen = { ran: [], stopped: {}, opened: 0, live: 0 };
  let now = 0;
  let busy = false;
  const ran = (what) => {
    if (seen.ran.length < 50) seen.ran.push(`${now}: ${String(what).slice(0, 120)}`);
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'eval', 'Image']) {
    window[name] = function (argument) {
      ran(`${name}(${argument})`);
      return null;
    };
  }
  const fetching = window.fetch;
  window.fetch = function (address, ...rest) {
    // The window itself speaks to the program in this way, and in no other.
    if (!/^(ipc:|http:\/\/ipc\.localhost)/.test(String(address))) ran(`fetch ${address}`);
    return fetching.call(window, address, ...rest);
  };
  const opening = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (!/^(ipc:|http:\/\/ipc\.localhost)/.test(String(address))) ran(`request ${address}`);
    return opening.call(this, method, address, ...rest);
  };
  Navigator.prototype.sendBeacon = function (address) {
    ran(`beacon ${address}`);
    return false;
  };
  window.addEventListener('error', (event) => {
    if (event instanceof ErrorEvent && !/ResizeObserver/.test(event.message)) ran(`error ${event.message}`);
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    seen.stopped[event.effectiveDirective] = (seen.stopped[event.effectiveDirective] ?? 0) + 1;
  });
  // The engine lets a page note its place a hundred times in ten seconds, which no reader reaches and this does.
  const noting = history.replaceState;
  history.replaceState = function (...place) {
    try {
      noting.apply(this, place);
    } catch {
      // Where the reader was in the article before does not matter here.
    }
  };
  const globals = new Set([...Object.getOwnPropertyNames(window), '__watch']);
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  const shown = async (article) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const page = document.querySelector('[data-testid=article]');
      if (page?.dataset.article === String(article)) return page;
      await wait(10);
    }
    return null;
  };

  // A form's fields may hide its own properties behind their names, so that all of them are asked for by way of the prototype.
  const attributesOf = Object.getOwnPropertyDescriptor(Element.prototype, 'attributes').get;
  const nameOf = Object.getOwnPropertyDescriptor(Element.prototype, 'localName').get;
  const valueOf = Element.prototype.getAttribute;
  const dispatch = EventTarget.prototype.dispatchEvent;

  const touch = (element) => {
    const handlers = [...attributesOf.call(element)].filter((attribute) => /^on/i.test(attribute.name));
    const address = valueOf.call(element, 'href') ?? valueOf.call(element, 'xlink:href') ?? '';
    const runs = /^[\u0000-\u0020]*(java|vb|live)script|^[\u0000-\u0020]*data/i.test(address.replace(/[\t\n\r]/g, ''));
    const name = nameOf.call(element);
    if (handlers.length > 0 || runs || /^(script|iframe|object|embed|form|base|meta|link|style)$/.test(name)) seen.live += 1;
    if (/^(img|image|video|audio|source|input)$/.test(name) && /^https?:/i.test(valueOf.call(element, 'src') ?? '')) seen.live += 1;
    for (const handler of handlers) {
      dispatch.call(element, new Event(handler.name.slice(2).toLowerCase(), { cancelable: true }));
    }
    if (runs) dispatch.call(element, new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
    if (name === 'form') {
      try {
        HTMLFormElement.prototype.requestSubmit.call(element);
      } catch {
        // A form that is no longer there cannot be sent.
      }
    }
  };

  const open = async (articles) => {
    for (const article of articles) {
      now = article;
      window.location.hash = `#/article/${article}`;
      const page = await shown(article);
      if (page === null) {
        ran('the article was not shown');
        continue;
      }
      await wait(15);
      const trees = [page, ...[...page.querySelectorAll('[data-testid=safe-html]')].map((host) => host.shadowRoot)];
      for (const tree of trees) {
        // The page's own buttons and links are for the reader; only what stands in a tree of an article is touched.
        const elements = tree === page ? [] : [...tree.querySelectorAll('*')];
        for (const element of elements.slice(0, 80)) {
          try {
            touch(element);
          } catch (error) {
            ran(`the watch failed: ${error}`);
          }
        }
      }
      await wait(25);
      for (const name of Object.getOwnPropertyNames(window)) {
        if (!globals.has(name)) {
          globals.add(name);
          if (!/^(_?\d+|__.*)$/.test(name)) ran(`the global ${name}`);
        }
      }
      seen.opened += 1;
    }
    busy = false;
  };

  window.__watch = {
    open(articles) {
      busy = true;
      Object.assign(seen, { ran: [], stopped: {}, opened: 0, live: 0 });
      void open(articles);
    },
    report: () => (busy ? null : seen),
  };
})();
