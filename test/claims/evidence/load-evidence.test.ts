import { expect, it } from 'vitest'
import { sql } from 'kysely'
import { inTransaction } from '../../../src/context.ts'
import { loadEvidence } from '../../../src/claims/evidence/load-evidence.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const WANTED = {
  period: parsePeriod('2022'),
  zone: 'Asia/Shanghai',
  asOf: Temporal.PlainDate.from('2023-02-01'),
}

onBothDatabases('the people of a record', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const office = shared(() => officeOn(database, { sample: 'imported' }))

  it('stand on it as they do in its rows, whoever comes and goes', async () => {
    await inTransaction(office, async ({ db }) => {
      const differing = async () => {
        const { rows } = await sql<{ id: string }>`
          select id from records left join record_attendance on record_id = id
          where coalesce(people, '{}') <> array(
            select place from record_people join members on members.id = member_id
            where record_id = records.id order by place)`.execute(db)
        return rows
      }
      const peopleOf = db.selectFrom('record_attendance').select('people').where('record_id', '=', 'S-1')
      expect((await peopleOf.executeTakeFirst())?.people.length).toBeGreaterThan(3)
      expect(await differing()).toEqual([])
      await db.deleteFrom('record_people').where('record_id', 'in', ['S-1', 'S-2']).execute()
      expect(await differing()).toEqual([])
      const { id: member } = await db.selectFrom('members').select('id').limit(1).executeTakeFirstOrThrow()
      await db.insertInto('record_people').values({ record_id: 'S-1', member_id: member }).execute()
      expect(await differing()).toEqual([])
      expect((await peopleOf.executeTakeFirst())?.people).toHaveLength(1)
      const evidence = await loadEvidence(db, WANTED)
      expect(evidence.valueOf('record.people:S-1')?.value).toBe(1)
    })
  })
})
