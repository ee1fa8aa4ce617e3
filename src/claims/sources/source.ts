/**
 * Where a figure of a text comes from: carried with the text from the slot (or the click) that put it there, never read
 * from the words around it.
 */
export type Source = {
  /** The numeral token in the text, UTF-16 offsets: sign, approximation, digits, and the unit where the form owns it. */
  readonly start: number
  readonly end: number
  /** The canonical key of the claim: `study.count:党课@2022-01-01..2022-12-31`. See `claimKey`. */
  readonly key: string
  /** `exact` 3701, `rounded` 3700余, `words` 两次, once (owns its unit). */
  readonly form: 'exact' | 'rounded' | 'words'
  /** The claim's value when the source was set. */
  readonly value: number
  /** `slot`: the office's own slot; else the member who said so by a click. */
  readonly by: string
  /** Words of its sentence were changed since it was set: shown until somebody says that it still holds. */
  readonly reworded?: true
  /** The number of the click that made it a source; such a source ends when the click is taken back. */
  readonly click?: number
  /** The number of the click that said that it still holds in its new words. */
  readonly stands?: number
}
/** Sources without what was taken back: a source by a click ends with it, and a doubt that a click had settled is back. Pure. */
export function withoutClicks(sources: readonly Source[], revoked: ReadonlySet<number>): Source[] {
  return sources
    .filter(({ click }) => click === undefined || !revoked.has(click))
    .map(({ stands, ...source }) =>
      stands === undefined || revoked.has(stands) ? source : { ...source, stands },
    )
}
