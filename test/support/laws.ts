import fc from 'fast-check'

// A counterexample is made smaller for no longer than this, so that the test's own timeout cannot hide it and its seed.
fc.configureGlobal({ interruptAfterTimeLimit: 20_000 })
