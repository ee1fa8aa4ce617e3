import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { loadPrompts } from '../../../src/llm/prompts.ts'
import { estimateTokens } from '../../../src/llm/tokens.ts'
import { buildDraftingPrompt } from '../../../src/reports/compose/build-drafting-prompt.ts'
import { basisFor } from '../../../src/reports/write/draft-section.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const database = shared(() => freshDatabase('pglite'))
const office = shared(() => officeOn(database, { sample: true }))

/** A section at most, in both languages. */
const TOKENS = 6000

async function promptSizes(outline: 'zh' | 'en'): Promise<{ sizes: number[]; tokens: number[] }> {
  const sizes: number[] = []
  const tokens: number[] = []
  for (const { id } of loadOutlines().of(outline).sections) {
    const basis = await basisFor(office, { section: id, period: parsePeriod('2022'), outline })
    const { values } = buildDraftingPrompt(basis, '=====0123456789abcdef01234567=====')
    const { system, user } = loadPrompts().get('draft-section', outline).render(values)
    sizes.push(Buffer.byteLength(system + user))
    tokens.push(estimateTokens(system + user))
  }
  return { sizes, tokens }
}

it(
  'ten times the records, each about something else, make no prompt larger by a fifth',
  { timeout: 60_000 },
  async () => {
    const [before, english] = [await promptSizes('zh'), await promptSizes('en')]
    const count = await inTransaction(office, async ({ db }) => {
      await sql`
      insert into records (id, family, number, kind_id, title, starts_on, ends_on, materials, duration_min, place, note,
        partner, head_count, head_unit, logged_by, logged_at)
      select (case family when 'study' then 'S-' else 'A-' end) || (number + 1000 * n), family, number + 1000 * n, kind_id,
        title || '（第' || n || '批）', starts_on, ends_on,
        array['《材料' || number || '之' || n || '》'], duration_min, '会议室' || n, '备注' || number || '-' || n,
        partner, head_count, head_unit, logged_by, logged_at
      from records, generate_series(1, 9) as n`.execute(db)
      await sql`
      insert into record_people (record_id, member_id)
      select distinct on (record_id, n) split_part(record_id, '-', 1) || '-' || (split_part(record_id, '-', 2)::int + 1000 * n),
        member_id
      from record_people, generate_series(1, 9) as n`.execute(db)
      await sql`
      insert into record_quantities (record_id, position, measure_id, value)
      select split_part(record_id, '-', 1) || '-' || (split_part(record_id, '-', 2)::int + 1000 * n), position, measure_id, value
      from record_quantities, generate_series(1, 9) as n`.execute(db)
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from records`.execute(db)
      return rows[0]?.count ?? 0
    })
    const [after, englishAfter] = [await promptSizes('zh'), await promptSizes('en')]
    const growth = [...after.sizes, ...englishAfter.sizes].map(
      (size, at) => size / ([...before.sizes, ...english.sizes][at] ?? Number.NaN),
    )
    const tokens = [before, english, after, englishAfter].flatMap((one) => one.tokens)
    console.info(
      `${count} records: prompts grew × ${growth.map((one) => one.toFixed(3)).join(', ')}; tokens ${tokens.join(', ')}`,
    )
    expect(count).toBe(1430)
    for (const one of growth) expect(one).toBeLessThan(1.2)
    expect(Math.max(...tokens)).toBeLessThanOrEqual(TOKENS)
  },
)
