import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { PurgeCSS } from 'purgecss'
import { defineConfig, type CSSOptions, type Plugin, type Rolldown } from 'vite'
import { cutFaces } from './fonts.ts'

const src = fileURLToPath(new URL('src/', import.meta.url))
const serverSrc = fileURLToPath(new URL('../src/', import.meta.url))

/** Browsers that a county keeps up to date; all know `light-dark()`, native dialogs and nesting. */
const browsers = ['chrome125', 'edge125', 'firefox128', 'safari17.5']

type PostcssPlugin = Exclude<CSSOptions['postcss'], string | undefined>['plugins']

/** Of KERN's 330 KB the pages use a tenth. Our own rules and colours all stay. */
const onlyUsedOfKern: NonNullable<PostcssPlugin>[number] = {
  postcssPlugin: 'only-used-of-kern',
  async OnceExit(sheet, { postcss }) {
    // what KERN's variables are used for stands in other sheets, too
    const others = globSync(`${src}**/*.css`).map(file => ({ raw: readFileSync(file, 'utf8') }))
    const sheets = await new PurgeCSS().purge({
      content: [`${src}**/*.tsx`],
      css: [...others, { raw: sheet.toString() }],
      safelist: {
        standard: [/^(?!kern-)/],
        greedy: [/^kern-(btn|badge)--/],
        variables: [/^(?!--kern-)/],
      },
      variables: true,
    })
    const used = sheets.at(-1)
    if (used)
      sheet.removeAll().append(postcss.parse(used.css, { from: sheet.source?.input.file }).nodes)
  },
}

type ImportsOf = (id: string) => readonly string[]

/** What a module needs before it can begin, itself included. */
function neededFrom(id: string, importsOf: ImportsOf, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found
  found.add(id)
  for (const next of importsOf(id)) neededFrom(next, importsOf, found)
  return found
}

type Files = readonly string[]

/** One file of what these modules need before they can begin, decided by `all` or `any` of them. */
const neededBy = (name: string, files: { all: Files } | { any: Files }) => ({
  name: (id: string, bundle: Rolldown.ChunkingContext) => {
    const importsOf: ImportsOf = file => bundle.getModuleInfo(file)?.importedIds ?? []
    const needs = (file: string) => neededFrom(src + file, importsOf).has(id)
    return ('all' in files ? files.all.every(needs) : files.any.some(needs)) ? name : null
  },
  debugName: name,
})

/** What each document runs after its first module. */
const mains: Record<string, string> = {
  'index.html': `${src}main.tsx`,
  'reply.html': `${src}replies/main.tsx`,
}

/** Each document in the folder is built: the pages with a router, and the answer page without. */
const everyDocument: Plugin = {
  name: 'every-document',
  config: ({ root = '.' }) => ({
    build: {
      rolldownOptions: { input: globSync('*.html', { cwd: root }).map(file => join(root, file)) },
    },
  }),
}

/**
 * The first module is small and imports the rest itself; the page says beforehand what that will
 * be.
 */
const restAhead: Plugin = {
  name: 'rest-ahead',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { filename, bundle = {} }) {
      const chunks = Object.values(bundle).filter(file => file.type === 'chunk')
      const importsOf: ImportsOf = name =>
        chunks.find(each => each.fileName === name)?.imports ?? []
      const main = mains[basename(filename)]
      const rest = chunks.find(chunk => chunk.facadeModuleId === main)
      const needed = neededFrom(rest?.fileName ?? '', importsOf)
      const ahead = chunks.filter(chunk => !chunk.isEntry && needed.has(chunk.fileName))
      const styles = ahead.flatMap(chunk => [...(chunk.viteMetadata?.importedCss ?? [])])
      const link = (attrs: Record<string, string | true>) => ({
        tag: 'link',
        attrs,
        injectTo: 'head' as const,
      })
      return [
        ...styles.map(file => link({ rel: 'stylesheet', href: `/${file}` })),
        ...ahead.map(({ fileName }) =>
          link({ rel: 'modulepreload', crossorigin: true, href: `/${fileName}` }),
        ),
      ]
    },
  },
}

export default defineConfig(({ command }) => {
  // built inside a test run it is the same program: React's development build is three times as big
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    root: fileURLToPath(new URL('./', import.meta.url)),
    plugins: [react(), cutFaces, everyDocument, restAhead],
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
                test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](query-core|react-query))[\\/]/,
              },
              {
                name: 'router',
                test: /node_modules[\\/](@tanstack|use-sync-external-store)[\\/]/,
              },
              // what runs before all others, and what it starts: a file for both documents, and one
              // for the pages with a router
              neededBy('first', { all: ['first.ts', 'replies/first.ts'] }),
              neededBy('pages', { all: ['first.ts'] }),
              neededBy('start', { all: ['main.tsx', 'replies/main.tsx'] }),
              neededBy('main', { all: ['main.tsx'] }),
              // what most pages are made of: a browser loads six files at a time, so many small ones
              // take longer
              { name: 'ui', test: /web[\\/]src[\\/](ui|frame|words)[\\/]/, minShareCount: 14 },
              { name: 'rules', test: id => id.startsWith(serverSrc), minShareCount: 6 },
              { name: 'forms', test: /web[\\/]src[\\/](ui|frame|words)[\\/]/, minShareCount: 6 },
              // what the answer page shares with others, so that it loads nothing else of theirs
              { ...neededBy('answer', { all: ['replies/main.tsx'] }), minShareCount: 2 },
              neededBy('frame', { all: ['frame/AppFrame.tsx'] }),
              neededBy('plan', { all: ['meetings/PlanMeetingPage.tsx', 'meetings/MeetingPage.tsx'] }),
              { ...neededBy('meeting', { any: ['meetings/MeetingPage.tsx'] }), minShareCount: 2 },
              { ...neededBy('overview', { any: ['overview/OverviewPage.tsx'] }), minShareCount: 2 },
            ],
          },
        },
      },
    },
  }
})
