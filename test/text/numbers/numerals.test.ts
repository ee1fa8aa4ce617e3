import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeValueOf, readNumber } from '../../../src/text/numbers/numerals.ts'

const digits = [...'零一二三四五六七八九']

/** Written out by the school rule, independent of the reader. */
function inChinese(value: number): string {
  if (value < 10) return digits[value] ?? ''
  const units: readonly (readonly [number, string])[] = [
    [1e8, '亿'],
    [1e4, '万'],
    [1000, '千'],
    [100, '百'],
    [10, '十'],
  ]
  const [size, unit] = units.find(([size]) => value >= size) ?? [1, '']
  const rest = value % size
  const head = inChinese(Math.floor(value / size)) + unit
  if (rest === 0) return head
  return head + (rest < size / 10 ? '零' : '') + inChinese(rest)
}

describe('readNumber', () => {
  it('reads every whole number as it is written in Chinese', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
        const written = inChinese(value)
        expect({ written, ...readNumber(written, 0) }).toMatchObject({
          value,
          end: written.length,
          form: 'chinese',
        })
      }),
    )
  })

  it('reads digits with and without grouping', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
        const grouped = value.toLocaleString('en-US')
        expect(readNumber(grouped, 0)).toMatchObject({ value, end: grouped.length, form: 'arabic' })
        expect(readNumber(`${value}人`, 0)).toMatchObject({ value, end: String(value).length })
      }),
    )
  })

  it('reads decimals of 万 exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), (hundredths) => {
        const written = `${(hundredths / 100).toFixed(2)}万`
        expect(readNumber(written, 0)).toMatchObject({ value: hundredths * 100, decimals: 2, form: 'mixed' })
      }),
    )
  })

  it.each([
    ['两千三', 2300],
    ['一百二', 120],
    ['一百零二', 102],
    ['二〇二二', 2022],
    ['一点五', 1.5],
    ['半', 0.5],
    ['贰拾伍', 25],
    ['1亿2000万', 120_000_000],
    ['3万5000', 35_000],
    ['一点二万', 12_000],
    ['百分之九十五', 95],
  ])('reads %s as %d', (text, value) => {
    expect(readNumber(text, 0)).toMatchObject({ value, end: text.length })
  })

  it.each([
    ['七八', 7, 8],
    ['三四十', 30, 40],
    ['十七八', 17, 18],
  ])('reads the spoken pair %s as %d to %d', (text, value, high) => {
    expect(readNumber(text, 0)).toMatchObject({ value, high })
  })

  it.each(['1.2.3', '十百', '百人', '3万5', '', '人', '-5'])('reads no number in %s', (text) => {
    expect(readNumber(text, 0)).toBeNull()
  })

  it('starts inside no other number', () => {
    expect(readNumber('128', 1)).toBeNull()
    expect(readNumber('1,234', 2)).toBeNull()
    expect(readNumber('1.5', 2)).toBeNull()
    expect(readNumber('三十', 1)).toBeNull()
  })

  it('leaves units that begin like a magnitude', () => {
    expect(readNumber('5千克', 0)).toMatchObject({ value: 5, end: 1 })
    expect(readNumber('5百分点', 0)).toMatchObject({ value: 5, end: 1 })
  })

  it('never throws and always moves on', () => {
    const signs = fc.constantFrom(...'0123456789.,零一二两十百千万亿半点百分之壹拾 人年-')
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), fc.nat({ max: 60 }), (all, at) => {
        const number = readNumber(all.join(''), at)
        if (number === null) return
        expect(number.end).toBeGreaterThan(at)
        expect(Number.isFinite(number.value)).toBe(true)
      }),
    )
  })

  it('gives the place of the last digit that counts', () => {
    expect([2000, 12_000, 2130, 1.25, 0, 7].map(placeValueOf)).toEqual([1000, 1000, 10, 0.01, 1, 1])
  })
})
