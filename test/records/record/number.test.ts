import { describe, expect, it } from 'vitest'
import { isNumber, numberOf } from '../../../src/records/record/number.ts'

describe('a record’s number', () => {
  it.each([
    ['S-42', 'S-42'],
    ['s-42', 'S-42'],
    ['s42', 'S-42'],
    ['Ｓ－４２', 'S-42'],
    ['S–042', 'S-42'],
    ['42', 'S-42'],
    ['A-17', 'A-17'],
    ['', ''],
    ['S-42x', 'S-42X'],
  ])('%j after /study is %j', (typed, number) => {
    expect(numberOf(typed, 'study')).toBe(number)
  })

  it.each([
    ['S-42', true],
    ['a-17', true],
    ['42', false],
    ['S42', false],
    ['S-42:', false],
    ['SA-42', false],
  ])('%j alone is looked up: %j', (word, is) => {
    expect(isNumber(word)).toBe(is)
  })
})
