import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startPlayground } from '../../src/playground/server/playground.ts'
import { clientOf, errorOf, GENERAL, MIKA, office, startRuntime, until } from './house.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'playground-'))
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

describe('after a restart', () => {
  it('everything is there: messages, files, Home, open forms, profiles, clock, what was read', async () => {
    let before: unknown
    {
      await using house = await startRuntime(
        (bot) => {
          bot.command('/study', async ({ ack, command, client }) => {
            await ack()
            const view = {
              type: 'modal' as const,
              title: { type: 'plain_text' as const, text: 'Log' },
              blocks: [],
            }
            await client.views.open({ trigger_id: command.trigger_id, view })
          })
        },
        { dataDir },
      )
      const { slack, client } = house
      const metadata = { event_type: 'r', event_payload: { n: 1 } }
      const { ts = '' } = await client.chat.postMessage({ channel: GENERAL, text: 'root', metadata })
      await client.chat.postMessage({ channel: GENERAL, text: 'reply', thread_ts: ts })
      await client.chat.postEphemeral({ channel: GENERAL, user: MIKA, text: 'psst' })
      await client.files.uploadV2({ channel_id: GENERAL, content: 'a,b', filename: 'a.csv' })
      await client.views.publish({ user_id: MIKA, view: { type: 'home', blocks: [{ type: 'divider' }] } })
      await slack.people.clock({ at: '2022-11-21T09:30', moving: false })
      await slack.people.profile({ user: MIKA, locale: 'en-GB' })
      await slack.people.person(MIKA).type('/study')
      await until(() => slack.people.person(MIKA).modal() !== null)
      slack.people.state({ as: MIKA, conversation: GENERAL })
      before = comparable(slack.people.state({ as: MIKA, conversation: GENERAL }))
    }
    await using slack = await startPlayground(office({ dataDir }))
    expect(comparable(slack.people.state({ as: MIKA, conversation: GENERAL }))).toEqual(before)
    expect(slack.clock.now().toString()).toBe('2022-11-21T01:30:00Z')
    expect(slack.messagesIn(GENERAL)[0]?.metadata).toEqual({ event_type: 'r', event_payload: { n: 1 } })
    const file = slack.people.person(MIKA).sees(GENERAL).at(-1)?.files[0]
    expect(await (await fetch(slack.url + file?.url)).text()).toBe('a,b')
    const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: GENERAL, text: 'later' })
    expect(slack.messagesIn(GENERAL).at(-1)?.ts).toBe(ts)
  })

  it('a half-written last line is forgotten, damage before it is named', async () => {
    {
      await using slack = await startPlayground(office({ dataDir }))
      await clientOf(slack).chat.postMessage({ channel: GENERAL, text: 'kept' })
    }
    const journal = join(dataDir, 'journal.ndjson')
    appendFileSync(journal, '{"kind":"message","mess')
    {
      await using slack = await startPlayground(office({ dataDir }))
      expect(slack.messagesIn(GENERAL).map(({ text }) => text)).toEqual(['kept'])
    }
    writeFileSync(journal, `{"kind":"oops\n${readFileSync(journal, 'utf8')}`)
    await expect(startPlayground(office({ dataDir }))).rejects.toThrow('journal.ndjson:1 is damaged')
  })

  it('no answered message is missing, however suddenly the process died', async () => {
    const script = fileURLToPath(new URL('./server-process.ts', import.meta.url))
    const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { apiUrl, botToken } = JSON.parse(line.toString('utf8')) as { apiUrl: string; botToken: string }
    const answered: string[] = []
    const post = async (text: string): Promise<void> => {
      const outcome = await errorOf(
        clientOf({ apiUrl, botToken }).chat.postMessage({ channel: GENERAL, text }),
      )
      if (outcome === 'accepted') answered.push(text)
    }
    setTimeout(() => child.kill('SIGKILL'), 150)
    for (let round = 0; child.exitCode === null && child.signalCode === null; round += 1) {
      await Promise.all(Array.from({ length: 8 }, async (_, n) => await post(`${round}-${n}`)))
    }
    await using slack = await startPlayground(office({ dataDir }))
    const kept = new Set(slack.messagesIn(GENERAL).map(({ text }) => text))
    expect(answered.length).toBeGreaterThan(20)
    expect(answered.filter((text) => !kept.has(text))).toEqual([])
  })
})

function comparable<T extends { revision: number }>(state: T): Omit<T, 'revision'> {
  const { revision: _, ...rest } = state
  return rest
}
