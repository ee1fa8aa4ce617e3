import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { WITHOUT_FREE_TEXT } from '../../src/privacy/texts/columns-without-free-text.ts'
import { mapTexts } from '../../src/privacy/texts/json-texts.ts'
import { excerptOf, patternOf, wordsOf } from '../../src/privacy/texts/names.ts'
import { PLACES } from '../../src/privacy/texts/places.ts'
import { freshDatabase } from '../helpers/databases.ts'

it('every column of text, arrays or JSON is a place of free text, or it is said why not', async () => {
  await using database = await freshDatabase('pglite')
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%' and column_name <> 'team_id'
      and data_type not in ('integer', 'bigint', 'numeric', 'double precision', 'boolean', 'date',
        'timestamp with time zone')`.execute(database.base)
  const free = PLACES.flatMap(({ table, texts }) => Object.keys(texts).map((column) => `${table}.${column}`))
  const none = WITHOUT_FREE_TEXT.flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([table, names]) => names.split(' ').map((name) => `${table}.${name}`)),
  )
  // Each stands in one of the two, once.
  expect([...free, ...none].toSorted()).toEqual(rows.map(({ name }) => name).toSorted())
})

it('a place names its rows by the primary key of its table', async () => {
  await using database = await freshDatabase('pglite')
  const { rows } = await sql<{ table: string; key: string[] }>`
    select indrelid::regclass::text as "table", array_agg(attname::text) as key
    from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
    where indisprimary group by indrelid`.execute(database.base)
  const keys = new Map(rows.map(({ table, key }) => [table, new Set([...key, 'team_id'])]))
  for (const { table, key } of PLACES)
    expect([table, new Set([...key, 'team_id'])]).toEqual([table, keys.get(table)])
  expect(new Set(PLACES.map(({ table }) => table)).size).toBe(PLACES.length)
})

const names = { name: '李明', email: 'li@example.org', slackUserId: 'U0LI', externalId: 'M-12' }

it.each([
  ['由李明主讲', '李明'],
  ['写信到 LI@example.org。', 'LI@example.org'],
  ['<@U0LI> 来了', 'U0LI'],
  ['编号M-12的', 'M-12'],
  ['M-123', null],
  ['U0LIX', null],
  ['ali@example.org', null],
  ['别人', null],
])('in %s is found %s', (text, found) => {
  expect(text.match(patternOf(wordsOf(names)))?.[0] ?? null).toBe(found)
})

it('looks for no number that is digits only, and takes what means something in a pattern as it is', () => {
  expect(wordsOf({ ...names, externalId: '2022' })).not.toContain('2022')
  expect('a.b (c)'.replace(patternOf(['a.b (c)']), 'x')).toBe('x')
  expect('aXb (c)'.replace(patternOf(['a.b (c)']), 'x')).toBe('aXb (c)')
})

it('shows a few characters around a name, on one line', () => {
  expect(excerptOf(`${'前'.repeat(20)}\n李明${'后'.repeat(40)}`, patternOf(['李明']))).toBe(
    `…${'前'.repeat(11)} 李明${'后'.repeat(22)}…`,
  )
})

it('maps strings at the paths, and no key or other string', () => {
  const value = { value: 'value', list: [{ value: 'value', unit: 'value' }], deep: { a: ['value', 1, null] } }
  expect(mapTexts(value, ['list.*.unit', 'deep.**', 'none.*'], () => 'x')).toEqual({
    value: 'value',
    list: [{ value: 'value', unit: 'x' }],
    deep: { a: ['x', 1, null] },
  })
})
