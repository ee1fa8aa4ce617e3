export type NumeralForm = 'arabic' | 'chinese' | 'formal' | 'mixed' | 'english'

/**
 * A number as written, from where it was asked to where it `end`s. `high` differs from `value` for 三四十 (30–40),
 * 数十 (20–99), dozens. `place` is the value of the last non-zero digit. `above` says that 余, 多, 来 or 几 stood
 * inside (100余万, 二十几).
 */
export type ReadNumber = {
  readonly end: number
  readonly value: number
  readonly high: number
  readonly place: number
  readonly above: boolean
  readonly form: NumeralForm
  /** 百分之九十五, two thirds: a share, `value` in per cent. */
  readonly share: boolean
}
