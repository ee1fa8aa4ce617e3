import { notStored } from '../../storage-words.ts'
import type { ReadDocument, ReadParagraph } from '../../documents/read-document.ts'
import { SIGN_OFF_STYLE } from '../../documents/description.ts'
import { MemberFacingError } from '../../errors.ts'
import { bareTitle, type Outline, type Section } from '../outline/outline.ts'

/** Paragraphs of one document: more is no report. */
const MOST_PARAGRAPHS = 3000

/**
 * The paragraphs under each section's heading, by the section's id. A heading is known by its words, with or without
 * its number, where it has Word's style of the first level; by its exact words elsewhere. What stands above the first
 * one, and the lines that sign the document, are left out. Throws MemberFacingError when a heading of `wanted` is
 * missing, one stands there twice or is none of the outline's, or the document is too long. Pure.
 */
export function documentSections(
  { paragraphs }: Pick<ReadDocument, 'paragraphs'>,
  of: { readonly outline: Outline; readonly wanted: readonly Section[]; readonly organ: string },
): ReadonlyMap<string, readonly string[]> {
  const { outline, wanted, organ } = of
  if (paragraphs.length > MOST_PARAGRAPHS) throw tooLong(paragraphs.length)
  const sections = new Map<string, string[]>()
  const twice = new Set<string>()
  let current: string[] = []
  for (const paragraph of withoutSignOff(paragraphs, organ)) {
    const section = sectionNamed(paragraph, outline)
    if (section === null) {
      if (paragraph.level === 1 && paragraph.text.trim() !== '') throw headingUnknown(paragraph.text, outline)
      const text = paragraph.text.trim()
      if (text !== '') current.push(text)
      continue
    }
    if (sections.has(section.id)) twice.add(section.title)
    current = []
    sections.set(section.id, current)
  }
  if (twice.size > 0) throw headingsTwice([...twice])
  const missing = wanted.filter(({ id }) => !sections.has(id))
  if (missing.length > 0) throw headingsMissing(missing)
  return sections
}

function sectionNamed({ text, level }: ReadParagraph, outline: Outline): Section | null {
  const words = text.trim()
  const exact = outline.sections.find(({ title }) => plain(title) === plain(words))
  if (exact !== undefined || level !== 1) return exact ?? null
  return outline.sections.find(({ title }) => bareTitle(title) === bareTitle(words)) ?? null
}

function plain(title: string): string {
  return title.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()
}

/** Without the lines in the style of a sign-off at the end; where that style was lost, without organ and day. */
function withoutSignOff(paragraphs: readonly ReadParagraph[], organ: string): readonly ReadParagraph[] {
  const written = paragraphs.filter(({ text }) => text.trim() !== '')
  const isBody = ({ style }: ReadParagraph) => style !== SIGN_OFF_STYLE.toLowerCase()
  const styled = written.slice(0, written.findLastIndex(isBody) + 1)
  if (styled.length < written.length) return styled
  const [before, last] = written.slice(-2).map(({ text }) => text.trim())
  if (last === undefined || !DAY.test(last)) return written
  return written.slice(0, before === organ.trim() ? -2 : -1)
}

const DAY = /^(?:\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]+ \d{4})$/

function headingUnknown(text: string, { sections }: Outline): MemberFacingError {
  const shown = text.trim().slice(0, 60)
  return new MemberFacingError({
    zh: `“${shown}”是一级标题，但提纲里没有这一部分。要加部分，请管理员用 /report outline；不是新部分，就把它改成正文或下级标题。提纲里有：${sections.map(({ title }) => title).join('、')}。${notStored.nothingAtAll.zh}。`,
    en: `"${shown}" is a heading of the first level, and the outline has no such section. An admin adds sections with /report outline; if it is none, make it text or a lower heading. The outline has: ${sections.map(({ title }) => title).join(', ')}. ${notStored.nothingAtAll.en}.`,
  })
}

function headingsMissing(sections: readonly Section[]): MemberFacingError {
  const titles = sections.map(({ title }) => title)
  return new MemberFacingError({
    zh: `文件里找不到这些部分的标题：${titles.map((title) => `“${title}”`).join('、')}。请把标题补上（内容可以删空），再上传。${notStored.nothingAtAll.zh}。`,
    en: `The file lacks the headings of these sections: ${titles.map((title) => `"${title}"`).join(', ')}. Put them back (what is below them may go) and send it again. ${notStored.nothingAtAll.en}.`,
  })
}

function headingsTwice(titles: readonly string[]): MemberFacingError {
  return new MemberFacingError({
    zh: `这些标题在文件里出现了不止一次，分不清哪一处是那个部分：${titles.map((title) => `“${title}”`).join('、')}。请只留一处，再上传。${notStored.nothingAtAll.zh}。`,
    en: `These headings stand in the file more than once, so their sections cannot be told: ${titles.map((title) => `"${title}"`).join(', ')}. Keep one of each and send it again. ${notStored.nothingAtAll.en}.`,
  })
}

function tooLong(paragraphs: number): MemberFacingError {
  return new MemberFacingError({
    zh: `文件有 ${paragraphs} 段，超过 ${MOST_PARAGRAPHS} 段，不像是一份报告。请检查是不是选错了文件。`,
    en: `The file has ${paragraphs} paragraphs, more than ${MOST_PARAGRAPHS}, which no report has. Is it the right file?`,
  })
}
