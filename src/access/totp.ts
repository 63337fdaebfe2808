import { generateSecret, generateURI, verifySync } from 'otplib'

const periodS = 30
const shape = /^\d{6}$/

/** 160 random bits in base 32, the form authenticator apps take (RFC 4226 §4). */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 })
}

/**
 * The content of the QR code: SHA-1, 6 digits, 30 seconds, the only settings every app supports.
 */
export function otpauthUrlOf(secret: string, accountName: string): string {
  return generateURI({ issuer: 'Lagerunde', label: accountName, secret })
}

/**
 * The time step whose code this is, else null: the current one, the one before or the one after
 * (RFC 6238 §5.2). The caller must mark the step as used, so that no code works twice.
 */
export function stepOfCode(secret: string, code: string, at: Date): number | null {
  if (!shape.test(code)) return null
  const verified = verifySync({
    secret,
    token: code,
    epoch: Math.floor(at.getTime() / 1000),
    period: periodS,
    epochTolerance: periodS,
  })
  return verified.valid && 'timeStep' in verified ? verified.timeStep : null
}
