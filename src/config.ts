import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { OperatorError } from './errors.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** How Slack is reached. `playground` is the small local Slack that is started beside the bot. */
export type SlackConfig =
  | { readonly kind: 'playground'; readonly port: number }
  | {
      readonly kind: 'socket'
      readonly botToken: string
      readonly appToken: string
      readonly apiUrl: string | null
    }
  | {
      readonly kind: 'http'
      readonly botToken: string
      readonly signingSecret: string
      readonly port: number
      /** The address of this machine that is listened on; null: all. */
      readonly host: string | null
      readonly apiUrl: string | null
    }

/** Which model drafts; null: the built-in composer. */
export type ModelConfig = {
  readonly name: string
  readonly apiKey: string
  readonly baseUrl: string | null
  readonly api: 'chat' | 'responses'
}

export type Config = {
  readonly slack: SlackConfig
  /** null: embedded PGlite in `dataFolder`. */
  readonly databaseUrl: string | null
  readonly dataFolder: string
  readonly model: ModelConfig | null
  readonly logLevel: string
  /** Where /healthz and /readyz answer, on the loopback; null: nowhere beside the port for Slack. */
  readonly opsPort: number | null
  /** What a workspace starts with, until its admin sets it. */
  readonly zone: string
  readonly region: string
  readonly locale: 'zh' | 'en'
  /** How many daily backups of the embedded database are kept. */
  readonly backupsKept: number
}

/** Every fault of the environment at once, a line each. */
export class ConfigIssues extends OperatorError {
  override readonly name = 'ConfigFaults'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(['The configuration has faults:', ...faults.map((fault) => `- ${fault}`)].join('\n'))
    this.faults = faults
  }
}

/** The process's environment over the file `.env`; an empty value counts as not set. */
export function readEnv(processEnv: Env, file = '.env'): Env {
  const fromFile: Env = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return Object.fromEntries(
    Object.entries({ ...fromFile, ...processEnv }).filter(
      ([, value]) => value !== undefined && value.trim() !== '',
    ),
  )
}

const SEE = 'See .env.example.'
const url = (protocols: RegExp, like: string) =>
  z.url({
    protocol: protocols,
    error: (issue) => `${JSON.stringify(withoutSecrets(String(issue.input)))} is not an address like ${like}`,
  })

/** An address as it may be shown: user and password, and what a parameter calls a secret, are left out. */
export function withoutSecrets(address: string): string {
  return address
    .replace(/^([a-z][\w+.-]*:\/*)?.*@/i, '$1…@')
    .replace(/([?&;]\w*(?:pass|key|token|secret|pwd)\w*=)[^&;]*/gi, '$1…')
}
const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to, {
      error: (issue) => `${JSON.stringify(issue.input)} is not a whole number from ${from} to ${to}`,
    })
    .transform(Number)
const prefixed = (prefix: string) =>
  z.string().refine((text) => text.startsWith(prefix), {
    error: `must begin with ${prefix} (its value is not shown)`,
  })
const oneOf = <const T extends readonly [string, ...string[]]>(...choices: T) =>
  z.enum(choices, { error: (issue) => `${JSON.stringify(issue.input)} is not one of ${choices.join(', ')}` })

/** Every name that Wenshu reads. */
const variables = z.object({
  SLACK_BOT_TOKEN: prefixed('xoxb-').optional(),
  SLACK_APP_TOKEN: prefixed('xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_API_URL: url(/^https?$/, 'http://127.0.0.1:3900/api/').optional(),
  PORT: wholeNumber(0, 65_535).optional(),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user@host:5432/name').optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url(/^https?$/, 'http://127.0.0.1:8000/v1').optional(),
  WENSHU_MODEL: z.string().optional(),
  WENSHU_MODEL_API: oneOf('chat', 'responses').default('chat'),
  WENSHU_DATA: z.string().default('.wenshu'),
  WENSHU_ZONE: z
    .string()
    .refine(isZone, {
      error: (issue) => `${JSON.stringify(issue.input)} is not a time zone like Asia/Shanghai`,
    })
    .default('Asia/Shanghai'),
  WENSHU_REGION: z
    .string()
    .regex(/^(none|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/, {
      error: (issue) => `${JSON.stringify(issue.input)} is not a holiday region like CN, US-CA or none`,
    })
    .default('CN'),
  WENSHU_LOCALE: oneOf('zh', 'en').default('zh'),
  WENSHU_BACKUPS: wholeNumber(1, 1000).default(14),
  WENSHU_HOST: z.string().optional(),
  WENSHU_OPS_PORT: wholeNumber(0, 65_535).optional(),
  WENSHU_LOG: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent').default('info'),
})
type Variables = z.infer<typeof variables>

/** Parses the environment once. Throws ConfigFaults that names every fault: the name, the need, and where to read on. */
export function parseConfig(env: Env): Config {
  const parsed = variables.safeParse(env)
  const faults = [
    ...(parsed.success
      ? []
      : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}. ${SEE}`)),
    ...unknownNames(env),
    ...needs(env),
  ]
  if (faults.length > 0 || !parsed.success) throw new ConfigIssues(faults)
  const values = parsed.data
  return {
    slack: slackConfig(values),
    databaseUrl: values.DATABASE_URL ?? null,
    dataFolder: values.WENSHU_DATA,
    model: modelConfig(values),
    logLevel: values.WENSHU_LOG,
    opsPort: values.WENSHU_OPS_PORT ?? null,
    zone: values.WENSHU_ZONE,
    region: values.WENSHU_REGION,
    locale: values.WENSHU_LOCALE,
    backupsKept: values.WENSHU_BACKUPS,
  }
}

/** A typo must not be silent: a WENSHU_ name that nobody reads is a fault. */
function unknownNames(env: Env): string[] {
  const known = Object.keys(variables.shape)
  return Object.keys(env)
    .filter((name) => name.startsWith('WENSHU_') && !known.includes(name))
    .map(
      (name) =>
        `${name} is not a name that Wenshu knows. Known: ${known.filter((k) => k.startsWith('WENSHU_')).join(', ')}. ${SEE}`,
    )
}

function needs(env: Env): string[] {
  const faults: string[] = []
  const missing = (name: string, need: string) => {
    if (!env[name]) faults.push(`${name} is missing (needed ${need}). ${SEE}`)
  }
  if (env['SLACK_BOT_TOKEN']) {
    if (!env['SLACK_APP_TOKEN']) missing('SLACK_SIGNING_SECRET', 'when SLACK_APP_TOKEN is not set')
  } else {
    for (const name of ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL']) {
      if (env[name]) missing('SLACK_BOT_TOKEN', `when ${name} is set`)
    }
  }
  if (env['WENSHU_MODEL'] && env['WENSHU_MODEL'] !== 'composer' && !env['OPENAI_BASE_URL']) {
    missing('OPENAI_API_KEY', 'when WENSHU_MODEL is set and OPENAI_BASE_URL is not')
  }
  return [...new Set(faults)]
}

function slackConfig(values: Variables): SlackConfig {
  const apiUrl = values.SLACK_API_URL ?? null
  if (!values.SLACK_BOT_TOKEN) return { kind: 'playground', port: values.PORT ?? 3900 }
  if (values.SLACK_APP_TOKEN) {
    return { kind: 'socket', botToken: values.SLACK_BOT_TOKEN, appToken: values.SLACK_APP_TOKEN, apiUrl }
  }
  return {
    kind: 'http',
    botToken: values.SLACK_BOT_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET ?? '',
    port: values.PORT ?? 3000,
    host: values.WENSHU_HOST ?? null,
    apiUrl,
  }
}

function modelConfig(values: Variables): ModelConfig | null {
  if (values.WENSHU_MODEL === 'composer') return null
  if (!values.OPENAI_API_KEY && !values.OPENAI_BASE_URL) return null
  return {
    name: values.WENSHU_MODEL ?? 'gpt-5-mini',
    // Local servers ask for no key, but the client insists on one.
    apiKey: values.OPENAI_API_KEY ?? 'none',
    baseUrl: values.OPENAI_BASE_URL ?? null,
    api: values.WENSHU_MODEL_API,
  }
}

function isZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}
