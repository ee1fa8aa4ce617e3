import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { type Locale, translator } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import type { Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { button, section, type Message } from '../../slack/blocks.ts'
import type { Listeners } from '../../slack/listener.ts'
import { escapeText, fit, mention, unescapeText } from '../../slack/mrkdwn.ts'
import { today } from '../../time/clock.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { addNote, dropNote, readNotes, type ReportNotes } from './report-notes.ts'
import type { ReportVerb } from '../slack/verb.ts'
import { outlineFor, outlineNamed } from '../outline/workspace-outlines.ts'

/** `/report note [en] 2022 words…`: what the section on gaps shall say beside what the records show. */
export const noteVerbs: readonly ReportVerb[] = [
  {
    names: ['note', 'notes', '补充'],
    carryOut: async ({ caller, reply }, rest) => {
      const words = rest.split(/\s+/).filter((word) => word !== '')
      const named = outlineNamed(caller.workspace, words[0] ?? '')
      const [period = '', ...text] = named === null ? words : words.slice(1)
      const { id: outlineId } = named ?? outlineFor(caller.workspace)
      const of = { outlineId, period: periodOf(caller, period), by: caller.member }
      const { ctx, requestId } = caller
      const typed = unescapeText(text.join(' '))
      const notes =
        typed === '' ? await readNotes(ctx, of) : await addNote(ctx, { ...of, text: typed, requestId })
      await reply(await shown(caller, notes))
    },
  },
]

/** Registers the button that takes a note out. */
export function registerNotes(listeners: Listeners<Caller>): void {
  listeners.action('report.note.drop', async ({ caller, value, reply }) => {
    const notes = await dropNote(caller.ctx, { id: value, by: caller.member })
    await reply(await shown(caller, notes), { replace: true })
  })
}

function periodOf({ ctx, workspace }: Caller, text: string): string {
  const day = today(ctx.clock, workspace.zone)
  if (text === '') return String(day.year)
  try {
    return parsePeriod(text, day).label
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    throw new MemberFacingError({
      zh: `${error.said.zh}先写期间，再写内容：/report note 2022 志愿服务次数偏少。`,
      en: `${error.said.en} The period goes first, then the words: /report note 2022 Too few volunteers.`,
    })
  }
}

async function shown(caller: Caller, notes: ReportNotes): Promise<Message> {
  const members = await inTransaction(caller.ctx, async ({ db }) => await listMembers(db))
  return notesShown(notes, members, caller.locale)
}

/** The notes of a report, each with a button that takes it out. */
function notesShown({ period, notes }: ReportNotes, members: readonly Member[], locale: Locale): Message {
  const t = translator(locale)

  const head =
    notes.length === 0
      ? t(
          `${period} 报告还没有补充。写法：\`/report note ${period} 内容\`；以“下一步”开头的写进打算。`,
          `The ${period} report has no notes. Write \`/report note ${period} words\`; those that begin with “Next” go to next steps.`,
        )
      : t(
          `${period} 报告的补充，下次起草不足部分时原样写入：`,
          `Notes for the ${period} report, put into the next draft of its section on gaps word for word:`,
        )
  const drop = t('删去', 'Take out')
  const lines = notes.map((note) => {
    const by = members.find(({ id }) => id === note.by)
    const text = `${note.id} ${escapeText(fit(note.text, 500))}${by === undefined ? '' : ` · ${mention(by)}`}`
    return { ...section(text), accessory: button(drop, 'report.note.drop', note.id) }
  })
  return { text: head, blocks: [section(head), ...lines] }
}
