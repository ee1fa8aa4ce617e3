import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { startDrawing } from '../../src/home/drawing.ts'
import { essaySquaresPicture, squareState } from '../../src/home/essay-squares.ts'
import { COLOURS, DRAWN_BY, hashOf } from '../../src/home/picture.ts'
import { weeklyRecordsPicture } from '../../src/home/weekly-records.ts'
import { weeksOf } from '../../src/home/weeks.ts'
import { countColour, countDark, decodePng } from './png.ts'
import { cell, grid } from './sample.ts'

const drawing = startDrawing()
afterAll(async () => {
  await drawing[Symbol.asyncDispose]()
})

const isDue = () => true
const weeks = weeksOf(Temporal.PlainDate.from('2022-11-18'), [
  { day: '2022-03-01', family: 'study', count: 5 },
  { day: '2022-03-02', family: 'activity', count: 2 },
])
const squares = (names: readonly string[]) => essaySquaresPicture(grid(names), isDue, 'zh')
const pixelsOf = async (picture: { readonly chart: Parameters<typeof drawing.draw>[0] }) =>
  decodePng(await drawing.draw(picture.chart))

describe('a picture', () => {
  it('of the weeks has bars as high as the records are many', async () => {
    const pixels = await pixelsOf(weeklyRecordsPicture(2022, weeks, 'zh'))
    const [study, activity] = [COLOURS.study, COLOURS.activity].map((colour) => countColour(pixels, colour))
    // Each family's square in the legend counts too: the same for both.
    expect(study! - activity!).toBeGreaterThan(0)
    expect(pixels.width).toBeGreaterThan(1400)
  })

  it('has its names in it: without them there is less ink where names stand', async () => {
    // As wide as the names, so that all else is at the same place.
    const [named, nameless] = [await pixelsOf(squares(['王小明'])), await pixelsOf(squares(['　　　']))]
    expect(named.width).toBe(nameless.width)
    expect(countDark(named, named.width)).toBeGreaterThan(countDark(nameless, nameless.width) + 200)
  })

  it('has a glyph of its own for each Chinese character, rare ones too', async () => {
    const seen = new Map<number, string>()
    for (const sign of ['一', '王', '赟', '翀', '龘']) {
      const ink = countDark(await pixelsOf(squares([sign.repeat(3)])), 140)
      expect(seen.get(ink), `${sign} looks like another`).toBeUndefined()
      seen.set(ink, sign)
    }
    // More strokes, more ink: a box in place of a missing glyph would not know.
    const inks = [...seen].sort(([one], [other]) => one - other).map(([, sign]) => sign)
    expect(inks[0]).toBe('一')
    expect(inks.at(-1)).toBe('龘')
  })

  it('is drawn beside the other work, which goes on meanwhile', async () => {
    let [longest, last] = [0, performance.now()]
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 2)
    const begun = performance.now()
    await drawing.draw(squares(Array.from({ length: 60 }, (_, n) => `成员${n}`)).chart)
    const took = performance.now() - begun
    clearInterval(ticking)
    expect(longest).toBeLessThan(Math.max(50, took / 2))
  })

  it('that cannot be drawn is said to whoever asked, and the next one is drawn', async () => {
    const broken = { mark: 'bar', data: { values: [] }, encoding: { x: { field: 'a', type: 'none' } } }
    await expect(drawing.draw({ ...broken, transform: [{ filter: '(' }] } as never)).rejects.toThrow(
      /could not be drawn/,
    )
    expect((await pixelsOf(squares(['甲']))).width).toBeGreaterThan(100)
  })

  it('that takes too long is given up, and the next one is drawn', async () => {
    await using hasty = startDrawing({ idleMs: 1000, allowedMs: 1 })
    await expect(hasty.draw(squares(['甲']).chart)).rejects.toThrow(/within 1 ms/)
    await using patient = startDrawing({ idleMs: 1, allowedMs: 10_000 })
    await patient.draw(squares(['甲']).chart)
    await new Promise((done) => setTimeout(done, 50))
    expect((await patient.draw(squares(['甲']).chart)).length).toBeGreaterThan(1000)
  })
})

describe("a picture's hash", () => {
  it('names the versions that are installed, so that a new one draws anew', () => {
    const { dependencies } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as { dependencies: Record<string, string> }
    expect(dependencies).toMatchObject(DRAWN_BY)
  })

  it('is the same for equal content and another for any other', () => {
    const same = () => hashOf(weeklyRecordsPicture(2022, weeks, 'zh'))
    expect(same()).toBe(same())
    const others = [
      weeklyRecordsPicture(2022, weeks, 'en'),
      weeklyRecordsPicture(2022, weeks.slice(1), 'zh'),
      squares(['甲']),
      squares(['乙']),
    ].map(hashOf)
    expect(new Set([same(), ...others]).size).toBe(5)
  })
})

describe('a square', () => {
  it('is empty when nothing was asked and nothing came', () => {
    expect(squareState(cell({ quota: 0, handedIn: 0 }), true)).toBeNull()
  })
  it('is full when all is handed in, also before the deadline', () => {
    expect(squareState(cell(), false)).toBe('done')
    expect(squareState(cell({ quota: 0, handedIn: 1 }), false)).toBe('done')
  })
  it('tells late ones from those in time', () => {
    expect(squareState(cell({ late: 1 }), true)).toBe('late')
  })
  it('calls nothing missing before its deadline', () => {
    expect(squareState(cell({ handedIn: 1 }), false)).toBe('open')
    expect(squareState(cell({ handedIn: 1 }), true)).toBe('some')
    expect(squareState(cell({ handedIn: 0 }), true)).toBe('missing')
  })
  it('excuses the exempt', () => {
    expect(squareState(cell({ handedIn: 0, isExempt: true }), true)).toBe('excused')
  })
})
