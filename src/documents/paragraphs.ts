import {
  Bookmark,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  Paragraph,
  TextRun,
  type ICommentOptions,
  type IRunOptions,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx'
import { writable, type TextPart } from './description.ts'
import type { Part, Stylesheet } from './looks.ts'

/** What one paragraph has beside its part's looks; `bookmark` names it for references. */
export type ParagraphTouches = Partial<IParagraphOptions> & { readonly bookmark?: string }

/** Writes paragraphs in one stylesheet, and collects the remarks that stand in them. */
export type ParagraphWriter = {
  readonly write: (part: Part, parts: readonly TextPart[], touches?: ParagraphTouches) => Paragraph
  readonly remarks: readonly ICommentOptions[]
}

export function paragraphWriter({ looks }: Stylesheet, madeAt: Date): ParagraphWriter {
  const remarks: ICommentOptions[] = []
  return {
    remarks,
    write: (part, parts, { bookmark, ...more } = {}) => {
      const look = looks[part]
      const children = parts.flatMap((piece): ParagraphChild[] => {
        if (piece.remark === undefined) return runsOf(piece.text, look.run)
        // Seen in print as well, where remarks in the margin are not.
        const runs = runsOf(piece.text, { ...look.run, highlight: 'yellow' })
        const id = remarks.length
        remarks.push(remarkOf(id, piece.remark, madeAt))
        return [
          new CommentRangeStart(id),
          ...runs,
          new CommentRangeEnd(id),
          new TextRun({ children: [new CommentReference(id)] }),
        ]
      })
      const marked = bookmark === undefined ? children : [new Bookmark({ id: bookmark, children })]
      return new Paragraph({ ...look.paragraph, ...more, children: marked })
    },
  }
}

function runsOf(text: string, run: IRunOptions): TextRun[] {
  return writable(text)
    .split('\n')
    .map((line, at) => new TextRun({ ...run, text: line, ...(at === 0 ? {} : { break: 1 }) }))
}

function remarkOf(
  id: number,
  { author, text }: { author: string; text: string },
  date: Date,
): ICommentOptions {
  const name = writable(author)
  const paragraphs = writable(text)
    .split('\n')
    .map((line) => new Paragraph({ children: [new TextRun(line)] }))
  return { id, author: name, initials: [...name].slice(0, 2).join(''), date, children: paragraphs }
}
