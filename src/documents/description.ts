import type { Locale } from '../locale.ts'

/** `gb9704`: an official document as GB/T 9704-2012 lays it out. `plain`: one column of Latin text on A4. */
export type DocumentStyle = 'gb9704' | 'plain'

/** A remark in the margin, anchored on a run. */
export type Remark = { readonly author: string; readonly text: string }

/** A piece of a paragraph. A line feed in `text` is a line break. */
export type TextPart = { readonly text: string; readonly remark?: Remark }

/** 1: 一、 in 黑体; 2: （一） in 楷体; 3: 1. and 4: （1） in 仿宋. */
export type HeadingLevel = 1 | 2 | 3 | 4

export type Block =
  | { readonly kind: 'heading'; readonly level: HeadingLevel; readonly parts: readonly TextPart[] }
  /** The title of one piece in a collection: centred, and of the first level in the contents. */
  | { readonly kind: 'piece'; readonly title: string }
  /** Who wrote the piece, centred below its title. */
  | { readonly kind: 'byline'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly parts: readonly TextPart[] }
  | { readonly kind: 'page break' }

/** A document before it has a file format. Texts are data: what XML cannot hold is left out. */
export type DocumentDescription = {
  readonly style: DocumentStyle
  readonly locale: Locale
  /** Stands centred above the body; null: the body has no title of its own (a collection). */
  readonly title: string | null
  /** A page of its own in front. `issue` is said as it stands: 第3期. */
  readonly cover?: {
    readonly title: string
    readonly subtitle?: string
    readonly issue?: string
    readonly organ?: string
    readonly date?: string
  }
  /** A table of contents with page numbers, down to this heading level (pieces count as 1). */
  readonly contents?: { readonly depth: 1 | 2 }
  readonly body: readonly Block[]
  /** At the end, on the right: the organ, and the day in the form of the language. */
  readonly signOff?: { readonly organ: string; readonly day: Temporal.PlainDate }
  /** Said in the file's properties, and as the remarks' time. The same description gives the same bytes. */
  readonly madeAt: Date
  /** Names and texts that travel with the file, unseen by the reader. */
  readonly properties?: Readonly<Record<string, string>>
}

/** The style of the lines that sign a document, by which they are known when it comes back. */
export const SIGN_OFF_STYLE = 'Signature'

/** 2022年11月5日 (no zero padding, GB/T 9704-2012, 7.3.5.4), or 5 November 2022. */
export function formatDay(day: Temporal.PlainDate, locale: Locale): string {
  if (locale === 'zh') return `${day.year}年${day.month}月${day.day}日`
  return day.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

/** What XML 1.0 cannot hold. Source: XML 1.0, production Char. */
const NOT_IN_XML =
  // oxlint-disable-next-line no-control-regex -- these are the characters in question
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** A text as a document can hold it, with \n for line ends. */
export function writable(text: string): string {
  return text.replaceAll(NOT_IN_XML, '').replaceAll(/\r\n?/g, '\n')
}
