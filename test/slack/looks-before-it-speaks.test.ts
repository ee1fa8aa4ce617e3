import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import { DatabaseUnavailable } from '../../src/errors.ts'
import type { Locale } from '../../src/locale.ts'
import { memberHandler } from '../../src/members/answers/handler.ts'
import type { Caller } from '../../src/members/caller.ts'
import { findMemberByAnyName, updateMember } from '../../src/members/members-store.ts'
import { attend } from '../../src/slack/attend.ts'
import { wordsOf } from '../helpers/person.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'
import { createLog } from '../../src/log.ts'

onBothDatabases('a request that fails', (kind) => {
  let database: Database
  let ctx: Context
  beforeAll(async () => {
    database = await freshDatabase(kind)
    ctx = await officeOn(database, { sample: true })
    await inTransaction(ctx, async ({ db }) => {
      for (const [number, locale] of [
        ['M011', 'zh'],
        ['M012', 'en'],
      ] as const) {
        const member = await findMemberByAnyName(db, number)
        await updateMember(db, member?.id ?? '', { slackUserId: `U0${number}`, locale })
      }
    })
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
  })

  let count = 0
  /** Carries a request out as the listener does, and returns what the person was told. */
  const told = async (locale: Locale, work: (caller: Caller) => Promise<void>): Promise<string> => {
    const said: string[] = []
    const who = {
      teamId: ctx.teamId,
      userId: locale === 'zh' ? 'U0M011' : 'U0M012',
      requestId: `request-${kind}-${(count += 1)}`,
    }
    const handler = memberHandler(() => ctx, {
      locale,
      log: createLog('silent'),
      editButton: () => null,
    })
    const reply = async (message: Parameters<typeof wordsOf>[0] | { text: string }) => {
      said.push(wordsOf({ blocks: [], markdown: null, ...message }))
    }
    await attend(handler, { what: 'test', who, reply, identified: () => {} }, work)
    return said.join('\n')
  }

  const stores = async ({ ctx, requestId }: Caller, end: 'commit' | 'roll back' = 'commit') => {
    await inTransaction(
      ctx,
      async (ctx) => {
        ctx.stored('S-46')
        if (end === 'roll back') throw new TypeError('not stored after all')
      },
      { once: requestId },
    )
  }

  for (const [locale, isStored, isNot] of [
    ['zh', /已经保存为 S-46/, /什么都没有保存/],
    ['en', /It is stored as S-46/, /nothing was saved/],
  ] as const) {
    it(`after its commit is said to be stored, under its number: ${locale}`, async () => {
      const said = await told(locale, async (caller) => {
        await stores(caller)
        throw new TypeError('the answer could not be written')
      })
      expect(said).toMatch(isStored)
      expect(said).not.toMatch(isNot)
    })

    it(`whose connection was lost around COMMIT is looked up first: ${locale}`, async () => {
      const committed = await told(locale, async (caller) => {
        await stores(caller)
        throw new DatabaseUnavailable('unknown')
      })
      expect(committed).toMatch(isStored)
      const rolledBack = await told(locale, async (caller) => {
        await stores(caller, 'roll back').catch(() => {})
        throw new DatabaseUnavailable('unknown')
      })
      expect(rolledBack).toMatch(isNot)
    })

    it(`in its own transaction, whose COMMIT was never sent, is not stored: ${locale}`, async () => {
      const said = await told(locale, async (caller) => {
        await inTransaction(
          caller.ctx,
          async () => {
            throw new DatabaseUnavailable('no')
          },
          { once: caller.requestId },
        )
      })
      expect(said).toMatch(isNot)
    })

    it(`of which nothing can be looked up is not known yet: ${locale}`, async () => {
      const said = await told(locale, async (caller) => {
        const work = inTransaction(
          caller.ctx,
          async ({ db }) => {
            // Still at its COMMIT as far as anybody can see: its row is locked.
            ;(caller as { ctx: Context }).ctx = { ...caller.ctx }
            await db.selectFrom('members').select('id').limit(1).execute()
            await new Promise((resolve) => {
              setTimeout(resolve, kind === 'postgres' ? 3000 : 0)
            })
          },
          { once: caller.requestId },
        )
        held = work
        await new Promise((resolve) => {
          setTimeout(resolve, 300)
        })
        throw new DatabaseUnavailable('unknown')
      })
      // The embedded database has one connection, so that there is nothing to be in doubt about.
      expect(said).toMatch(kind === 'postgres' ? NOT_KNOWN[locale] : STORED[locale])
      await held
    })
  }

  let held: Promise<unknown> = Promise.resolve()
  const NOT_KNOWN = { zh: /还不知道有没有保存/, en: /not known yet whether it was saved/ }
  const STORED = { zh: /已经保存/, en: /It is stored/ }
})
