import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // a loaded machine answers late; a test that waits for nothing fails all the same
    expect: { poll: { timeout: 20_000 } },
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global.ts'],
    setupFiles: ['test/support/laws.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    reporters: ['default', './test/support/tally.ts'],
    // a test that waits for what never comes shall say so, not hang
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
