// A process that exchanges one month after the other as fast as it can, with a dot on stdout for each: to be killed.
import { inTransaction } from '../../src/context.ts'
import { openDatabase, type DatabaseAddress } from '../../src/db/database.ts'
import { exchangeEssays, planExchange } from '../../src/essays/exchange/exchange.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { logDiscussion } from '../../src/records/change/log-discussion.ts'
import { addMonths, type Month } from '../../src/time/month.ts'
import { officeOn } from './office.ts'

const [address = '', run = ''] = process.argv.slice(2)
const database = await openDatabase(JSON.parse(address) as DatabaseAddress)
const ctx = await officeOn(database)
const by = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, 'M001'))
if (by === null) throw new Error('the office is not there')

for (let month: Month = '2000-01'; month < '2021-01'; month = addMonths(month, 1)) {
  const { stamp, essays } = await planExchange(ctx, month, by)
  if (essays.length === 0) continue
  const wish = {
    month,
    stamp,
    heldOn: '2022-11-17',
    place: null,
    durationMin: null,
    by,
    zone: 'Asia/Shanghai',
  }
  await exchangeEssays(ctx, { ...wish, requestId: `${run} ${month}` }, logDiscussion)
  process.stdout.write('.')
}
await database[Symbol.asyncDispose]()
