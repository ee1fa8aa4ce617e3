import { defineConfig } from 'vitest/config'
import { filesByProject } from './test/helpers/projects.ts'

export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: ['test/helpers/global-setup.ts'],
    projects: Object.entries(filesByProject()).map(([name, include]) => ({
      test: {
        name,
        include,
        // Files share a process: no module of ours keeps state, and loading them all anew costs more than most tests.
        isolate: false,
        // A hang on the one PGlite connection must show as a failure soon, not as a stuck run; a busy machine must not.
        testTimeout: 15_000,
        hookTimeout: 60_000,
        restoreMocks: true,
        setupFiles: ['test/helpers/seed.ts'],
      },
    })),
  },
})
