import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Browsers that a county keeps up to date; all know `light-dark()`, native dialogs and nesting. */
const browsers = ['chrome125', 'edge125', 'firefox128', 'safari17.5']

export default defineConfig(({ command }) => {
  // built inside a test run it is the same program: React's development build is three times as big
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
  root: fileURLToPath(new URL('./', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: browsers,
    cssTarget: browsers,
    // nothing may be inlined as data: or script text, the content security policy allows neither
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // the room brings LiveKit; how much each page may load is a test
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // one file that changes only when the packages do
            { name: 'base', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|use-sync-external-store)[\\/]/ },
            // and one for what nearly every page is made of: in many small ones it weighs 3 KB more
            {
              name: 'ui',
              test: /web[\\/]src[\\/](ui[\\/](?!Band|band-scale|DateTimeField|QuickEntry)|frame[\\/]FormProblem|live|api|session|i18n[\\/]i18n)|src[\\/]lib[\\/](time|actor)\.ts/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
}
})
