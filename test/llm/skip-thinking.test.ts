import fc from 'fast-check'
import { expect, it } from 'vitest'
import { skipThinking } from '../../src/llm/skip-thinking.ts'

function filtered(text: string, size: number): string {
  const filter = skipThinking()
  let shown = ''
  for (let at = 0; at < text.length; at += size) shown += filter.push(text.slice(at, at + size))
  return shown + filter.end()
}

const size = fc.integer({ min: 1, max: 20 })

it('drops a block of reasoning at the beginning, wherever the pieces are cut', () => {
  const answer = fc.string().map((text) => `x${text}`)
  const reasoning = fc.string().filter((text) => !text.includes('</think>'))
  fc.assert(
    fc.property(reasoning, answer, size, (thought, text, cut) => {
      expect(filtered(`\n<think>${thought}</think>\n\n${text}`, cut)).toBe(text)
    }),
  )
})

it('changes nothing in a text that does not begin with one', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom('<thin', '  <', 'a <think>b</think>', '<thinking> c', ''),
  )
  fc.assert(
    fc.property(texts, size, (text, cut) => {
      fc.pre(!text.trimStart().startsWith('<think>'))
      expect(filtered(text, cut)).toBe(text)
    }),
  )
})

it('shows nothing of reasoning that never ends', () => {
  fc.assert(
    fc.property(size, (cut) => {
      expect(filtered('<think>嗯，9999 人</thin', cut)).toBe('')
    }),
  )
})
