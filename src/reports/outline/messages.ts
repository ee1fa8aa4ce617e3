import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, section, type Message } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { outlineChanges } from './change-outline.ts'
import type { OutlineState } from './edit-outline.ts'
import type { Outline, Section } from './outline.ts'
import type { OutlineRevision } from './store.ts'

/** Sections shown with a button of their own; an outline has at most 30. */
const NAMES_TOLD = 12

/** An outline section by section, with what an admin can do to it. `kindNames`: English by Chinese name. */
export function outlineShown(
  of: {
    readonly state: OutlineState
    readonly all: readonly Outline[]
    readonly kindNames: Readonly<Record<string, string>>
    readonly mayChange: boolean
  },
  locale: Locale,
): Message {
  const t = translator(locale)

  const { state, all, kindNames, mayChange } = of
  const { outline, revision } = state
  const head = t(
    `*${escapeText(outline.name)}* (\`${outline.id}\`)${revision === 0 ? '，出厂提纲' : `，改过 ${revision} 次`}`,
    `*${escapeText(outline.name)}* (\`${outline.id}\`)${revision === 0 ? ', as it ships' : `, changed ${revision} times`}`,
  )
  const edit = t('修改', 'Change')
  const nameOf = (name: string): string => (locale === 'en' ? (kindNames[name] ?? name) : name)
  const sections = outline.sections.map((one) => ({
    ...section(sectionLines(one, nameOf, locale)),
    ...(mayChange
      ? { accessory: button(edit, 'report.outline.change', `${outline.id}:${revision}:${one.id}`) }
      : {}),
  }))
  const buttons = [
    ...(mayChange
      ? [
          button(t('新增部分', 'Add a section'), 'report.outline.add', `${outline.id}:${revision}`),
          button(t('行文要求', 'House style'), 'report.outline.style', `${outline.id}:${revision}`),
        ]
      : []),
    button(t('改动历史', 'History'), 'report.outline.history', outline.id),
    ...all
      .filter(({ id }) => id !== outline.id)
      .map(({ id, name }) => button(name, `report.outline.show.${id}`, id)),
  ]
  return {
    text: head,
    blocks: [section(head), ...sections, context(styleLine(outline, locale)), actions(...buttons)],
  }
}

function sectionLines(
  { id, title, brief, feeds, length }: Section,
  nameOf: (name: string) => string,
  locale: Locale,
): string {
  const t = translator(locale)

  const list = (names: readonly string[]): string => {
    const told = names.slice(0, NAMES_TOLD).map((name) => escapeText(nameOf(name)))
    const rest = names.length - told.length
    return `${told.join(t('、', ', '))}${rest > 0 ? t(` 等 ${names.length} 个`, ` and ${rest} more`) : ''}`
  }
  const fed: LocalizedText[] = [
    ...feeds.families.map((family) => FAMILIES[family]),
    ...(feeds.kinds.length > 0 ? [{ zh: list(feeds.kinds), en: list(feeds.kinds) }] : []),
    ...(feeds.measures.length > 0
      ? [{ zh: `指标 ${list(feeds.measures)}`, en: `measures ${list(feeds.measures)}` }]
      : []),
    ...(feeds.essays ? [{ zh: '习作与文集', en: 'essays' }] : []),
    ...(feeds.gaps ? [{ zh: '不足', en: 'gaps' }] : []),
  ]
  return [
    `*${escapeText(title)}* (\`${id}\`, ${length.from}–${length.to})`,
    escapeText(fit(brief, 300)),
    t(`取材：${fed.map(({ zh }) => zh).join('；')}`, `Fed by: ${fed.map(({ en }) => en).join('; ')}`),
  ].join('\n')
}

const FAMILIES: Readonly<Record<'study' | 'activity', LocalizedText>> = {
  study: { zh: '其余各类学习', en: 'every other kind of study' },
  activity: { zh: '其余各类活动', en: 'every other kind of activity' },
}

function styleLine({ style }: Outline, locale: Locale): string {
  const t = translator(locale)

  const none = t('无', 'none')
  const list = (terms: readonly string[]): string =>
    terms.length === 0 ? none : escapeText(fit(terms.join(t('、', ', ')), 300))
  return t(
    `段首用语：${list(style.headings)}。必须使用：${list(style.mustUse)}。不得使用：${list(style.mustNotUse)}。文风样例：${style.example ? '用' : '不用'}。`,
    `Openings: ${list(style.headings)}. Must be used: ${list(style.mustUse)}. Must not be used: ${list(style.mustNotUse)}. Example of style: ${style.example ? 'yes' : 'no'}.`,
  )
}

/** The newest changes of an outline, each with the way back. */
export function outlineHistory(
  of: {
    readonly outline: Outline
    readonly revisions: readonly OutlineRevision[]
    readonly members: readonly Member[]
    readonly zone: string
    readonly mayChange: boolean
  },
  locale: Locale,
): Message {
  const t = translator(locale)

  const { outline, revisions, members, zone, mayChange } = of
  const head = t(
    `*${escapeText(outline.name)}* 的改动，新的在前${revisions.length === 0 ? '：还没有。' : '：'}`,
    `Changes of *${escapeText(outline.name)}*, newest first${revisions.length === 0 ? ': none yet.' : ':'}`,
  )
  const back = t('恢复到改动前', 'Undo back to here')
  const lines = revisions.map((one) => {
    const by = members.find(({ id }) => id === one.by)
    const day = one.at.toLocaleString(locale === 'zh' ? 'zh-CN' : 'en-GB', {
      timeZone: zone,
      dateStyle: 'medium',
      timeStyle: 'short',
    })
    const what = outlineChanges(one.before, one.after).map((said) => escapeText(say(locale, said)))
    const text = `#${one.revision} ${day} ${by === undefined ? '–' : mention(by)} ${ACTIONS[one.action]?.[locale] ?? ''}\n${what.join(t('；', '; '))}`
    return {
      ...section(text),
      ...(mayChange
        ? { accessory: button(back, 'report.outline.restore', `${outline.id}:${one.revision}`) }
        : {}),
    }
  })
  const buttons = [
    button(t('回到提纲', 'Back to the outline'), `report.outline.show.${outline.id}`, outline.id),
    ...(mayChange && revisions.length > 0
      ? [button(t('恢复出厂提纲', 'As it ships'), 'report.outline.reset', outline.id)]
      : []),
  ]
  return { text: head, blocks: [section(head), ...lines, actions(...buttons)] }
}

const ACTIONS: Readonly<Record<string, LocalizedText>> = {
  restore: { zh: '（恢复）', en: '(restored)' },
  reset: { zh: '（恢复出厂）', en: '(as it ships)' },
}
