import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints one line for machines at the end of a run; a file that could not be loaded counts as
 * failed.
 */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    let failed = errors.length
    let skipped = 0
    for (const module of modules) {
      if (module.errors().length > 0) failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        else skipped++
      }
    }
    const tail = skipped > 0 ? `, ${skipped} skipped` : ''
    console.log(`${passed} passed, ${failed} failed${tail}`)
  }
}
