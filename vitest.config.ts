import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A hang on the one PGlite connection must show as a failure soon (see HOUSE traps), not as a stuck run.
    testTimeout: 5_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    restoreMocks: true,
    globalSetup: ['test/helpers/global-setup.ts'],
  },
})
