import { configure } from '@testing-library/svelte';
import { afterEach, vi } from 'vitest';

// A busy machine is slow to start the first view; waiting longer costs nothing where all is well.
configure({ asyncUtilTimeout: 10_000 });

// What the windows have and jsdom does not.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};
// These only say that they are not implemented.
HTMLMediaElement.prototype.play = async () => {};
HTMLMediaElement.prototype.pause = () => {};
globalThis.IntersectionObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): [] {
    return [];
  }
} as unknown as typeof IntersectionObserver;
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
} as typeof ResizeObserver;
CSSStyleSheet.prototype.replaceSync ??= () => {};
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
Element.prototype.scrollIntoView ??= () => {};
window.scrollTo = (() => {}) as typeof window.scrollTo;
window.scrollBy = (() => {}) as typeof window.scrollBy;

afterEach(() => {
  history.replaceState(null, '', '#/');
  localStorage.clear();
  vi.useRealTimers();
});
