import { formatDay, type Block, type DocumentDescription } from '../../documents/description.ts'
import { say, type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import type { Anthology } from './store.ts'
import type { Essay } from '../essay/essay.ts'

/** Longest line that may be a heading: more is a sentence that begins with a number. */
const LONGEST_HEADING = 40

/** An issue as a document: cover, contents, and each essay with its author on a page of its own. The same issue gives the same. */
export function anthologyDocument(
  anthology: Anthology,
  known: {
    readonly essays: readonly Essay[]
    readonly authors: ReadonlyMap<string, Pick<Member, 'name' | 'department'>>
    readonly organ: string
    readonly zone: string
    readonly locale: Locale
  },
): DocumentDescription {
  const { essays, authors, organ, zone, locale } = known
  const { issue, title, compiledAt } = anthology
  const day = Temporal.Instant.fromEpochMilliseconds(compiledAt.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  const body = essays.flatMap((essay, index): Block[] => [
    ...(index === 0 ? [] : [{ kind: 'page break' } as const]),
    { kind: 'piece', title: essay.title },
    { kind: 'byline', text: bylineOf(authors.get(essay.memberId)) },
    ...textOf(essay, locale),
  ])
  return {
    style: locale === 'zh' ? 'gb9704' : 'plain',
    locale,
    title: null,
    cover: {
      title,
      issue: say(locale, { zh: `第${issue}期`, en: `Issue ${issue}` }),
      organ,
      date: formatDay(day, locale),
    },
    contents: { depth: 1 },
    body,
    madeAt: compiledAt,
    properties: { essays: essays.map(({ id }) => id).join(' ') },
  }
}

/** 成员11（综合科）; of who was erased the name that was left. */
function bylineOf(author: Pick<Member, 'name' | 'department'> | undefined): string {
  if (author === undefined) return ''
  return author.department === null ? author.name : `${author.name}（${author.department}）`
}

/** An essay's words in one version: as they were typed, else as its file has them; of one without any where they are. */
function textOf({ body, file, link }: Essay, locale: Locale): Block[] {
  const read = file?.state === 'read' ? file.text : null
  const words = (body ?? '').trim() === '' ? (read ?? '') : (body ?? '')
  const lines = words
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length > 0) return lines.map(blockOf)
  return [paragraph(formatWhere({ file, link }, locale))]
}

function formatWhere({ file, link }: Pick<Essay, 'file' | 'link'>, locale: Locale): string {
  const t = translator(locale)

  if (link !== null) return t(`（原文：${link}）`, `(The text: ${link})`)
  if (file !== null) {
    return t(`（原文是文件：${file.name}）`, `(The text is a file: ${file.name})`)
  }
  return t('（没有正文）', '(No text)')
}

/** 一、 and （一） at the beginning of a short line are headings, as GB/T 9704 sets them. */
function blockOf(line: string): Block {
  const isShort = line.length <= LONGEST_HEADING && !/[。；：！？.;:!?]$/u.test(line)
  if (isShort && /^[一二三四五六七八九十]+、\S/u.test(line)) {
    return { kind: 'heading', level: 1, parts: [{ text: line }] }
  }
  if (isShort && /^（[一二三四五六七八九十]+）\S/u.test(line)) {
    return { kind: 'heading', level: 2, parts: [{ text: line }] }
  }
  return paragraph(line)
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', parts: [{ text }] }
}
