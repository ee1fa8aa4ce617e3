import { readZip, writeZip } from '../files/zip.ts'

/** More than any document of ours unpacks to. */
const MOST_BYTES = 500_000_000

/**
 * Takes out of a DOCX what the library makes up at each call: the time in the package and in its properties, and the
 * numbers of bookmarks, which it counts on from document to document.
 */
export function reproducible(docx: Uint8Array, madeAt: Date): Uint8Array {
  const entries = readZip(docx, MOST_BYTES).map(({ name, bytes }) => {
    if (name === 'docProps/core.xml') return { name, bytes: withText(bytes, (xml) => dated(xml, madeAt)) }
    if (name === 'word/document.xml') return { name, bytes: withText(bytes, bookmarksFromOne) }
    return { name, bytes }
  })
  return writeZip(entries)
}

function withText(bytes: Uint8Array, change: (text: string) => string): Uint8Array {
  return new TextEncoder().encode(change(new TextDecoder().decode(bytes)))
}

function dated(xml: string, madeAt: Date): string {
  return xml.replaceAll(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${madeAt.toISOString()}`)
}

/** Bookmarks numbered as they come. */
function bookmarksFromOne(xml: string): string {
  const numbers = new Map<string, number>()
  return xml.replaceAll(
    /(<w:bookmark(?:Start|End)[^>]* w:id=")(\d+)/g,
    (_, before: string, number: string) => {
      const fresh = numbers.get(number) ?? numbers.size + 1
      numbers.set(number, fresh)
      return `${before}${fresh}`
    },
  )
}
