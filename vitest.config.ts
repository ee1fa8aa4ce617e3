import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A hang on the one PGlite connection must show as a failure soon, not as a stuck run; a busy machine must not.
    testTimeout: 15_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    restoreMocks: true,
    globalSetup: ['test/helpers/global-setup.ts'],
    setupFiles: ['test/helpers/seed.ts'],
  },
})
