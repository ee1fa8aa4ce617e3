import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { input, LIMITS, option, plain, section, textInput, choice, modal } from '../../slack/blocks.ts'
import type { FormValues } from '../../slack/listener.ts'
import type { Essay } from '../essay/essay.ts'
import { essayNamed } from '../words/words.ts'
import { LONGEST_COMMENT } from './review.ts'

export const RETURN_FORM = 'essay.return.form'
export const APPROVE_EMPTY_FORM = 'essay.approve.empty.form'
export const REASSIGN_FORM = 'essay.reassign.form'

/** Sections of an essay's text in one view: Slack takes 250 kB of JSON, of which Chinese takes three bytes a sign. */
const SECTIONS_READ = 20

/** What a reviewer's form carries along: which essay, as it was when the reviewer saw it. */
export const reviewMemo = z.object({
  id: z.string(),
  revision: z.int(),
  /** Where the answer goes: the address of a message, the Home tab, or null for the person's DM. */
  place: z.string().nullable(),
})
export type ReviewMemo = z.infer<typeof reviewMemo>

/** Asks a reviewer what the author is to change. */
export function returnForm(essay: Essay, place: string | null, locale: Locale): ModalView {
  return reviewModal(
    RETURN_FORM,
    { zh: `退回 ${essay.id}`, en: `Return ${essay.id}` },
    essay,
    place,
    locale,
    [
      section(essayNamed(essay)),
      input(
        'comment',
        say(locale, { zh: '修改意见（作者会看到）', en: 'What to change (the author reads it)' }),
        { ...textInput('', { multiline: true }), max_length: LONGEST_COMMENT },
      ),
    ],
  )
}

/** Asks whether an essay is approved in which there is nothing to read: it may stand on paper. */
export function approveEmptyForm(essay: Essay, place: string | null, locale: Locale): ModalView {
  const asked = say(locale, {
    zh: `:warning: ${essay.id} 没有正文、文件或链接，这里没有可以看的内容；编入文集时只有标题。仍然通过吗？也可以关掉这里，把它退回给作者补上。`,
    en: `:warning: ${essay.id} has neither text nor file nor link, so there is nothing to read here; in the anthology only its title would stand. Approve it all the same? You can also close this and return it to its author.`,
  })
  const title = { zh: `通过 ${essay.id}`, en: `Approve ${essay.id}` }
  const blocks = [section(essayNamed(essay)), section(asked)]
  return reviewModal(APPROVE_EMPTY_FORM, title, essay, place, locale, blocks)
}

/** Asks to whom an essay is passed on. `reviewers`: at least one, at most a hundred. */
export function reassignForm(
  essay: Essay,
  reviewers: readonly Member[],
  place: string | null,
  locale: Locale,
): ModalView {
  const options = reviewers
    .slice(0, LIMITS.options)
    .map(({ id, name }) => option(name.trim() === '' ? '–' : name, id))
  return reviewModal(
    REASSIGN_FORM,
    { zh: `转交 ${essay.id}`, en: `Pass on ${essay.id}` },
    essay,
    place,
    locale,
    [
      section(essayNamed(essay)),
      input('reviewer', say(locale, { zh: '请谁审阅', en: 'Who is to review it' }), choice(options)),
    ],
  )
}

/** An essay's whole text, as it was typed or read from its file; of a very long one the beginning. */
export function essayTextView(essay: Essay, locale: Locale): ModalView {
  const t = translator(locale)

  const fromFile = essay.file?.state === 'read' ? essay.file.text : null
  const parts = [essay.body, fromFile].filter((part) => part !== null && part !== '')
  const none = t('（没有正文）', '(no text)')
  const pieces = parts.flatMap((part) => inPieces(part ?? '', LIMITS.section))
  const more = pieces.length - SECTIONS_READ
  const rest = t('……太长，全文请打开文件', '… too long; open the file for all of it')
  const shown = pieces.length === 0 ? [none] : pieces.slice(0, SECTIONS_READ)
  return modal(locale, {
    title: essay.id,
    submit: null,
    close: { zh: '关闭', en: 'Close' },
    blocks: [
      section(essayNamed(essay)),
      ...[...shown, ...(more > 0 ? [rest] : [])].map((text): KnownBlock => ({
        type: 'section',
        text: plain(text),
      })),
    ],
  })
}

export function readReturnForm(values: FormValues): string {
  return (values['comment']?.['value']?.value ?? '').trim()
}

export function readReassignForm(values: FormValues): string {
  return values['reviewer']?.['value']?.selected_option?.value ?? ''
}

/** A text cut at `most` UTF-16 units, at a line's end where there is one in the second half, never inside a pair. */
function inPieces(text: string, most: number): string[] {
  const pieces: string[] = []
  for (let rest = text; rest !== '';) {
    const end = rest.length <= most ? rest.length : cutAt(rest, most)
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

function cutAt(text: string, most: number): number {
  const line = text.lastIndexOf('\n', most - 1)
  if (line > most / 2) return line + 1
  return /[\uD800-\uDBFF]/.test(text[most - 1] ?? '') ? most - 1 : most
}

function reviewModal(
  callbackId: string,
  title: LocalizedText,
  { id, revision }: Essay,
  place: string | null,
  locale: Locale,
  blocks: KnownBlock[],
): ModalView {
  const memo: ReviewMemo = { id, revision, place }
  return modal(locale, { title, id: callbackId, submit: { zh: '提交', en: 'Submit' }, memo, blocks })
}
