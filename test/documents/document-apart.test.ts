import { describe, expect, it } from 'vitest'
import type { DocumentDescription } from '../../src/documents/description.ts'
import { officialDocumentApart } from '../../src/documents/document-apart.ts'
import { officialDocument } from '../../src/documents/official-document.ts'

const paragraph = {
  kind: 'paragraph',
  parts: [{ text: '要把学习成果转化为推动工作的实际行动。'.repeat(15) }],
} as const
const description: DocumentDescription = {
  style: 'gb9704',
  locale: 'zh',
  title: '报告',
  body: Array.from({ length: 30 }, () => paragraph),
  signOff: { organ: '机关办公室', day: Temporal.PlainDate.from('2022-11-05') },
  madeAt: new Date('2022-11-18T01:00:00Z'),
}

describe('a document made in a thread of its own', () => {
  it('is the one made in this thread, byte by byte, sign-off and all', { timeout: 60_000 }, async () => {
    const apart = await officialDocumentApart(description)
    expect(Buffer.from(apart).equals(await officialDocument(description))).toBe(true)
  })

  it('leaves this thread free to answer while it is being made', { timeout: 60_000 }, async () => {
    let ticks = 0
    const clock = setInterval(() => (ticks += 1), 10)
    await officialDocumentApart(description)
    clearInterval(clock)
    expect(ticks).toBeGreaterThan(10)
  })
})
