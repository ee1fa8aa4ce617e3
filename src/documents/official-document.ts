import {
  AlignmentType,
  Document,
  Footer,
  NumberFormat,
  Packer,
  PageNumber,
  Paragraph,
  SectionType,
  TextRun,
  type FileChild,
  type ISectionOptions,
  type IStylesOptions,
} from 'docx'
import { SIGN_OFF_STYLE, writable, type DocumentDescription } from './description.ts'
import { estimatePages } from './estimate-pages.ts'
import { STYLESHEETS, SQUARE, type Stylesheet } from './looks.ts'
import { bodyParagraphs } from './body.ts'
import { contentsParagraphs } from './contents.ts'
import { paragraphWriter, type ParagraphWriter } from './paragraphs.ts'
import { signOffParagraphs } from './sign-off.ts'
import { reproducible } from './reproducible.ts'

/**
 * A document as DOCX. The same description gives the same bytes. Pages are numbered from the body's first on; cover and
 * contents have no number.
 */
export async function officialDocument(description: DocumentDescription): Promise<Uint8Array> {
  const sheet = STYLESHEETS[description.style]
  const writer = paragraphWriter(sheet, description.madeAt)
  const body = [...bodyParagraphs(description, writer), ...signOffParagraphs(description, writer)]
  const front = frontMatter(description, sheet, writer)
  const document = new Document({
    title: writable(description.cover?.title ?? description.title ?? ''),
    creator: 'Wenshu',
    lastModifiedBy: 'Wenshu',
    styles: stylesOf(sheet, description),
    comments: { children: writer.remarks },
    customProperties: Object.entries(description.properties ?? {}).map(([name, value]) => ({
      name,
      value: writable(value),
    })),
    evenAndOddHeaderAndFooters: sheet.twoSided,
    pageNumbers: () => ({ bookmarks: estimatePages(description, sheet) }),
    sections: [
      ...(front.length === 0 ? [] : [{ properties: pageProperties(sheet), children: front }]),
      bodySection(sheet, body, front.length > 0),
    ],
  })
  return reproducible(await Packer.toBuffer(document), description.madeAt)
}

function frontMatter(
  { cover, contents, body, locale }: DocumentDescription,
  sheet: Stylesheet,
  { write }: ParagraphWriter,
): FileChild[] {
  const front: FileChild[] = []
  if (cover !== undefined) {
    const gap = () => write('coverLine', [])
    const line = (text: string | undefined) =>
      text === undefined || text === '' ? [] : [write('coverLine', [{ text }])]
    front.push(
      ...Array.from({ length: 4 }, gap),
      write('coverTitle', [{ text: cover.title }]),
      ...line(cover.subtitle),
      gap(),
      ...line(cover.issue),
      ...Array.from({ length: 8 }, gap),
      ...line(cover.organ),
      ...line(cover.date),
    )
  }
  if (contents !== undefined) {
    front.push(
      write('contentsTitle', [{ text: locale === 'zh' ? '目　录' : 'Contents' }], {
        pageBreakBefore: cover !== undefined,
      }),
      ...contentsParagraphs({ body, contents }, sheet),
    )
  }
  return front
}

function bodySection(
  sheet: Stylesheet,
  children: readonly FileChild[],
  isAfterFront: boolean,
): ISectionOptions {
  const number = (alignment: (typeof AlignmentType)[keyof typeof AlignmentType]) =>
    new Footer({ children: [pageNumber(sheet, alignment)] })
  const type = sheet.twoSided ? SectionType.ODD_PAGE : SectionType.NEXT_PAGE
  return {
    properties: { ...pageProperties(sheet, { start: 1 }), ...(isAfterFront ? { type } : {}) },
    footers: sheet.twoSided
      ? { default: number(AlignmentType.RIGHT), even: number(AlignmentType.LEFT) }
      : { default: number(AlignmentType.CENTER) },
    children,
  }
}

function pageProperties(sheet: Stylesheet, numbers?: { readonly start: number }) {
  const pageNumbers =
    numbers === undefined ? {} : { pageNumbers: { ...numbers, formatType: NumberFormat.DECIMAL } }
  return {
    page: { ...sheet.page, ...pageNumbers },
    ...(sheet.grid === null ? {} : { grid: sheet.grid }),
  }
}

/** —1— a square away from the outer edge, or a bare number in the middle. Source: GB/T 9704-2012, 7.5. */
function pageNumber(
  { looks, twoSided }: Stylesheet,
  alignment: (typeof AlignmentType)[keyof typeof AlignmentType],
): Paragraph {
  const dash = twoSided ? ['—'] : []
  const { run } = looks.pageNumber
  const indent = twoSided ? { indent: { left: SQUARE, right: SQUARE } } : {}
  const children = [new TextRun({ ...run, children: [...dash, PageNumber.CURRENT, ...dash] })]
  return new Paragraph({ alignment, ...indent, children })
}

/** Word's own heading styles, so that its outline and contents know them, with the stylesheet's looks. */
function stylesOf(sheet: Stylesheet, { locale }: DocumentDescription): IStylesOptions {
  const { looks } = sheet
  // Of Latin letters and digits: taken for Chinese, a number may be broken at the end of a line.
  const language = { value: locale === 'zh' ? 'en-US' : 'en-GB', eastAsia: 'zh-CN' }
  const heading = (part: 'heading1' | 'heading2' | 'heading3' | 'heading4') => ({
    run: { ...looks[part].run, color: '000000' },
    paragraph: looks[part].paragraph,
  })
  const entry = (level: number) => ({
    id: `TOC${level}`,
    name: `toc ${level}`,
    basedOn: 'Normal',
    run: looks.contentsEntry.run,
    paragraph: { ...looks.contentsEntry.paragraph, indent: { left: (level - 1) * 2 * SQUARE } },
  })
  return {
    default: {
      document: { run: { ...looks.body.run, language } },
      heading1: heading('heading1'),
      heading2: heading('heading2'),
      heading3: heading('heading3'),
      heading4: heading('heading4'),
      heading5: heading('heading4'),
    },
    paragraphStyles: [entry(1), entry(2), { id: SIGN_OFF_STYLE, name: SIGN_OFF_STYLE, basedOn: 'Normal' }],
  }
}
