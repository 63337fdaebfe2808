import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { PurgeCSS } from 'purgecss'
import { defineConfig, type CSSOptions } from 'vite'

const src = fileURLToPath(new URL('src/', import.meta.url))

/** Browsers that a county keeps up to date; all know `light-dark()`, native dialogs and nesting. */
const browsers = ['chrome125', 'edge125', 'firefox128', 'safari17.5']

type PostcssPlugin = Exclude<CSSOptions['postcss'], string | undefined>['plugins']

/** Of KERN's 330 KB the pages use a tenth. Our own rules and colours all stay. */
const onlyUsedOfKern: NonNullable<PostcssPlugin>[number] = {
  postcssPlugin: 'only-used-of-kern',
  async OnceExit(sheet, { postcss }) {
    const [used] = await new PurgeCSS().purge({
      content: [`${src}**/*.tsx`],
      css: [{ raw: sheet.toString() }],
      safelist: {
        standard: [/^(?!kern-)/],
        greedy: [/^kern-(btn|badge)--/],
        variables: [/^(?!--kern-)/],
      },
      variables: true,
    })
    if (used)
      sheet.removeAll().append(postcss.parse(used.css, { from: sheet.source?.input.file }).nodes)
  },
}

/** Whether `main.tsx` needs the module before it can begin. */
const first = new Set<string>()
function isFirst(id: string, importsOf: (id: string) => readonly string[]): boolean {
  if (first.size === 0) reach(`${src}main.tsx`, importsOf)
  return first.has(id)
}
function reach(id: string, importsOf: (id: string) => readonly string[]): void {
  if (first.has(id)) return
  first.add(id)
  for (const next of importsOf(id)) reach(next, importsOf)
}

export default defineConfig(({ command }) => {
  // built inside a test run it is the same program: React's development build is three times as big
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    root: fileURLToPath(new URL('./', import.meta.url)),
    plugins: [react()],
    css: { postcss: { plugins: command === 'build' ? [onlyUsedOfKern] : [] } },
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
              {
                name: 'base',
                test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|use-sync-external-store)[\\/]/,
              },
              // what the first module imports, itself or through others, is there before any page
              {
                name: (id, { getModuleInfo }) =>
                  isFirst(id, file => getModuleInfo(file)?.importedIds ?? []) ? 'first' : null,
              },
              // what nearly every page is made of: in many small files it weighs more
              { name: 'ui', test: /web[\\/]src[\\/](ui|frame|words)[\\/]/, minShareCount: 2 },
            ],
          },
        },
      },
    },
  }
})
