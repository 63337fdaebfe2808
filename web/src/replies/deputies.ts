import type { AnswerPage } from '../../../src/meetings/contract/reply.ts'

export type Deputies = AnswerPage['deputies']
