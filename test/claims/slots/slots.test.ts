import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passesFor } from '../../../src/text/numbers/approximation.ts'
import { scanText } from '../../../src/claims/scan/scan-text.ts'
import {
  bareDigits,
  createSlotFiller,
  fillSlots,
  withoutSlots,
  type SlotSources,
} from '../../../src/claims/slots/slots.ts'
import { roundedFigure } from '../../../src/text/numbers/write-number.ts'
import { sampleLedger } from '../../fixtures/scanner/ledger.ts'

const facts = sampleLedger().facts
const idOf = (key: string): string => facts.find((fact) => fact.key === key)!.id
const [study, journals] = [idOf('study.count:传达学习'), idOf('measure.sum:赠阅')]
const sources: SlotSources = {
  facts,
  records: [{ id: 'r7', recordId: 'A-17' }],
  people: [{ id: 'p3', name: '成员{{f1}}' }],
}
const zh = { locale: 'zh' } as const

describe('slots', () => {
  it('puts the computed value where the slot stood, and says where', () => {
    const filled = fillSlots(`学习{{${study}}}次，赠阅{{${journals}~}}册{{r7}}。`, sources, zh)
    expect(filled.text).toBe('学习63次，赠阅2000余册〔A-17〕。')
    expect(filled.spans.map(({ start, end }) => filled.text.slice(start, end))).toEqual([
      '63',
      '2000余',
      '〔A-17〕',
    ])
    expect(filled.faults).toEqual([])
  })

  it('drops citations when asked, and keeps them in the list', () => {
    const filled = fillSlots('学习{{r7}}。', sources, { locale: 'zh', citations: 'drop' })
    expect([filled.text, filled.spans.length]).toEqual(['学习。', 1])
  })

  it('shows a slot that stands for nothing, in both languages', () => {
    for (const slot of ['{{f999}}', '{{r8}}', '{{x1}}', '{{9999}}', '{{}}', '{{f1; drop}}']) {
      const filled = fillSlots(`共${slot}次`, sources, zh)
      expect(filled.text).toContain('【待核：')
      expect(filled.text).not.toContain('{{')
      expect(filled.faults.map((fault) => filled.text.slice(fault.start, fault.end))).toEqual([
        filled.text.slice(1, -1),
      ])
      expect(fillSlots(slot, sources, { locale: 'en' }).text).toContain('[to check: ')
    }
  })

  it('never reads what it put in as a slot again', () => {
    expect(fillSlots('由{{p3}}主讲', sources, zh).text).toBe('由成员{{f1}}主讲')
    expect(fillSlots(`见${withoutSlots('{{f1}}')}`, sources, zh).spans).toEqual([])
  })

  it('rounds so that the approximation table accepts it, and leaves round values exact', () => {
    expect([63, 60, 2040, 7, 10, 98_600, 100].map((value) => roundedFigure(value, 'zh'))).toEqual([
      '60余',
      '60',
      '2000余',
      '7',
      '10',
      '98000余',
      '100',
    ])
    expect(roundedFigure(63, 'en')).toBe('over 60')
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.constantFrom('zh', 'en'), (value, locale) => {
        const text =
          locale === 'zh' ? `${roundedFigure(value, locale)}次` : `${roundedFigure(value, locale)} sessions`
        const figure = scanText(text).find((span) => span.kind === 'figure')
        return figure?.kind === 'figure' && passesFor(figure.amount, value)
      }),
    )
  })

  it('ends no slot on another line, cut or whole', () => {
    const filler = createSlotFiller(sources, zh)
    expect(['{{', '\n', '}}'].map((piece) => filler.push(piece)).join('') + filler.end()).toBe('{{\n}}')
    expect(fillSlots('{{\n}}', sources, zh).text).toBe('{{\n}}')
  })

  it('fills a stream cut anywhere as it fills the whole', () => {
    const piece = fc.constantFrom(
      `{{${study}}}`,
      `{{${journals}~}}`,
      '{{r7}}',
      '{{p3}}',
      '{{f999}}',
      '{',
      '{{',
      '}}',
      '}',
      '学习',
      'text ',
      '\n',
      '{{ f1 }}',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }),
        fc.array(fc.nat(60), { maxLength: 6 }),
        (pieces, cuts) => {
          const text = pieces.join('')
          const whole = fillSlots(text, sources, zh)
          const filler = createSlotFiller(sources, zh)
          let said = ''
          let at = 0
          for (const cut of [...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length]) {
            said += filler.push(text.slice(at, cut))
            at = cut
          }
          said += filler.end()
          expect(said).toBe(whole.text)
          expect(filler.result()).toEqual(whole)
        },
      ),
    )
  })

  it('holds back no more than one unfinished slot', () => {
    const filler = createSlotFiller(sources, zh)
    expect(filler.push('学习{{f')).toBe('学习')
    expect(filler.push('9'.repeat(90))).toBe(`{{f${'9'.repeat(90)}`)
    expect(filler.push('{')).toBe('')
    expect(filler.push('a')).toBe('{a')
  })

  it('finds the figures a model typed itself, and no slot, date, ordinal or name', () => {
    const template = '一、2022年3月8日，“三会一课”开展{{f1}}次，参加9999人，贰拾册，第三期。'
    expect(bareDigits(template).map(({ text }) => text)).toEqual(['9999人', '贰拾册'])
  })
})
