import { defineConfig } from 'vitest/config';

// Tests read the packages' sources, so that no build order matters while working.
const conditions = ['@didacto/source'];
const project = (name: string, root: string) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    name,
    root,
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A condition is given as long as its test; a second, the default, is too short for a busy machine.
    expect: { poll: { timeout: 50_000, interval: 10 } },
  },
});

export default defineConfig({
  test: {
    projects: [
      ...['sdk', 'server', 'cli', 'agent'].map((name) => project(name, `packages/${name}/src`)),
      project('scripts', 'scripts'),
      project('bench', 'bench'),
      project('sim', 'sim'),
      project('examples', 'examples'),
    ],
  },
});
