import '@fontsource-variable/newsreader/opsz.css';
import '@fontsource-variable/newsreader/opsz-italic.css';
import '@fontsource-variable/libre-franklin/wght.css';
import '@fontsource-variable/libre-franklin/wght-italic.css';
import './styles/formulas.css';
import './styles/index.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { Paper } from './app/paper.svelte';

async function open(target: HTMLElement): Promise<void> {
  // Only a build made with `--mode mock` holds the invented library; the condition is known when bundling.
  if (import.meta.env.MODE === 'mock') {
    const { install } = await import('./api/mock/install');
    install();
  }
  target.replaceChildren();
  mount(App, { target, props: { paper: new Paper() } });
}

// A file that is dropped beside the place for it would be opened in the window's stead.
for (const kind of ['dragover', 'drop'] as const) {
  window.addEventListener(kind, (event) => event.preventDefault());
}

const target = document.getElementById('app');
if (target !== null) void open(target);
