import { parseArgs } from 'node:util'
import { z } from 'zod'
import { addressesOf } from './address.ts'
import { isMailAddress } from './shapes.ts'

const url = (...protocols: string[]) =>
  z.string().refine(value => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `a URL beginning with ${protocols.map(p => `${p}//`).join(' or ')}`,
  })
const seconds = (initial: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'a whole number of seconds')
    .default(String(initial))
    .transform(Number)

const variables = {
  HOST: [
    z.string().min(1, 'an address to listen on').default('127.0.0.1'),
    'Address to listen on.',
  ],
  PORT: [
    z
      .string()
      .regex(/^\d{1,5}$/, 'a port between 0 and 65535')
      .default('8080')
      .transform(Number)
      .refine(port => port <= 65535, 'a port between 0 and 65535'),
    'Port to listen on; 0 takes a free one.',
  ],
  PUBLIC_URL: [
    url('http:', 'https:').optional(),
    'Address people open, as it stands in mails. Default: the address listened on.',
  ],
  DATA_DIR: [
    z.string().min(1, 'a folder').default('./var'),
    'Folder of the embedded database, of the media server and of the code of the first start.',
  ],
  DATABASE_URL: [
    url('postgres:', 'postgresql:').optional(),
    'PostgreSQL 15 or newer. Default: the embedded one in DATA_DIR.',
  ],
  SMTP_URL: [
    url('smtp:', 'smtps:').optional(),
    'Mail server, e.g. smtps://user:password@mail.kreis.example. Default: mails stay in the Postausgang.',
  ],
  MAIL_FROM: [
    z
      .string()
      .refine(isMailAddress, { error: 'a mail address like lagerunde@kreis.example' })
      .default('lagerunde@localhost.localdomain'),
    'Sender of all mails, and organiser of all calendar entries.',
  ],
  LIVEKIT_URL: [
    url('ws:', 'wss:', 'http:', 'https:').optional(),
    'LiveKit server as the product reaches it. Default: one of our own on this machine.',
  ],
  LIVEKIT_API_KEY: [z.string().min(1, 'a key').optional(), 'API key of LIVEKIT_URL.'],
  LIVEKIT_API_SECRET: [
    z.string().min(32, 'a secret of at least 32 characters').optional(),
    'API secret of LIVEKIT_URL.',
  ],
  VIDEO: [z.enum(['on', 'off'], 'on or off').default('on'), 'off: run without video.'],
  TRUSTED_PROXY: [
    z
      .string()
      .refine(value => addressesOf(value) !== null, {
        error:
          'an IP address, or a network such as 172.18.0.0/16, or several with commas; names are not looked up',
      })
      .optional(),
    'IP address or network (CIDR) of the reverse proxy whose X-Forwarded-For is believed; several with commas.',
  ],
  LOG_LEVEL: [
    z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], 'debug, info, warn, error or silent')
      .default('info'),
    'How much is logged.',
  ],
  SHUTDOWN_S: [seconds(15), 'How long requests may take to finish at shutdown.'],
} as const

const shape = Object.fromEntries(
  Object.entries(variables).map(([name, [schema]]) => [name, schema]),
) as {
  [K in keyof typeof variables]: (typeof variables)[K][0]
}
const Environment = z.object(shape).superRefine((env, issues) => {
  if (env.LIVEKIT_URL && !(env.LIVEKIT_API_KEY && env.LIVEKIT_API_SECRET)) {
    issues.addIssue({
      code: 'custom',
      path: ['LIVEKIT_URL'],
      message: 'LIVEKIT_API_KEY and LIVEKIT_API_SECRET beside it',
    })
  }
})

export type Config = Readonly<z.infer<typeof Environment>>

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the environment once. Throws a ConfigError that names each wrong variable, its value and
 * what is expected.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.keys(variables).map(name => [name, env[name] || undefined]),
  )
  const parsed = Environment.safeParse(given)
  if (parsed.success) return Object.freeze(parsed.data)
  const lines = parsed.error.issues.map(issue => {
    const name = String(issue.path[0])
    const value = /SECRET|PASSWORD|_URL$/.test(name)
      ? '(not shown)'
      : JSON.stringify(env[name] ?? '')
    return `${name} is ${value}; expected ${issue.message}`
  })
  throw new ConfigError(lines.join('\n'))
}

/** Every variable that is read. */
export const settingNames: readonly string[] = Object.keys(variables)

/** What `npm start -- --help` prints. */
export function configHelp(): string {
  const width = Math.max(...Object.keys(variables).map(name => name.length)) + 2
  const lines = Object.entries(variables).map(([name, [schema, text]]) => {
    const fallback = schema.safeParse(undefined)
    const initial = fallback.success && fallback.data !== undefined ? ` [${fallback.data}]` : ''
    return `  ${name.padEnd(width)}${text}${initial}`
  })
  return `npm start — runs Lagerunde. Settings come from the environment:\n\n${lines.join('\n')}\n`
}

export function wantsHelp(argv: string[]): boolean {
  return (
    parseArgs({ args: argv, options: { help: { type: 'boolean', short: 'h' } }, strict: false })
      .values.help === true
  )
}
