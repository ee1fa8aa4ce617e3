import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { Message } from '../../slack/blocks.ts'
import { changeKind } from './change-kind.ts'
import { changeMeasure } from './change-measure.ts'
import { kindByName } from './plan-kind-change.ts'
import { measureByName } from './plan-measure-change.ts'
import { readKindCommand, readMeasureCommand } from './read-command.ts'
import { wordHelp } from './help.ts'
import { kindChanged, kindList, measureChanged, measureList, wordShown } from './messages.ts'
import {
  countUses,
  listAllKinds,
  listAllMeasures,
  listWordRevisions,
  type KindState,
  type MeasureState,
  type WordSort,
} from '../vocabulary/words-store.ts'

/** /wenshu kinds, kind, measures and measure: what records are sorted by and counted in. Anybody may look. */
export const wordSubcommands: readonly Subcommand[] = [
  {
    names: ['kinds', '类别'],
    carryOut: async ({ caller, reply }) => await reply(await listKindsFor(caller)),
  },
  {
    names: ['kind'],
    carryOut: async ({ caller, reply }, rest) => await reply(await answerKind(caller, rest)),
  },
  {
    names: ['measures', '指标'],
    carryOut: async ({ caller, reply }) => await reply(await listMeasuresFor(caller)),
  },
  {
    names: ['measure'],
    carryOut: async ({ caller, reply }, rest) => await reply(await answerMeasure(caller, rest)),
  },
]

const HELP = new Set(['', 'help', '帮助'])

async function listKindsFor({ ctx, locale }: Caller): Promise<Message> {
  const { kinds, uses } = await inTransaction(ctx, async ({ db }) => ({
    kinds: await listAllKinds(db),
    uses: await countUses(db, 'kind'),
  }))
  return kindList(kinds, uses, locale)
}

async function listMeasuresFor({ ctx, locale }: Caller): Promise<Message> {
  const { measures, uses } = await inTransaction(ctx, async ({ db }) => ({
    measures: await listAllMeasures(db),
    uses: await countUses(db, 'measure'),
  }))
  return measureList(measures, uses, locale)
}

async function answerKind(caller: Caller, rest: string): Promise<Message> {
  const { ctx, locale, member, requestId } = caller
  if (HELP.has(rest.toLowerCase())) return wordHelp('kind', locale)
  const kinds = await inTransaction(ctx, async ({ db }) => await listAllKinds(db))
  const names = kinds.flatMap(({ nameZh, nameEn, aliases }) => [nameZh, nameEn, ...aliases])
  const asked = readKindCommand(rest, names)
  if (asked.verb === 'show') return await show(caller, 'kind', kindByName(kinds, asked.name))
  return kindChanged(await changeKind(ctx, asked, { member, requestId }), locale)
}

async function answerMeasure(caller: Caller, rest: string): Promise<Message> {
  const { ctx, locale, member, requestId } = caller
  if (HELP.has(rest.toLowerCase())) return wordHelp('measure', locale)
  const measures = await inTransaction(ctx, async ({ db }) => await listAllMeasures(db))
  const asked = readMeasureCommand(
    rest,
    measures.flatMap(({ name, aliases }) => [name, ...aliases]),
  )
  if (asked.verb === 'show') return await show(caller, 'measure', measureByName(measures, asked.name))
  return measureChanged(await changeMeasure(ctx, asked, { member, requestId }), locale)
}

async function show(caller: Caller, sort: WordSort, word: KindState | MeasureState): Promise<Message> {
  requireAbility(caller.member, 'see the whole office')
  const { revisions, members } = await inTransaction(caller.ctx, async ({ db }) => {
    const revisions = await listWordRevisions(db, sort, word.id)
    const authors = revisions.map(({ by_member: by }) => by).filter((by) => by !== null)
    return { revisions, members: await findMembersByIds(db, [...new Set(authors)]) }
  })
  const lines = revisions.map(({ by_member, before, after, ...revision }) => ({
    ...revision,
    by: members.find(({ id }) => id === by_member) ?? null,
    before: before as KindState | MeasureState | null,
    after: after as KindState | MeasureState,
  }))
  return wordShown(word, lines, caller.locale)
}
