/** What a piece of a text may still say: a day, a length of time, an hour, people by number or by word, a number of something, a digit typed as a letter. */
export type RemainKind = 'date' | 'duration' | 'clock' | 'heads' | 'people' | 'absence' | 'amount' | 'money'

/** A piece that looks like it, in offsets of the text. `isAlone`: nothing is glued to it, so it is hardly part of a name. */
export type Remain = {
  readonly from: number
  readonly to: number
  readonly kind: RemainKind
  readonly isAlone: boolean
}
