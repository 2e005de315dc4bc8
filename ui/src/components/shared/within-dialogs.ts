import { getContext, setContext, type Component } from 'svelte';

const KEY = Symbol('within dialogs');

/** Every dialog below the calling component also holds `part`: what must be reachable while a dialog bars the page. */
export function showWithinDialogs(part: Component): void {
  setContext(KEY, part);
}

export function partWithinDialogs(): Component | undefined {
  return getContext<Component | undefined>(KEY);
}
