import { cp } from 'node:fs/promises';
import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', main: 'src/main.ts' },
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  // tsup injects baseUrl, which TypeScript 6 reports as deprecated.
  dts: { entry: { index: 'src/index.ts' }, compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
  // What browsers get is sent as it is written; `pages/files.ts` finds it beside the bundles.
  onSuccess: async () => {
    await cp('src/pages/browser', 'dist/browser', {
      recursive: true,
      filter: (path) => !path.endsWith('.ts') && !path.endsWith('.json'),
    });
  },
});
