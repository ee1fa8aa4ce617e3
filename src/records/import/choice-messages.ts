import type { KnownBlock, SectionBlock } from '@slack/types'
import { say, type Locale, type LocalizedText } from '../../locale.ts'
import { choice, context, option, section } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import {
  CHOICE_GROUPS,
  decisionsOf,
  type Choice,
  type ChoiceGroup,
  type Decision,
  type ImportPlan,
} from './plan.ts'

export const CHOOSE = 'record.import.choose'

/** Rows that are shown one by one; the others come up as these are decided, or are decided as a group. */
const SHOWN = 8

/** Every row that differs from what is stored, with what stands there and what the row says, to be chosen. */
export function choiceBlocks(id: string, { choices }: ImportPlan, locale: Locale): KnownBlock[] {
  const placed = choices.map((one, nth) => ({ one, nth }))
  const open = placed.filter(({ one }) => one.decision === null)
  const shown = [...open, ...placed.filter(({ one }) => one.decision !== null)].slice(0, SHOWN)
  const left = choices.length - shown.length
  return [
    ...CHOICE_GROUPS.flatMap((group) => groupBlocks(id, group, { choices, shown }, locale)),
    ...(left > 0
      ? [
          context(
            say(locale, {
              zh: `另有 ${left} 行没有逐条列出：可以按组选择，或下载清单，在“决定”一列写好后用 \`/wenshu import\` 传回。`,
              en: `${left} more ${left === 1 ? 'row is' : 'rows are'} not shown one by one: choose for the group, or get the list, fill in its column Decision and send it back with \`/wenshu import\`.`,
            }),
          ),
        ]
      : []),
  ]
}

type Placed = { readonly one: Choice; readonly nth: number }

function groupBlocks(
  id: string,
  group: ChoiceGroup,
  { choices, shown }: { readonly choices: readonly Choice[]; readonly shown: readonly Placed[] },
  locale: Locale,
): KnownBlock[] {
  const all = choices.filter((one) => one.group === group)
  if (all.length === 0) return []
  const open = all.filter(({ decision }) => decision === null).length
  const same = all.every(({ decision }) => decision === all[0]?.decision) ? (all[0]?.decision ?? null) : null
  const toChoose = say(locale, { zh: `，${open} 行待选`, en: `, ${open} to be chosen` })
  const head = `*${say(locale, HEADS[group](all.length))}*${open > 0 ? toChoose : ''}`
  const isOnly = all.length === 1
  return [
    isOnly ? section(head) : withMenu(head, { id, at: group, group, decision: same, many: true }, locale),
    ...shown
      .filter(({ one }) => one.group === group)
      .map(({ one, nth }) =>
        withMenu(formatChoice(one, locale), { id, at: String(nth), group, decision: one.decision }, locale),
      ),
  ]
}

function formatChoice({ line, id, shows }: Choice, locale: Locale): string {
  const said = escapeText(fit(say(locale, shows), 400))
  const about = id === null ? '' : `${id} · `
  return say(locale, { zh: `第 ${line} 行 · ${about}${said}`, en: `line ${line} · ${about}${said}` })
}

function withMenu(
  text: string,
  menu: {
    readonly id: string
    readonly at: string
    readonly group: ChoiceGroup
    readonly decision: Decision | null
    readonly many?: boolean
  },
  locale: Locale,
): SectionBlock {
  const options = decisionsOf(menu).map((decision) =>
    option(say(locale, nameOf(decision, menu.group)), `${menu.id}|${menu.at}|${decision}`),
  )
  const chosen = options.find(({ value }) => value?.endsWith(`|${menu.decision ?? ''}`))
  const placeholder =
    menu.many === true ? { zh: '全组这样处理', en: 'All of these' } : { zh: '请选择', en: 'Choose' }
  return {
    ...section(text),
    accessory: {
      ...choice(options, chosen),
      action_id: CHOOSE,
      placeholder: { type: 'plain_text', text: say(locale, placeholder) },
    },
  }
}

function nameOf(decision: Decision, group: ChoiceGroup): LocalizedText {
  if (group !== 'twice' && group !== 'deleted') return NAMES[decision]
  return decision === 'keep'
    ? { zh: '不导入这一行', en: 'Leave the row out' }
    : { zh: '导入为新记录', en: 'Import as a new record' }
}

const NAMES: Readonly<Record<Decision, LocalizedText>> = {
  keep: { zh: '保留现有的', en: 'Keep what is here' },
  take: { zh: '用文件的', en: "Take the file's" },
  both: { zh: '两条都留', en: 'Keep both' },
}

const HEADS: Readonly<Record<ChoiceGroup, (rows: number) => LocalizedText>> = {
  corrected: (rows) => ({
    zh: `${rows} 行与在 Slack 里改过的记录不同`,
    en: `${counted(rows)} from records that were corrected here`,
  }),
  changed: (rows) => ({
    zh: `${rows} 行与以前导入的记录同日、同类别、同标题，内容不同`,
    en: `${counted(rows)} from records imported before, of the same day, kind and title`,
  }),
  alike: (rows) => ({
    zh: `${rows} 行看起来是已经登记的同一件事`,
    en: `${rows} ${rows === 1 ? 'row looks' : 'rows look'} like events that are logged already`,
  }),
  twice: (rows) => ({
    zh: `${rows} 行在文件里重复`,
    en: `${rows} ${rows === 1 ? 'row stands' : 'rows stand'} in the file twice`,
  }),
  deleted: (rows) => ({
    zh: `${rows} 行以前导入过，后来在这里删除了`,
    en: `${rows} ${rows === 1 ? 'row was' : 'rows were'} imported before and deleted here since`,
  }),
  edited: (rows) => ({
    zh: `${rows} 行按编号修改记录`,
    en: `${rows} ${rows === 1 ? 'row changes its record' : 'rows change their records'} by number`,
  }),
}

function counted(rows: number): string {
  return rows === 1 ? '1 row differs' : `${rows} rows differ`
}
