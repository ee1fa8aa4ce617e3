import { MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import type { ActionCall, Listeners } from '../../slack/listener.ts'
import { readStamp } from '../../slack/memo.ts'
import { readFigureRecords, readSources } from './sources.ts'
import { figureRecordsShown, sourcesShown } from './message.ts'

/** The buttons that open sources (D-3:2:0, the page) and the records of one figure (D-3:2:117:0, its place and the page). */
export function registerSources(listeners: Listeners<Caller>): void {
  listeners.action('report.sources', async (call) => await showSources(call, false))
  listeners.action(/^report\.sources\.(?:back|more)$/, async (call) => await showSources(call, true))
  listeners.action('report.records', async (call) => await showRecords(call, false))
  listeners.action(/^report\.records\.(?:back|more)$/, async (call) => await showRecords(call, true))
}

async function showSources({ caller, value, reply }: ActionCall<Caller>, replace: boolean): Promise<void> {
  const [id, version = 0, page = 0] = readStamp(value)
  const wanted = { id, version, page, by: caller.member }
  const sources = await readSources(caller.ctx, wanted)
  if (sources === null) throw notThere(id, version)
  await reply(sourcesShown(sources, caller.locale), { replace })
}

async function showRecords({ caller, value, reply }: ActionCall<Caller>, replace: boolean): Promise<void> {
  const [id, version = 0, start = 0, page = 0] = readStamp(value)
  const records = await readFigureRecords(caller.ctx, { id, version, start, page, by: caller.member })
  if (records === null) throw notThere(id, version)
  await reply(figureRecordsShown(records, caller.locale), { replace })
}

function notThere(id: string, version: number): MemberFacingError {
  return new MemberFacingError({
    zh: `没有草稿“${id}”的第 ${version} 版。`,
    en: `There is no version ${version} of a draft "${id}".`,
  })
}
