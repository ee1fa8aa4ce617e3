import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { FieldIssues } from '../../errors.ts'
import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import { input, LIMITS, option, textInput, modal, choice } from '../../slack/blocks.ts'
import type { FormValues } from '../../slack/listener.ts'
import type { SectionWish } from './change-outline.ts'
import type { OutlineState } from './edit-outline.ts'
import type { Section } from './outline.ts'
import { chosenAt, lengthFault, numberAt, textAt } from './fields.ts'

export const SECTION_FORM = 'report.outline.section'

/** What the forms carry along. `sectionId` null: a new section. */
export const outlineMemo = z.object({
  id: z.string(),
  revision: z.int(),
  sectionId: z.string().nullable(),
  responseUrl: z.string().nullable(),
})
export type OutlineMemo = z.infer<typeof outlineMemo>
/** Names of what may feed a section, as the office writes them, with the English name. */
export type Choices = {
  readonly kinds: readonly { readonly zh: string; readonly en: string }[]
  readonly measures: readonly { readonly zh: string; readonly en: string }[]
}

const EMPTY: SectionWish = {
  title: '',
  brief: '',
  feeds: { families: [], kinds: [], measures: [], essays: false, gaps: false },
  length: { from: 200, to: 600 },
}

/** One section: what it is called, what it tells, what feeds it, how long it is, where it stands; or that it goes. */
export function sectionForm(
  { outline }: OutlineState,
  memo: OutlineMemo,
  choices: Choices,
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const found = outline.sections.findIndex(({ id }) => id === memo.sectionId)
  const section: SectionWish = outline.sections[found] ?? EMPTY
  const isNew = found < 0
  const optional = { optional: true }
  const remove = option(t('删去这一部分（草稿保留）', 'Take this section out (its drafts stay)'), 'remove')
  return modal(locale, {
    title: isNew ? { zh: '新增部分', en: 'Add a section' } : { zh: '修改部分', en: 'Change a section' },
    id: SECTION_FORM,
    memo,
    blocks: [
      input('title', t('标题', 'Title'), textInput(section.title), {
        hint: t('序号会按位置自动编排。', 'Its number follows from its place.'),
      }),
      input(
        'place',
        t('位置', 'Place'),
        placeSelect(outline.sections, isNew ? outline.sections.length : found, isNew),
      ),
      input('brief', t('写作要求', 'Brief'), textInput(section.brief, { multiline: true })),
      input('sources', t('取材范围', 'What feeds it'), sourceBoxes(section, locale), optional),
      ...manyOf('kinds', t('类别', 'Kinds'), section.feeds.kinds, choices.kinds, locale),
      ...manyOf('measures', t('指标', 'Measures'), section.feeds.measures, choices.measures, locale),
      input(
        'from',
        t('篇幅：不少于（字；英文为词）', 'Length: at least (words; characters in Chinese)'),
        textInput(String(section.length.from)),
      ),
      input('to', t('篇幅：不多于', 'Length: at most'), textInput(String(section.length.to))),
      ...(isNew
        ? []
        : [input('remove', t('删去', 'Take out'), { type: 'checkboxes', options: [remove] }, optional)]),
    ],
  })
}

function placeSelect(sections: readonly Section[], place: number, isNew: boolean) {
  const count = sections.length + (isNew ? 1 : 0)
  const options = Array.from({ length: count }, (_, at) => option(String(at + 1), String(at)))
  const initial = options[place]
  return choice(options, initial)
}

const SOURCES: Readonly<Record<string, LocalizedText>> = {
  study: { zh: '其余各类学习', en: 'Every other kind of study' },
  activity: { zh: '其余各类活动', en: 'Every other kind of activity' },
  essays: { zh: '习作与文集', en: 'Essays and anthologies' },
  gaps: { zh: '不足：记录中缺少的、编辑补充的', en: 'Gaps: what the records lack, what editors note' },
}

function sourceBoxes({ feeds }: SectionWish, locale: Locale) {
  const options = Object.entries(SOURCES).map(([value, said]) => option(say(locale, said), value))
  const chosen = options.filter(({ value }) => {
    if (value === 'essays') return feeds.essays
    if (value === 'gaps') return feeds.gaps
    return feeds.families.some((family) => family === value)
  })
  return { type: 'checkboxes' as const, options, ...(chosen.length === 0 ? {} : { initial_options: chosen }) }
}

/** What is chosen already stays choosable, also when the office no longer has it. Values are places, since names may be long. */
function manyOf(
  blockId: string,
  label: string,
  chosen: readonly string[],
  known: Choices['kinds'],
  locale: Locale,
) {
  const named = namesOffered(chosen, known)
  if (named.length === 0) return []
  const english = new Map(known.map(({ zh, en }) => [zh, en]))
  const options = named.map((name) =>
    option(
      locale === 'en' && english.has(name) ? `${english.get(name)} (${name})` : name,
      name.slice(0, LIMITS.option * 2),
    ),
  )
  const initial = options.filter(({ value }) => chosen.includes(value ?? ''))
  return [
    input(
      blockId,
      label,
      {
        type: 'multi_static_select',
        options,
        ...(initial.length === 0 ? {} : { initial_options: initial }),
      },
      { optional: true },
    ),
  ]
}

function namesOffered(chosen: readonly string[], known: Choices['kinds']): string[] {
  return [...new Set([...chosen, ...known.map(({ zh }) => zh)])].slice(0, LIMITS.options)
}

/** What was typed into a section's form. Throws FieldIssues that name every wrong field. Pure. */
export function readSectionForm(values: FormValues): {
  readonly remove: boolean
  readonly place: number
  readonly wish: SectionWish
} {
  const faults: Record<string, LocalizedText> = {}
  const title = textAt(values, 'title')
  const brief = textAt(values, 'brief')
  if (title === '' || title.length > 80) faults['title'] = lengthFault(title, 80)
  if (brief === '' || brief.length > 1000) faults['brief'] = lengthFault(brief, 1000)
  const length = { from: numberAt(values, 'from', 0, faults), to: numberAt(values, 'to', 1, faults) }
  if (faults['from'] === undefined && faults['to'] === undefined && length.from > length.to) {
    faults['to'] = {
      zh: `上限 ${length.to} 小于下限 ${length.from}。`,
      en: `${length.to} at most is less than ${length.from} at least.`,
    }
  }
  const sources = chosenAt(values, 'sources')
  const feeds = {
    families: (['study', 'activity'] as const).filter((family) => sources.includes(family)),
    kinds: chosenAt(values, 'kinds'),
    measures: chosenAt(values, 'measures'),
    essays: sources.includes('essays'),
    gaps: sources.includes('gaps'),
  }
  const isFed =
    feeds.essays || feeds.gaps || feeds.families.length + feeds.kinds.length + feeds.measures.length > 0
  if (!isFed) {
    faults['sources'] = {
      zh: '至少要选一项取材：范围、类别或指标，否则这一部分无话可写。',
      en: 'Choose at least one thing that feeds it, here or among kinds and measures; else there is nothing to write.',
    }
  }
  const remove = chosenAt(values, 'remove').length > 0
  if (!remove && Object.keys(faults).length > 0) throw new FieldIssues(faults)
  const place = Number(values['place']?.['value']?.selected_option?.value ?? 0)
  return { remove, place, wish: { title, brief, feeds, length } }
}
