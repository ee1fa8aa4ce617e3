import { InternalHyperlink, PageReference, Paragraph, Tab, TabStopType, TextRun, type FileChild } from 'docx'
import { listedIn } from './body.ts'
import { writable, type DocumentDescription } from './description.ts'
import { SQUARE, type Stylesheet } from './looks.ts'

/**
 * The contents: an entry a line with a dotted leader and a reference to the page. Not Word's TOC field: LibreOffice
 * shows the numbers that such a field came with, which rest on the widths of the writer's letters, but counts the pages
 * of single references itself.
 */
export function contentsParagraphs(
  { body, contents }: Pick<DocumentDescription, 'body' | 'contents'>,
  { looks, measure }: Stylesheet,
): FileChild[] {
  if (contents === undefined) return []
  const { run, paragraph } = looks.contentsEntry
  return listedIn(body, contents.depth).map(({ bookmark, level, text }) => {
    const words = new TextRun({ ...run, children: [writable(text).replaceAll('\n', ' '), new Tab()] })
    const entry = [words, new PageReference(bookmark)]
    return new Paragraph({
      ...paragraph,
      style: `TOC${level}`,
      indent: { left: (level - 1) * 2 * SQUARE },
      tabStops: [{ type: TabStopType.RIGHT, position: measure, leader: 'dot' }],
      children: [new InternalHyperlink({ anchor: bookmark, children: entry })],
    })
  })
}
