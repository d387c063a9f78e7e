import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'contract/index': 'src/contract/index.ts',
    'picture/index': 'src/contract/picture/index.ts',
    'realtime/index': 'src/realtime/index.ts',
    'live/index': 'src/live/index.ts',
    'node/index': 'src/node/index.ts',
    'webhooks/index': 'src/webhooks/index.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  // Only the node entry imports it.
  external: ['undici'],
  target: 'es2022',
  // tsup injects baseUrl, which TypeScript 6 reports as deprecated.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
});
