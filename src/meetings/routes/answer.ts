import { Hono } from 'hono'
import { visitOf } from '../../access/visit.ts'
import type { Deps } from '../../lib/context.ts'
import { type Env, describes, input } from '../../lib/http.ts'
import { replyByLink } from '../actions/reply.ts'
import {
  AnswerPage,
  DeputySearchInput,
  FoundDeputies,
  LinkInput,
  LinkReplyInput,
} from '../contract/reply.ts'
import { LinkSeriesReplyInput, SeriesAnswers } from '../contract/seriesAnswers.ts'
import { disownLink } from '../actions/link.ts'
import { answerPage } from '../views/answer.ts'
import { replyToSeriesByLink } from '../actions/seriesReply.ts'
import { findDeputies } from '../views/deputies.ts'
import { seriesAnswersByLink } from '../views/seriesAnswers.ts'

/** Routes behind the personal link: without session, with the token in the body. */
export const answerRoutes = (deps: Deps) =>
  new Hono<Env>()
    .post(
      '/answer/read',
      describes('What a personal link shows', AnswerPage),
      input('json', LinkInput),
      async c => c.json(await answerPage(deps, c.req.valid('json').token)),
    )
    .post(
      '/answer',
      describes('Reply by personal link', AnswerPage),
      input('json', LinkReplyInput),
      async c => {
        const { token, reply } = c.req.valid('json')
        await replyByLink(deps, { token, requestId: c.var.requestId }, reply)
        return c.json(await answerPage(deps, token))
      },
    )
    .post(
      '/answer/series/read',
      describes('All dates of the series of a personal link', SeriesAnswers),
      input('json', LinkInput),
      async c => c.json(await seriesAnswersByLink(deps, c.req.valid('json').token)),
    )
    .post(
      '/answer/series',
      describes('Reply to several dates by personal link', SeriesAnswers),
      input('json', LinkSeriesReplyInput),
      async c => {
        const { token, ...replies } = c.req.valid('json')
        await replyToSeriesByLink(deps, { token, requestId: c.var.requestId }, replies)
        return c.json(await seriesAnswersByLink(deps, token))
      },
    )
    .post(
      '/answer/deputies',
      describes('Find another deputy by the beginning of the name', FoundDeputies),
      input('json', DeputySearchInput),
      async c => c.json(await findDeputies(visitOf(deps, c), c.req.valid('json'))),
    )
    .post(
      '/answer/not-mine',
      describes('This invitation is not mine'),
      input('json', LinkInput),
      async c => {
        const { token } = c.req.valid('json')
        await disownLink(deps, { token, requestId: c.var.requestId })
        return c.body(null, 204)
      },
    )
