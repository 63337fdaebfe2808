import { Hono } from 'hono'
import { z } from 'zod'
import { audit } from '../audit/store.ts'
import type { Actor } from '../lib/actor.ts'
import type { Context, Deps } from '../lib/context.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import { type Env, contextOf, describes, input } from '../lib/http.ts'
import { type Id, type StaffId, idSchema } from '../lib/ids.ts'
import { permit } from '../lib/permit.ts'
import { hashToken, newToken } from '../lib/secrets.ts'
import { describedAnew } from './ical.ts'
import {
  FeedState,
  MailCounts,
  MailDetail,
  MailSummary,
  NewFeed,
  OutboxPage,
  OutboxSearch,
} from './contract.ts'
import { mayPrintLinks, maySeeMailText, maySeeOutbox, withoutPersonalLinks } from './rules.ts'
import { feedOf, putFeed } from './feeds.ts'
import { countMails, listMails } from './listing.ts'
import { type ShownMail, findMail, recipientOf, reviveMail } from './store/mails.ts'

const OfStaff = z.strictObject({ staffId: idSchema('staff') })
const OfMail = z.strictObject({ mailId: idSchema('mail') })

export const mailRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(
      '/staffs/:staffId/outbox',
      describes('Postausgang', z.array(MailSummary)),
      input('param', OfStaff),
      input('query', OutboxPage),
      async c => {
        const ctx = contextOf(deps, c)
        const { state: filter, before, ...query } = c.req.valid('query')
        const wanted = wantedBy(ctx.actor, c.req.valid('param'), query)
        const mails = await listMails(ctx.database.db, { ...wanted, filter, before })
        return c.json(mails.map(mail => summary(ctx.actor, mail)))
      },
    )
    .get(
      '/staffs/:staffId/outbox/counts',
      describes('Postausgang: how many mails are in each state', MailCounts),
      input('param', OfStaff),
      input('query', OutboxSearch),
      async c => {
        const ctx = contextOf(deps, c)
        const wanted = wantedBy(ctx.actor, c.req.valid('param'), c.req.valid('query'))
        return c.json(await countMails(ctx.database.db, wanted))
      },
    )
    .get('/mails/:mailId', describes('One mail', MailDetail), input('param', OfMail), async c => {
      const ctx = contextOf(deps, c)
      const mail = await visibleMail(ctx, c.req.valid('param').mailId)
      const memberId = await recipientOf(ctx.database.db, mail)
      const shown = { ...summary(ctx.actor, mail), memberId }
      if (!maySeeMailText(ctx.actor, mail))
        return c.json({
          ...shown,
          attendeeId: null,
          text: null,
          calendar: null,
          calendarMethod: null,
        })
      const { text, calendar, calendarMethod, attendeeId } = mail
      return c.json({
        ...shown,
        attendeeId: memberId && mayPrintLinks(ctx.actor, mail) ? attendeeId : null,
        text: withoutPersonalLinks(text),
        calendar: calendar && describedAnew(calendar, withoutPersonalLinks),
        calendarMethod,
      })
    })
    .post(
      '/mails/:mailId/retry',
      describes('Send a mail again', MailSummary),
      input('param', OfMail),
      async c => {
        const ctx = contextOf(deps, c)
        const mail = await visibleMail(ctx, c.req.valid('param').mailId)
        if (!ctx.hasMailServer) throw new DomainError('unavailable', 'No mail server is configured')
        const revived = await ctx.database.transaction(async tx => {
          const row = await reviveMail(tx, mail.id)
          if (!row) throw new DomainError('wrongState', 'This mail is on its way or was sent')
          await ctx.jobs.add(tx, 'send-mail', [{ mailId: mail.id }])
          await audit(ctx, tx, { staffId: mail.staffId, action: 'mail.retried', subject: mail.id })
          return row
        })
        ctx.live.publish(`staff:${mail.staffId}:outbox`)
        return c.json(summary(ctx.actor, { ...revived, kind: mail.kind }))
      },
    )
    .get('/me/feed', describes('My calendar feed', FeedState), async c => {
      const ctx = contextOf(deps, c)
      const feed = await feedOf(ctx.database.db, ctx.actor.personId)
      return c.json({ createdAt: feed?.createdAt.toISOString() ?? null })
    })
    .post('/me/feed', describes('A new secret for my calendar feed', NewFeed, 201), async c => {
      const ctx = contextOf(deps, c)
      const token = newToken()
      await putFeed(ctx.database.db, {
        personId: ctx.actor.personId,
        tokenHash: hashToken(token),
        createdAt: ctx.clock.now(),
      })
      return c.json({ url: `${ctx.publicUrl}/feeds/${token}.ics` }, 201)
    })

function wantedBy(
  actor: Actor,
  of: { staffId: StaffId },
  { search = '' }: { search?: string | undefined },
) {
  permit(actor, of, maySeeOutbox)
  const words = search.split(/\s+/).filter(Boolean)
  return { staffId: of.staffId, words, searchesSubject: maySeeMailText(actor, of) }
}

async function visibleMail(ctx: Context, mailId: Id<'mail'>): Promise<ShownMail> {
  const mail = await findMail(ctx.database.db, mailId)
  if (!mail || !maySeeOutbox(ctx.actor, mail)) throw notFound('mail')
  return mail
}

function summary(
  actor: Actor,
  mail: Omit<
    ShownMail,
    | 'text'
    | 'html'
    | 'isUrgent'
    | 'calendar'
    | 'calendarMethod'
    | 'attendeeId'
    | 'occasion'
    | 'seq'
    | 'calendarEntry'
    | 'letterId'
    | 'jobId'
  >,
): MailSummary {
  const isTold = maySeeMailText(actor, mail)
  return {
    mailId: mail.id,
    meetingId: isTold ? mail.meetingId : null,
    kind: mail.kind,
    toName: mail.toName,
    toAddress: mail.toAddress,
    subject: isTold ? mail.subject : null,
    state: mail.state,
    attempts: mail.attempts,
    problem: mail.problem,
    mayHaveArrived: mail.mayHaveArrived,
    createdAt: mail.createdAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
  }
}
