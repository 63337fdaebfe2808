import fc from 'fast-check'

// Limits the time for shrinking a counterexample; otherwise the timeout of the test would hide it
// and its seed.
fc.configureGlobal({ interruptAfterTimeLimit: 20_000 })
