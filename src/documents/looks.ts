import {
  AlignmentType,
  DocumentGridType,
  LineRuleType,
  type IParagraphOptions,
  type IRunOptions,
  type ISectionPropertiesOptions,
} from 'docx'
import type { DocumentStyle } from './description.ts'

/** How one kind of paragraph looks: its letters and how it stands. */
export type Look = {
  readonly run: Pick<IRunOptions, 'font' | 'size' | 'bold' | 'italics' | 'characterSpacing' | 'color'>
  readonly paragraph: Pick<
    IParagraphOptions,
    'alignment' | 'indent' | 'spacing' | 'keepNext' | 'keepLines' | 'widowControl'
  >
}

export type Part =
  | 'body'
  | 'title'
  | 'byline'
  | 'heading1'
  | 'heading2'
  | 'heading3'
  | 'heading4'
  | 'coverTitle'
  | 'coverLine'
  | 'contentsTitle'
  | 'contentsEntry'
  | 'pageNumber'

/** Everything about a document's looks that its content does not say. */
export type Stylesheet = {
  readonly looks: Readonly<Record<Part, Look>>
  readonly page: NonNullable<ISectionPropertiesOptions['page']>
  readonly grid: NonNullable<ISectionPropertiesOptions['grid']> | null
  /** Page numbers on the outer side of a leaf: —1— odd right, even left. */
  readonly twoSided: boolean
  /** Width of the text, in twips. */
  readonly measure: number
}

/** One line of the grid, in twips: 22 of them fill 225 mm. */
const LINE = 579

/** A square of the grid, in twips: 16 pt less a quarter of one; 28 of them fill 156 mm. */
export const SQUARE = 315

/**
 * GB/T 9704-2012: A4, 156 × 225 mm of text, 22 lines of 28 characters; title 二号小标宋, text 三号仿宋, headings 黑体,
 * 楷体 and 仿宋, page numbers 四号宋体.
 */
function gb9704(): Stylesheet {
  const letters = (face: string, points: number): Look['run'] => ({
    font: { ascii: face, hAnsi: face, eastAsia: face, cs: face, hint: 'eastAsia' },
    size: points * 2,
    characterSpacing: -5,
  })
  const spacing = { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 }
  const lines = { spacing, widowControl: false }
  const indented = { ...lines, indent: { firstLineChars: 200, firstLine: 2 * SQUARE } }
  const centred = { ...lines, alignment: AlignmentType.CENTER }
  const text = letters('仿宋_GB2312', 16)
  const heading = (face: string): Look => ({
    run: letters(face, 16),
    paragraph: { ...indented, alignment: AlignmentType.LEFT, keepNext: true },
  })
  const title: Look = { run: letters('方正小标宋简体', 22), paragraph: { ...centred, keepNext: true } }
  return {
    looks: {
      body: { run: text, paragraph: { ...indented, alignment: AlignmentType.BOTH } },
      title,
      byline: { run: letters('楷体_GB2312', 16), paragraph: centred },
      heading1: heading('黑体'),
      heading2: heading('楷体_GB2312'),
      heading3: heading('仿宋_GB2312'),
      heading4: heading('仿宋_GB2312'),
      coverTitle: {
        run: letters('方正小标宋简体', 36),
        paragraph: {
          alignment: AlignmentType.CENTER,
          spacing: { line: 2 * LINE, lineRule: LineRuleType.EXACT },
        },
      },
      coverLine: { run: text, paragraph: centred },
      contentsTitle: title,
      contentsEntry: { run: text, paragraph: { ...lines, alignment: AlignmentType.LEFT } },
      pageNumber: { run: { ...letters('宋体', 14), characterSpacing: 0 }, paragraph: {} },
    },
    page: {
      size: { width: 11906, height: 16838 },
      margin: { top: 2098, bottom: 1984, left: 1587, right: 1474, header: 851, footer: 1417 },
    },
    grid: { type: DocumentGridType.LINES, linePitch: LINE },
    twoSided: true,
    measure: 11906 - 1587 - 1474,
  }
}

/** A4 with an inch around; text in Times New Roman 11.5 pt, headings in Arial. */
function plain(): Stylesheet {
  const letters = (face: string, points: number): Look['run'] => ({
    font: { ascii: face, hAnsi: face, eastAsia: 'SimSun', cs: face },
    size: points * 2,
  })
  const spaced = (before: number, after: number) => ({
    before,
    after,
    line: 290,
    lineRule: LineRuleType.AUTO,
  })
  const serif = letters('Times New Roman', 11.5)
  const heading = (points: number, before: number): Look => ({
    run: { ...letters('Arial', points), bold: true },
    paragraph: { spacing: spaced(before, 100), keepNext: true, alignment: AlignmentType.LEFT },
  })
  const centred = (before: number, after: number) => ({
    spacing: spaced(before, after),
    alignment: AlignmentType.CENTER,
  })
  return {
    looks: {
      body: { run: serif, paragraph: { spacing: spaced(0, 140), alignment: AlignmentType.LEFT } },
      title: { run: { ...letters('Arial', 20), bold: true }, paragraph: centred(0, 280) },
      byline: { run: { ...serif, italics: true }, paragraph: centred(0, 240) },
      heading1: heading(14, 320),
      heading2: heading(12, 240),
      heading3: heading(11, 180),
      heading4: heading(11, 180),
      coverTitle: { run: { ...letters('Arial', 30), bold: true }, paragraph: centred(0, 280) },
      coverLine: { run: letters('Arial', 13), paragraph: centred(0, 160) },
      contentsTitle: heading(16, 0),
      contentsEntry: { run: serif, paragraph: { spacing: spaced(0, 60) } },
      pageNumber: { run: letters('Arial', 9), paragraph: { alignment: AlignmentType.CENTER } },
    },
    page: {
      size: { width: 11906, height: 16838 },
      margin: { top: 1440, bottom: 1440, left: 1440, right: 1440, header: 720, footer: 720 },
    },
    grid: null,
    twoSided: false,
    measure: 11906 - 2 * 1440,
  }
}

export const STYLESHEETS: Readonly<Record<DocumentStyle, Stylesheet>> = { gb9704: gb9704(), plain: plain() }
