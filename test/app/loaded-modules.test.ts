import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Env } from '../../src/config.ts'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'
import { office } from '../playground/house.ts'

const PROGRAM = fileURLToPath(new URL('../helpers/starting-process.ts', import.meta.url))

describe('what a start loads', { timeout: 120_000 }, () => {
  let slack: Playground
  beforeAll(async () => {
    slack = await startPlayground(office({ delivery: { kind: 'socket' } }))
  })
  afterAll(async () => {
    await slack[Symbol.asyncDispose]()
  })

  /** The playground's modules among all that a start with this environment loads. */
  async function playgroundLoaded(env: Env): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'wenshu-start-'))
    try {
      const given = { PORT: '0', WENSHU_DATA: folder, WENSHU_LOG: 'silent', ...env }
      const child = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          PROGRAM,
          JSON.stringify(given),
          inject('pgliteTemplates').bare,
        ],
        { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
      )
      // It sends nothing but the list of what it loaded.
      const [loaded] = (await once(child, 'message')) as [string[]]
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(loaded.some((url) => url.endsWith('/src/app/app.ts'))).toBe(true)
      return loaded.filter((url) => /\/src\/playground\/|playground-mode|import-sample-office/.test(url))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const slackEnv = (): Env => ({ SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl })

  it('nothing of the playground in Socket Mode', async () => {
    expect(await playgroundLoaded({ ...slackEnv(), SLACK_APP_TOKEN: slack.appToken })).toEqual([])
  })

  it('nothing of the playground in HTTP mode', async () => {
    expect(await playgroundLoaded({ ...slackEnv(), SLACK_SIGNING_SECRET: slack.signingSecret })).toEqual([])
  })

  it('the playground and its sample office only where no Slack is set', async () => {
    const loaded = await playgroundLoaded({})
    expect(loaded.some((url) => url.endsWith('/sample-office/sample-office.ts'))).toBe(true)
  })
})
