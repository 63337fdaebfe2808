import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { languageOf } from '../access/visit.ts'
import type { Deps } from '../lib/context.ts'
import { notFound } from '../lib/errors.ts'
import type { Env } from '../lib/http.ts'

/** Security headers of every answer: nothing from other origins, nothing inline, no framing. */
export function safeHeaders(deps: Deps) {
  const headers = said(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      crossOriginEmbedderPolicy: false,
      permissionsPolicy: {
        camera: ['self'],
        microphone: ['self'],
        displayCapture: ['self'],
        geolocation: [],
      },
      ...(deps.publicUrl.startsWith('https:') ? {} : { strictTransportSecurity: false }),
    }),
  )
  // Caches the headers, because composing them takes longer than sending the answer, and sets them
  // before the handler: hono/secure-headers sets them afterwards and would clone the Response.
  return async (c: Context, next: () => Promise<void>) => {
    for (const [name, value] of await headers) c.header(name, value)
    await next()
  }
}

/** The headers that a middleware adds to an answer. */
async function said(middleware: MiddlewareHandler): Promise<[string, string][]> {
  const answer = await new Hono()
    .use(middleware)
    .all('*', c => c.body(null))
    .request('/')
  return [...answer.headers]
}

/** Addresses of the web app's pages, with `:` before what varies. */
export const pagePaths = [
  '/',
  '/sign-in',
  '/enrol',
  '/first-start',
  '/account',
  '/meetings',
  '/meetings/new',
  '/meetings/:meetingId',
  '/meetings/:meetingId/agenda',
  '/meetings/:meetingId/attendance',
  '/meetings/:meetingId/minutes',
  '/meetings/:meetingId/following',
  '/meetings/:meetingId/answers',
  '/meetings/:meetingId/lobby',
  '/meetings/:meetingId/room',
  '/meetings/:meetingId/desk',
  '/meetings/:meetingId/here',
  '/meetings/:meetingId/wall',
  '/minutes',
  '/orders',
  '/outbox',
  '/incidents',
  '/records',
  '/staff',
  '/staff/access',
  '/staff/import',
]

/**
 * The web app: hashed assets are cached for ever, pages never. The answer page is a document of its
 * own; the address of every other page gets the main page, and so does an unknown one, as 404, so
 * that people read what is wrong. Nothing here is for search engines.
 */
export const webRoutes = (folder: string) => {
  const documents = new Map<string, string>()
  /** Sets the visitor's language in the document, because scripts cannot read its cookie. */
  const document = (c: Context, name: string, status: 200 | 404 = 200) => {
    const page = documents.get(name) ?? readFileSync(join(folder, name), 'utf8')
    documents.set(name, page)
    const said =
      languageOf(c) === 'en' ? page.replace('<html lang="de">', '<html lang="en">') : page
    return c.html(said, status, { 'cache-control': 'no-store' })
  }
  return (
    new Hono<Env>()
      .use('/assets/*', async (c, next) => {
        await next()
        if (c.res.ok) c.res.headers.set('cache-control', 'public, max-age=31536000, immutable')
      })
      .use('/assets/*', serveStatic({ root: folder, precompressed: true }))
      // an asset of another version is not found; the main page sent in its place would be cached
      // for a year
      .get('/assets/*', () => {
        throw notFound('file')
      })
      .get('/reply', c => document(c, 'reply.html'))
      .get('/robots.txt', c => c.text('User-agent: *\nDisallow: /\n'))
      .on('GET', pagePaths, c => document(c, 'index.html'))
      .get('*', c => document(c, 'index.html', 404))
  )
}
