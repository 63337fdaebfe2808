import { parentPort } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as german } from '@zxcvbn-ts/language-de'
import { dictionary as english } from '@zxcvbn-ts/language-en'

export type StrengthQuestion = { password: string; words: string[] }

// leaves out the word lists that found nothing more here and load longest
const estimator = new ZxcvbnFactory({
  dictionary: {
    'passwords-common': common['passwords-common'],
    ...german,
    'commonWords-en': english['commonWords-en'],
    'firstnames-en': english['firstnames-en'],
  },
  graphs: adjacencyGraphs,
  // both limits bound the time, which is up to a second for some texts otherwise
  maxLength: 64,
  l33tMaxSubstitutions: 10,
})

parentPort?.on('message', ({ password, words }: StrengthQuestion) =>
  parentPort?.postMessage(estimator.check(password, words).guessesLog10),
)
