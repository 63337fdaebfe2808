/** What a mail server said, and to which command; `code` null: it gave no answer. */
export type Answer = { code: number | null; text: string; command: string }

/**
 * Whose trouble a failure is. `address`: the recipient's address takes no mail, for good.
 * `server`: the server or the way to it refuses for good, until somebody sets it right; the same
 * happens to all mails. `moment`: another try may help soon.
 */
export type Trouble = 'address' | 'server' | 'moment'

/**
 * Reads a refusal (RFC 3463 §3): of the codes 5.X.X, only addressing (5.1) and mailbox (5.2) are
 * about the recipient, and 5.1.7 and 5.1.8 about the sender. Without such a code, and with 5.0,
 * only 550, 551 and 553 to RCPT are (RFC 5321 §4.2.3).
 */
export function troubleOf({ code, text, command }: Answer): Trouble {
  if (code === null || code < 500) return 'moment'
  const [, about, detail] = /^\d{3}[ -]5\.(\d{1,3})\.(\d{1,3})\b/.exec(text) ?? []
  const isOfSender = command === 'MAIL FROM' || (about === '1' && /^[78]$/.test(detail!))
  if (isOfSender) return 'server'
  if (about !== undefined && about !== '0')
    return about === '1' || about === '2' ? 'address' : 'server'
  return command === 'RCPT TO' && [550, 551, 553].includes(code) ? 'address' : 'server'
}
