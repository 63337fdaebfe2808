import type { Context as HonoContext } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { addressOf, looksLocal } from '../lib/address.ts'
import type { Deps } from '../lib/context.ts'
import type { Env } from '../lib/http.ts'
import { codeShownMs, halfSignedInMs, lifeMs, type Place } from './rules.ts'
import { isCodeProof } from './startCode.ts'

/** The facts of a request before the person is known. */
export type Visit = Deps &
  Place & {
    requestId: string
    address: string
    userAgent: string
    token: string | null
    /** the cookie by which this browser is known; null when nobody has signed in with it yet */
    device: string | null
  }

/** What a browser gets for signing in with both factors. */
export type SignedIn = { token: string; device: string }

export function visitOf(deps: Deps, c: HonoContext<Env>): Visit {
  return {
    ...deps,
    requestId: c.var.requestId,
    address: addressOf(c, deps.config.TRUSTED_PROXY),
    userAgent: c.req.header('user-agent') ?? '',
    looksLocal: looksLocal(c),
    hasShownCode: isCodeProof(deps, getCookie(c, named(c, codeCookie))),
    token: tokenOf(c),
    device: deviceOf(c),
  }
}

/** The reference token of the session cookie, as sent; null without one. */
export function tokenOf(c: HonoContext): string | null {
  return getCookie(c, named(c, sessionCookie)) ?? null
}

/** The cookie by which this browser is known; null without one. */
export function deviceOf(c: HonoContext): string | null {
  return getCookie(c, named(c, deviceCookie)) ?? null
}

/**
 * Sets the cookie by which this browser is known. It tells nothing about anybody, and stays after
 * signing out.
 */
export function setDeviceCookie(c: HonoContext, device: string): void {
  setCookie(c, named(c, deviceCookie), device, { ...attributesFor(c), maxAge: 180 * 86_400 })
}

export function setSessionCookie(
  c: HonoContext,
  token: string,
  standing: 'full' | 'secondFactor',
): void {
  const ms = standing === 'full' ? lifeMs : halfSignedInMs
  setCookie(c, named(c, sessionCookie), token, {
    ...attributesFor(c),
    maxAge: Math.floor(ms / 1000),
  })
}

/** Marks this browser as one that has shown the start code. */
export function setCodeCookie(c: HonoContext, proof: string): void {
  setCookie(c, named(c, codeCookie), proof, {
    ...attributesFor(c),
    maxAge: Math.floor(codeShownMs / 1000),
  })
}

/** Marks this browser as one that scanned the code at a door. */
export function setDoorCookie(c: HonoContext, ticket: string, lifeS: number): void {
  setCookie(c, named(c, doorCookie), ticket, { ...attributesFor(c), maxAge: lifeS })
}

export function doorTicketOf(c: HonoContext): string | null {
  return getCookie(c, named(c, doorCookie)) ?? null
}

export function clearSessionCookie(c: HonoContext): void {
  deleteCookie(c, named(c, sessionCookie), attributesFor(c))
}

/** Sets the language of the pages before signing in; it tells nothing about anybody. */
export function setLanguageCookie(c: HonoContext, language: 'de' | 'en'): void {
  setCookie(c, 'language', language, { ...attributesFor(c), maxAge: 365 * 86_400 })
}

export function languageOf(c: HonoContext): 'de' | 'en' {
  const chosen = getCookie(c, 'language')
  return chosen === 'en' ? 'en' : 'de'
}

/** Sets the cookie of a new session. */
export function enter(c: HonoContext, { token, device }: SignedIn): void {
  setSessionCookie(c, token, 'full')
  setDeviceCookie(c, device)
}

const sessionCookie = 'lagerunde'
const codeCookie = 'lagerunde-start'
const deviceCookie = 'lagerunde-browser'
const doorCookie = 'lagerunde-door'

/** The prefix makes browsers refuse the cookie unless it is secure and of this host alone. */
const named = (c: HonoContext, name: string) => (takesSecure(c) ? `__Host-${name}` : name)

/** Strict, because pages that mails link to need no session. */
const attributesFor = (c: HonoContext) =>
  ({ httpOnly: true, secure: takesSecure(c), sameSite: 'Strict', path: '/' }) as const

/**
 * Chromium and Firefox take Secure cookies from plain http on this machine; WebKit does not, and
 * silently signs nobody in. So it gets others there, and only there: from elsewhere, or through a
 * proxy, plain http signs nobody in.
 */
function takesSecure(c: HonoContext<Env>): boolean {
  return c.var.isHttps || !looksLocal(c) || !isWebKit(c.req.header('user-agent') ?? '')
}

/** Safari, Epiphany and other WebKit; Chromium keeps the word AppleWebKit in its name. */
const isWebKit = (userAgent: string) =>
  /AppleWebKit\//.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent)
