import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import type { Db } from '../../src/db/tenant.ts'
import type { Member } from '../../src/members/member.ts'
import { findMemberByAnyName, updateMember } from '../../src/members/members-store.ts'
import { eraseMember } from '../../src/privacy/erase-member.ts'
import { listMentions, replaceNames } from '../../src/privacy/replace-names.ts'
import { PLACES, type Place } from '../../src/privacy/texts/places.ts'
import { insertRow, liftChecks } from '../helpers/any-row.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'

const TODAY = Temporal.PlainDate.from('2022-11-18')
const WHO = {
  name: '独一无二之人',
  email: 'unique@example.org',
  slackUserId: 'U0UNIQUE01',
  externalId: 'NO-7X',
}
const TEXT = `由${WHO.name}（${WHO.email}，<@${WHO.slackUserId}>，${WHO.externalId}）主讲`

onBothDatabases('texts that name an erased person', (kind) => {
  let database: Database
  let ctx: Context
  let admin: Member
  let person: Member
  let newName: string
  beforeAll(async () => {
    database = await freshDatabase(kind)
    ctx = await officeOn(database, { sample: true })
    admin = await known(ctx, 'M001')
    person = await known(ctx, 'M012')
    await inTransaction(ctx, async ({ db }) => {
      await updateMember(db, person.id, { ...WHO, deactivated: true })
      await liftChecks(db)
      for (const place of PLACES) await plant(db, place)
    })
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
  })
  const replace = async (chosen: readonly string[], requestId: string, by = admin) =>
    await replaceNames(ctx, { memberId: person.id, names: WHO, chosen, by, requestId })

  it('are told, each of every sort', async () => {
    const asked = { memberId: person.id, by: admin, today: TODAY, requestId: 'erase' }
    const { mentions, newName: given } = await eraseMember(ctx, asked)
    newName = given
    expect(new Set(mentions.map(({ what }) => what.en))).toEqual(new Set(PLACES.map(({ what }) => what.en)))
    expect(mentions.filter(({ where }) => /独一无二|unique|UNIQUE|NO-7X/.test(where))).toEqual([])
    expect(mentions.every(({ excerpt }) => excerpt.includes(WHO.name))).toBe(true)
    expect(await listMentions(ctx, { by: admin, names: WHO })).toEqual(mentions)
  })

  it('stay as they are where they are not chosen, and for who is no admin', async () => {
    const before = await tablesOf(ctx)
    await expect(replace([], 'member', person)).rejects.toThrow(/cannot administer/)
    const mentions = await listMentions(ctx, { by: admin, names: WHO })
    const done = await replace(['nothing of the kind'], 'none')
    expect(done).toMatchObject({ changed: [], left: mentions })
    const { audit_events: _a, handled_requests: _h, ...after } = await tablesOf(ctx)
    expect(before).toMatchObject(after)
  })

  it('are changed where they are chosen, and then nothing of the person is left in any table', async () => {
    const mentions = await listMentions(ctx, { by: admin, names: WHO })
    const [first] = mentions
    const one = await replace([first?.id ?? ''], 'one')
    expect(one.changed).toMatchObject([{ id: first?.id, where: first?.where }])
    expect(one.left).toHaveLength(mentions.length - 1)
    const rest = await replace(
      one.left.map(({ id }) => id),
      'rest',
    )
    expect(rest.left).toEqual([])
    const all = JSON.stringify(await tablesOf(ctx))
    expect(Object.values(WHO).filter((word) => all.includes(word))).toEqual([])
    expect(all).toContain(`由${newName}（${newName}，<@${newName}>，${newName}）主讲`)
  })

  it('cannot be changed for who was not erased', async () => {
    const forged = {
      memberId: admin.id,
      names: { ...WHO, name: '学习' },
      chosen: [],
      by: admin,
      requestId: 'x',
    }
    await expect(replaceNames(ctx, forged)).rejects.toThrow(/not erased/)
  })

  it('of drafts keep the places of their figures', async () => {
    const text = `${WHO.name}讲课，全年学习100次，${WHO.name}参加12次`
    const spanOf = (figure: string) => {
      const start = text.indexOf(figure)
      return { text: figure, start, end: start + figure.length, reason: '' }
    }
    const spans = [spanOf('100次'), spanOf('12次')]
    await inTransaction(ctx, async ({ db }) => {
      const { id } = await db.selectFrom('drafts').select('id').executeTakeFirstOrThrow()
      const key = { draft_id: id, version: 77 }
      await db
        .insertInto('draft_versions')
        .values({
          ...key,
          text,
          verdict: JSON.stringify({ spans, notes: [] }),
          sources: JSON.stringify(spans.map(({ start, end }) => ({ start, end, key: 'k' }))),
          written_by: 'x',
          at: new Date(0),
        })
        .execute()
      const mark = JSON.stringify({ changes: [spans[1]], lost: [], recordIds: [] })
      await db
        .insertInto('draft_marks')
        .values({ ...key, found_at: new Date(0), mark })
        .execute()
    })
    const mentions = await listMentions(ctx, { by: admin, names: WHO })
    expect(mentions.map(({ where }) => where)).toEqual([expect.stringMatching(/^D-\d+ v77$/)])
    await replace(
      mentions.map(({ id }) => id),
      'offsets',
    )
    const read = await inTransaction(ctx, async ({ db }) => ({
      version: await db
        .selectFrom('draft_versions')
        .select(['text', 'verdict', 'sources'])
        .where('version', '=', 77)
        .executeTakeFirstOrThrow(),
      mark: await db
        .selectFrom('draft_marks')
        .select('mark')
        .where('version', '=', 77)
        .executeTakeFirstOrThrow(),
    }))
    type Spot = { readonly start: number; readonly end: number }
    const at = ({ start, end }: Spot) => read.version.text.slice(start, end)
    expect((read.version.verdict as unknown as { spans: Spot[] }).spans.map(at)).toEqual(['100次', '12次'])
    expect((read.version.sources as Spot[]).map(at)).toEqual(['100次', '12次'])
    expect((read.mark.mark as unknown as { changes: Spot[] }).changes.map(at)).toEqual(['12次'])
  })
})

async function known(ctx: Context, number: string): Promise<Member> {
  const found = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, number))
  if (found === null) throw new Error(number)
  return found
}

/** A row of the place with the words in each of its texts. */
async function plant(db: Db, { table, texts }: Place): Promise<void> {
  const { rows: types } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and table_name = ${table}`.execute(db)
  const row = Object.fromEntries(
    Object.entries(texts).map(([column, paths]) => {
      const type = types.find(({ name }) => name === column)?.type
      if (type === 'jsonb') return [column, JSON.stringify(withTexts(paths))]
      return [column, type === 'ARRAY' ? [TEXT] : TEXT]
    }),
  )
  if (table !== 'workspaces') await insertRow(db, table, row)
  else await db.updateTable('workspaces').set(row).execute()
}

/** JSON with the words at each path. */
function withTexts(paths: readonly string[]): unknown {
  if (paths.includes('')) return TEXT
  const heads = Map.groupBy(paths, (path) => path.split('.')[0] ?? '')
  const below = (head: string) => (heads.get(head) ?? []).map((path) => path.split('.').slice(1).join('.'))
  if (heads.has('**')) return { deep: [TEXT] }
  if (heads.has('*')) return [withTexts(below('*'))]
  return Object.fromEntries([...heads.keys()].map((head) => [head, withTexts(below(head))]))
}

/** Every row of every table as JSON. */
async function tablesOf(ctx: Context): Promise<Record<string, unknown>> {
  return await inTransaction(ctx, async ({ db }) => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name not like 'kysely%' order by 1`.execute(db)
    const tables: Record<string, unknown> = {}
    for (const { name } of rows) {
      const { rows: found } = await sql<{ row: unknown }>`
        select to_jsonb(t) as row from ${sql.table(name)} t order by to_jsonb(t)::text`.execute(db)
      tables[name] = found.map(({ row }) => row)
    }
    return tables
  })
}
