import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// The window loads everything from its own bundle; `mode mock` swaps the library for an invented one.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), ...(mode === 'test' ? [svelteTesting()] : [])],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  build: {
    target: ['es2022', 'safari16', 'chrome110'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    outDir: mode === 'mock' ? 'node_modules/.mock' : 'dist',
    emptyOutDir: true,
  },
  test: {
    environment: 'jsdom',
    testTimeout: 20_000,
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test/setup.ts'],
  },
}));
