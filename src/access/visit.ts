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
    hasShownCode: isCodeProof(deps, getCookie(c, codeCookieName)),
    token: tokenOf(c),
    device: deviceOf(c),
  }
}

/** The reference token of the session cookie, as sent; null without one. */
export function tokenOf(c: HonoContext): string | null {
  return getCookie(c, cookieName) ?? null
}

/** The cookie by which this browser is known; null without one. */
export function deviceOf(c: HonoContext): string | null {
  return getCookie(c, deviceCookieName) ?? null
}

/**
 * Sets the cookie by which this browser is known. It tells nothing about anybody, and stays after
 * signing out.
 */
export function setDeviceCookie(c: HonoContext, device: string): void {
  setCookie(c, deviceCookieName, device, { ...attributes, maxAge: 180 * 86_400 })
}

export function setSessionCookie(
  c: HonoContext,
  token: string,
  standing: 'full' | 'secondFactor',
): void {
  const ms = standing === 'full' ? lifeMs : halfSignedInMs
  setCookie(c, cookieName, token, { ...attributes, maxAge: Math.floor(ms / 1000) })
}

/** Marks this browser as one that has shown the start code. */
export function setCodeCookie(c: HonoContext, proof: string): void {
  setCookie(c, codeCookieName, proof, { ...attributes, maxAge: Math.floor(codeShownMs / 1000) })
}

export function clearSessionCookie(c: HonoContext): void {
  deleteCookie(c, cookieName, attributes)
}

/** Sets the language of the pages before signing in; it tells nothing about anybody. */
export function setLanguageCookie(c: HonoContext, language: 'de' | 'en'): void {
  setCookie(c, 'language', language, { ...attributes, maxAge: 365 * 86_400 })
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

// Strict, because pages that mails link to need no session. Browsers accept Secure from http on
// loopback, too (Chromium, Firefox).
const attributes = { httpOnly: true, secure: true, sameSite: 'Strict', path: '/' } as const
const cookieName = '__Host-lagerunde'
const codeCookieName = '__Host-lagerunde-start'
const deviceCookieName = '__Host-lagerunde-browser'
