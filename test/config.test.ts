import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigIssues, parseConfig, readEnv, type Env } from '../src/config.ts'
import { SCOPES } from '../src/cli/doctor/doctor.ts'

function faultsOf(env: Env): readonly string[] {
  try {
    parseConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigIssues) return error.faults
    throw error
  }
}

const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }

describe('modes follow from what is set', () => {
  it('the HTTP mode listens where it is told to; the port for watching is off until it is set', () => {
    const http = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }
    expect(parseConfig(http)).toMatchObject({ slack: { host: null }, opsPort: null })
    expect(parseConfig({ ...http, WENSHU_HOST: '127.0.0.1', WENSHU_OPS_PORT: '9000' })).toMatchObject({
      slack: { host: '127.0.0.1' },
      opsPort: 9000,
    })
  })

  it('nothing: the playground on port 3900, embedded data, the composer', () => {
    expect(parseConfig({})).toMatchObject({
      slack: { kind: 'playground', port: 3900 },
      databaseUrl: null,
      dataFolder: '.wenshu',
      model: null,
      zone: 'Asia/Shanghai',
      locale: 'zh',
    })
  })

  it('a bot token and an app token: Socket Mode', () => {
    expect(parseConfig(SOCKET).slack).toEqual({
      kind: 'socket',
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      apiUrl: null,
    })
  })

  it('a bot token and a signing secret: HTTP on PORT', () => {
    const config = parseConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', PORT: '8080' })
    expect(config.slack).toMatchObject({ kind: 'http', signingSecret: 's', port: 8080 })
  })

  it('both an app token and a signing secret: Socket Mode', () => {
    expect(parseConfig({ ...SOCKET, SLACK_SIGNING_SECRET: 's' }).slack.kind).toBe('socket')
  })

  it('SLACK_API_URL points the client elsewhere', () => {
    expect(parseConfig({ ...SOCKET, SLACK_API_URL: 'http://127.0.0.1:1/api/' }).slack).toMatchObject({
      apiUrl: 'http://127.0.0.1:1/api/',
    })
  })

  it('DATABASE_URL: PostgreSQL', () => {
    expect(parseConfig({ DATABASE_URL: 'postgres://a@b/c' }).databaseUrl).toBe('postgres://a@b/c')
  })

  it('a key or an address of a model: that model; the word composer: none', () => {
    expect(parseConfig({ OPENAI_API_KEY: 'k' }).model).toMatchObject({
      name: 'gpt-5-mini',
      apiKey: 'k',
      baseUrl: null,
    })
    expect(
      parseConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1', WENSHU_MODEL: 'qwen' }).model,
    ).toMatchObject({ name: 'qwen' })
    expect(parseConfig({ OPENAI_API_KEY: 'k', WENSHU_MODEL: 'composer' }).model).toBeNull()
  })
})

describe('a fault says name, need and place', () => {
  it.each<[string, Env, RegExp]>([
    [
      'a bot token alone',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      /^SLACK_SIGNING_SECRET is missing \(needed when SLACK_APP_TOKEN is not set\)\. See \.env\.example\.$/,
    ],
    [
      'an app token alone',
      { SLACK_APP_TOKEN: 'xapp-1' },
      /^SLACK_BOT_TOKEN is missing \(needed when SLACK_APP_TOKEN is set\)/,
    ],
    ['an API address without a token', { SLACK_API_URL: 'http://127.0.0.1/' }, /^SLACK_BOT_TOKEN is missing/],
    [
      'a token of the wrong kind, without showing it',
      { ...SOCKET, SLACK_BOT_TOKEN: 'secret-value' },
      /^SLACK_BOT_TOKEN: must begin with xoxb-/,
    ],
    ['a port that is none', { PORT: '70000' }, /^PORT: "70000" is not a whole number from 0 to 65535/],
    [
      'a database of another make',
      { DATABASE_URL: 'mysql://a/b' },
      /^DATABASE_URL: "mysql:\/\/a\/b" is not an address like postgres/,
    ],
    [
      'a database of another make, without its password',
      { DATABASE_URL: 'postgresql+psycopg2://wenshu:S3cret@Pw@db:5432/w' },
      /^DATABASE_URL: "postgresql\+psycopg2:\/\/…@db:5432\/w" is not an address like postgres/,
    ],
    [
      'an address without its key',
      { OPENAI_BASE_URL: 'ftp://me:S3cret@models/v1?api_key=S3cret&x=1' },
      /^OPENAI_BASE_URL: "ftp:\/\/…@models\/v1\?api_key=…&x=1" is not an address like/,
    ],
    [
      'a zone that does not exist',
      { WENSHU_ZONE: 'Mars/Olympus' },
      /^WENSHU_ZONE: "Mars\/Olympus" is not a time zone/,
    ],
    [
      'a region that does not exist',
      { WENSHU_REGION: 'china' },
      /^WENSHU_REGION: "china" is not a holiday region/,
    ],
    ['a model without key or address', { WENSHU_MODEL: 'gpt-5' }, /^OPENAI_API_KEY is missing/],
    [
      'a name nobody reads',
      { WENSHU_DTAA: 'x' },
      /^WENSHU_DTAA is not a name that Wenshu knows\. Known: .*WENSHU_DATA/,
    ],
  ])('%s', (_what, env, fault) => {
    const faults = faultsOf(env)
    expect(faults).toEqual([expect.stringMatching(fault)])
    expect(faults.join()).not.toContain('secret-value')
  })

  it('all faults are reported at once', () => {
    expect(
      faultsOf({ PORT: 'x', WENSHU_LOCALE: 'fr', WENSHU_TYPO: '1', SLACK_APP_TOKEN: 'xapp-1' }),
    ).toHaveLength(4)
  })
})

describe('the environment', () => {
  it('stands above the file .env, and an empty value counts as not set', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'wenshu-env-')), '.env')
    writeFileSync(file, 'PORT=1\nWENSHU_ZONE=Europe/Berlin\nOPENAI_API_KEY=\n# a comment\n')
    expect(readEnv({ PORT: '2', WENSHU_LOCALE: ' ' }, file)).toEqual({
      PORT: '2',
      WENSHU_ZONE: 'Europe/Berlin',
    })
  })

  it('.env.example explains every name that is read, and no other', () => {
    const example = readFileSync('.env.example', 'utf8')
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1] ?? '')
    const source = readFileSync('src/config.ts', 'utf8')
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '')
    expect(named.sort()).toEqual(read.sort())
  })
})

describe('the manifest', () => {
  it('asks for the scopes that doctor looks for, and no more', () => {
    const manifest = JSON.parse(readFileSync('slack-manifest.json', 'utf8')) as {
      features: { slash_commands: { command: string; should_escape: boolean }[] }
      oauth_config: { scopes: { bot: string[] } }
    }
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SCOPES].sort())
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([
      '/study',
      '/activity',
      '/essay',
      '/report',
      '/wenshu',
    ])
    expect(manifest.features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true)
  })
})
