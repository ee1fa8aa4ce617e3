import mammoth from 'mammoth'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import { readApart } from '../files/read-apart.ts'
import { BadZip, readZip, writeZip, type Entry } from '../files/zip.ts'

/** A paragraph of a Word document as a reader sees it, with changes that are tracked taken as made. */
export type ReadParagraph = {
  /** Line breaks are \n. */
  readonly text: string
  /** Level of a heading by Word's own styles; null: running text. */
  readonly level: number | null
  /** The name of its style, lower case; '' for none. */
  readonly style: string
}

export type ReadDocument = {
  readonly paragraphs: readonly ReadParagraph[]
  /** What travels with the file unseen: its custom properties that are text. */
  readonly properties: Readonly<Record<string, string>>
}

/** What all parts of a document may unpack to, and one part of XML. */
const MOST_UNPACKED = 100_000_000
const MOST_XML = 20_000_000

/**
 * Reads a DOCX. Comments, pictures, footnotes, headers and footers are left out; the words of tables come as paragraphs.
 * Throws MemberFacingError for what is no DOCX, is protected by a password, or unfolds to more than is sensible.
 */
export async function readDocument(bytes: Uint8Array): Promise<ReadDocument> {
  const entries = partsOf(bytes)
  const properties = propertiesOf(entries.find(({ name }) => name === 'docProps/custom.xml'))
  // Only what was unpacked within the bounds is read on, and nothing but XML.
  const parts = entries.filter(({ name }) => /\.(?:xml|rels)$/i.test(name))
  const paragraphs: ReadParagraph[] = []
  try {
    await mammoth.convertToHtml(
      { buffer: Buffer.from(writeZip(parts)) },
      {
        convertImage: mammoth.images.imgElement(async () => await Promise.resolve({ src: '' })),
        transformDocument: (document: Node) => {
          collect(document, paragraphs)
          return { ...document, children: [] }
        },
      },
    )
  } catch (error) {
    throw new MemberFacingError(NOT_A_DOCUMENT, { cause: error })
  }
  return { paragraphs, properties }
}

/** The same in a thread with bounds, for a file that somebody sends. Throws MemberFacingError also for too much of one. */
export async function readDocumentApart(bytes: Uint8Array): Promise<ReadDocument> {
  return await readApart<typeof readDocument>(
    { module: new URL(import.meta.url), name: 'readDocument' },
    [bytes],
    { seconds: 60, megabytes: 512, tooMuch: TOO_MUCH },
  )
}

function partsOf(bytes: Uint8Array): Entry[] {
  if (isCompoundFile(bytes)) {
    const isLocked = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))
    throw new MemberFacingError(isLocked ? LOCKED : OLD_FORMAT)
  }
  let entries: Entry[]
  try {
    entries = readZip(bytes, MOST_UNPACKED)
  } catch (error) {
    if (!(error instanceof BadZip)) throw error
    const said = {
      'not a zip': NOT_A_DOCUMENT,
      damaged: NOT_A_DOCUMENT,
      encrypted: LOCKED,
      'too large': TOO_MUCH,
    }
    throw new MemberFacingError(said[error.reason], { cause: error })
  }
  if (!entries.some(({ name }) => name === '[Content_Types].xml')) throw new MemberFacingError(NOT_A_DOCUMENT)
  if (entries.some(({ name, bytes: part }) => /\.(?:xml|rels)$/i.test(name) && part.length > MOST_XML)) {
    throw new MemberFacingError(TOO_MUCH)
  }
  return entries
}

/** The container of .doc, and of a .docx under a password. Source: MS-CFB 2.2. */
function isCompoundFile(bytes: Uint8Array): boolean {
  return [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, at) => bytes[at] === byte)
}

/** Mammoth's element, as far as it is read here. */
type Node = {
  readonly type: string
  readonly children?: readonly Node[]
  readonly value?: string
  readonly breakType?: string
  readonly styleId?: string | null
  readonly styleName?: string | null
}

function collect(node: Node, paragraphs: ReadParagraph[]): void {
  if (node.type !== 'paragraph') {
    for (const child of node.children ?? []) collect(child, paragraphs)
    return
  }
  const style = (node.styleName ?? node.styleId ?? '').toLowerCase()
  const level =
    /^(?:heading|标题)\s*([1-9])$/.exec(style)?.[1] ?? /^heading([1-9])$/i.exec(node.styleId ?? '')?.[1]
  paragraphs.push({ text: textOf(node), level: level === undefined ? null : Number(level), style })
}

function textOf(node: Node): string {
  if (node.type === 'text') return node.value ?? ''
  if (node.type === 'tab') return '\t'
  if (node.type === 'break') return node.breakType === 'line' ? '\n' : ''
  return (node.children ?? []).map(textOf).join('')
}

function propertiesOf(part: Entry | undefined): Record<string, string> {
  const xml = new TextDecoder().decode(part?.bytes)
  const property =
    /<(?:\w+:)?property\b[^>]*?\bname="([^"]*)"[^>]*>\s*<vt:(?:lpwstr|lpstr|bstr)[^>]*>([^<]*)</g
  return Object.fromEntries(
    [...xml.matchAll(property)].map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]),
  )
}

function unescaped(xml: string): string {
  return xml.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|quot|apos|amp));/gi,
    (all, decimal, hex, name) => {
      if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? all
      const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    },
  )
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

const NOT_A_DOCUMENT: LocalizedText = {
  zh: '这个文件不是 Word 文档（.docx），或者已经损坏。请在 Word 或 WPS 里另存为 .docx 再上传。',
  en: 'This file is no Word document (.docx), or it is damaged. Save it as .docx in Word and send it again.',
}
const OLD_FORMAT: LocalizedText = {
  zh: '这是旧格式的 .doc 文件。请在 Word 或 WPS 里另存为 .docx 再上传。',
  en: 'This is a .doc file in the old format. Save it as .docx in Word and send it again.',
}
const LOCKED: LocalizedText = {
  zh: '这个文件有密码，读不出来。请在 Word 里取消密码（文件 → 信息 → 保护文档），存好再上传。',
  en: 'This file is protected by a password and cannot be read. Take the password off in Word (File → Info → Protect Document), save it and send it again.',
}
const TOO_MUCH: LocalizedText = {
  zh: '这个文件展开后太大，没有读。请删掉里面的图片和附件，只留正文再上传。',
  en: 'This file unfolds to more than is sensible and was not read. Take pictures and attachments out, keep the text, and send it again.',
}
