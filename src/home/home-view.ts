import type { HomeView, KnownBlock } from '@slack/types'
import { formatMonth, formatOwed } from '../essays/words/words.ts'
import { cardBlocks } from '../essays/review/messages.ts'
import type { Queue } from '../essays/review/queue.ts'
import { officeGridMessage } from '../essays/status/messages.ts'
import { say, type Locale, translator } from '../locale.ts'
import { actions, button, context, header, LIMITS, section } from '../slack/blocks.ts'
import { fit } from '../slack/mrkdwn.ts'
import type { Home, OfficeMonth } from './home.ts'
import { formatDeadline, formatEssays, formatKinds, formatLogged } from './home-words.ts'
import { undeliveredBlocks } from './undelivered.ts'
import { MEMBERS_DRAWN } from './essay-squares.ts'
import { weeklyRecordsTable } from './weekly-records.ts'

/** A picture in its place: in Slack under its file's id, still being drawn, not to be had, or with nothing to show. */
export type Shown =
  | { readonly state: 'ready'; readonly fileId: string; readonly altText: string }
  | { readonly state: 'drawing' }
  | { readonly state: 'failed' }
  | { readonly state: 'none' }

/** The office's two pictures. */
export type ShownPictures = { readonly weekly: Shown; readonly squares: Shown }

/** Slack takes 2,000 characters of alternative text. */
const ALT_TEXT = 2000

/**
 * App Home: one's own month, and the office's for those who may see it. Everything that a picture shows also stands
 * in it as text.
 */
export function homeView(home: Home, pictures: ShownPictures, locale: Locale): HomeView {
  return {
    type: 'home',
    blocks: [
      ...undeliveredBlocks(home, locale),
      ...myBlocks(home, locale),
      ...(home.review === null ? [] : reviewBlocks(home, home.review, locale)),
      ...(home.office === null ? [] : officeBlocks(home, home.office, pictures, locale)),
    ].slice(0, LIMITS.viewBlocks),
  }
}

function myBlocks(home: Home, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  const { mine } = home
  const { now } = mine.essays
  const owes = now.owed.length > 0
  return [
    header(t(`我的${formatMonth(mine.month, locale)}`, `My ${formatMonth(mine.month, locale)}`)),
    section(formatLogged(mine, home, locale)),
    ...essayBlocks(home, locale),
    actions(
      button(t('记录学习', 'Log study'), 'record.log.study', 'home'),
      button(t('记录活动', 'Log an activity'), 'record.log.activity', 'home'),
      button(
        t('交习作', 'Hand in an essay'),
        'essay.submit',
        now.owed[0]?.month ?? now.current,
        owes ? 'primary' : undefined,
      ),
      ...(home.mayWriteReports ? [button(t('起草报告', 'Draft a report'), 'report.draft', 'home')] : []),
    ),
  ]
}

/** Who was never asked for an essay and has none is not told of deadlines. */
function essayBlocks(home: Home, locale: Locale): KnownBlock[] {
  const { mine } = home
  const { now, essays } = mine.essays
  if (essays.length === 0 && now.obligations.every(({ quota }) => quota === 0)) {
    return [
      section(say(locale, { zh: '*习作*　没有要您交的习作。', en: '*Essays*: none are asked of you.' })),
    ]
  }
  return [
    section(`${formatEssays(mine, locale)}\n${formatOwed(now.owed, locale)}`),
    section(formatDeadline(mine, home, locale)),
  ]
}

/** The essays that wait for a review, the first of them with what can be done. */
function reviewBlocks({ zone, today }: Home, { cards, total }: Queue, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  const head = t(`待审阅 ${total} 篇`, `Essays to review: ${total}`)
  const more = total - cards.length
  const rest = t(`还有 ${more} 篇，见 /essay review`, `${more} more; see /essay review`)
  return [
    { type: 'divider' },
    header(head),
    ...cards.flatMap((card) => cardBlocks(card, { locale, zone, today })),
    ...(more > 0 ? [context(rest)] : []),
  ]
}

function officeBlocks(
  { today, zone }: Home,
  office: OfficeMonth,
  pictures: ShownPictures,
  locale: Locale,
): KnownBlock[] {
  const t = translator(locale)

  const month = formatMonth(office.month, locale)
  const { year } = today
  const grid = officeGridMessage(office.grid, { locale, zone, today })
  return [
    { type: 'divider' },
    header(t(`全室 ${month}`, `The office, ${month}`)),
    section(formatKinds(office, locale)),
    header(t(`${year}年每周记录`, `Records a week, ${year}`)),
    ...picture(pictures.weekly, locale),
    ...tableBlocks(weeklyRecordsTable(office.weeks, locale)),
    header(t(`${year}年习作（已交/应交）`, `Essays, ${year} (handed in/owed)`)),
    ...picture(pictures.squares, locale),
    ...beyondPicture(office, locale),
    ...(grid.blocks ?? []),
  ]
}

/** A block of its own; while there is no picture, a line that says so in its place. */
function picture(shown: Shown, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  switch (shown.state) {
    case 'ready': {
      const file = { id: shown.fileId }
      return [{ type: 'image', slack_file: file, alt_text: fit(shown.altText, ALT_TEXT) }]
    }
    case 'drawing':
      return [context(t('正在画图…数字见下。', 'The picture is being drawn… The numbers are below.'))]
    case 'failed':
      return [
        context(t('图暂时画不出来，数字见下。', 'The picture cannot be shown now; the numbers are below.')),
      ]
    case 'none':
      return []
  }
}

function beyondPicture({ grid }: OfficeMonth, locale: Locale): KnownBlock[] {
  const more = grid.rows.length - MEMBERS_DRAWN
  if (more <= 0) return []
  return [
    context(
      say(locale, {
        zh: `图中是前 ${MEMBERS_DRAWN} 人，另有 ${more} 人见下表`,
        en: `The picture shows the first ${MEMBERS_DRAWN} members; ${more} more are in the table`,
      }),
    ),
  ]
}

/** Lines in as many sections as they need: a section holds 3,000 characters, a code block's fence included. */
function tableBlocks(lines: readonly string[]): KnownBlock[] {
  const blocks: KnownBlock[] = []
  let part: string[] = []
  const close = () => {
    if (part.length > 0) blocks.push(section(part.join('\n')))
    part = []
  }
  for (const line of lines) {
    if ([...part, line].join('\n').length > LIMITS.section) close()
    part.push(line)
  }
  close()
  return blocks
}
