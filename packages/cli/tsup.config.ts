import { defineConfig } from 'tsup';
import { bundlePage } from './bundle-page.js';

export default defineConfig({
  entry: { main: 'src/main.ts' },
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  splitting: true,
  clean: true,
  // What browsers get; `view/page-files.ts` finds it beside the bundles.
  onSuccess: () => bundlePage('dist/page'),
});
