import { plural } from '../../locale.ts'
import { FieldIssues } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import type { EssayText } from '../essay/essay.ts'

/** Longest title, in UTF-16 units: it must fit into lists, cards and the anthology's contents. */
export const LONGEST_TITLE = 200
/** Longest link, as browsers and Slack take it. */
export const LONGEST_LINK = 2000

/** Whether a text can be shown as a link: an absolute web address without what Slack's markup is made of. */
export function isWebAddress(text: string): boolean {
  return text.length <= LONGEST_LINK && /^https?:\/\/[^\s<>|]+$/i.test(text) && URL.canParse(text)
}

/** Whether there is nothing to read: neither text nor file nor link. Imported essays may stand on paper. */
export function isEmptyEssay({ body, file, link }: Pick<EssayText, 'body' | 'file' | 'link'>): boolean {
  return (body ?? '').trim() === '' && file === null && (link ?? '').trim() === ''
}

/**
 * Throws FieldIssues for what an essay cannot be: without a title or kind, with a link that is none, or handed in with
 * nothing to read. A draft may be empty so far.
 */
export function checkText(text: EssayText, { asDraft }: { readonly asDraft: boolean }): void {
  const { kind, title, link } = text
  const faults: Record<string, LocalizedText> = {}
  if (kind === '') faults['kind'] = { zh: '请选一个类别。', en: 'Choose a kind.' }
  if (title === '') faults['title'] = { zh: '请写上标题。', en: 'Give it a title.' }
  if (title.length > LONGEST_TITLE) {
    faults['title'] = {
      zh: `标题有 ${title.length} 个字，最多 ${LONGEST_TITLE} 个。请缩短，全文写在正文里。`,
      en: `The title has ${plural(title.length, 'character')}; ${LONGEST_TITLE} is the most. Shorten it and put the rest into the text.`,
    }
  }
  if (link !== null && !isWebAddress(link)) {
    const shown = link.length > 60 ? `${link.slice(0, 60)}…` : link
    faults['link'] = {
      zh: `“${shown}”不是网址。请填以 https:// 开头的地址，或留空。`,
      en: `"${shown}" is not a web address. Write one that starts with https://, or leave it empty.`,
    }
  }
  if (!asDraft && isEmptyEssay(text)) {
    faults['body'] = {
      zh: '还没有内容：请写正文、上传文件，或填链接。',
      en: 'There is nothing to read yet: write the text, add a file, or give a link.',
    }
  }
  if (Object.keys(faults).length > 0) throw new FieldIssues(faults)
}
