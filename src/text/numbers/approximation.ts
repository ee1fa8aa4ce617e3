/**
 * How a figure is said: B itself, B余, 近B, 约B, B以上, 超B, 不超过B, 不到B, or from B to C.
 */
export type Approximation =
  | 'exact'
  | 'above'
  | 'nearly'
  | 'about'
  | 'atLeast'
  | 'moreThan'
  | 'atMost'
  | 'lessThan'
  | 'range'

/**
 * The bounds of the house rule for approximations. GB/T 15835-2011 sets none for 余, so they stand here, in one
 * place, and a caller may pass others.
 */
export type ApproximationBounds = {
  /** 近B passes for x when `nearlyFrom`·B ≤ x < B. */
  readonly nearlyFrom: number
  /** 约B passes for x within ±`aboutShare`·B. */
  readonly aboutShare: number
  /** B余 passes up to B + `aboveSteps` × the place value of B's last non-zero digit. */
  readonly aboveSteps: number
  /** 超B and B以上 pass up to `openShare`·B, and as far as B余 does: more says too little to be a figure. Infinity lifts it. */
  readonly openShare: number
}

export const houseBounds: ApproximationBounds = {
  nearlyFrom: 0.9,
  aboutShare: 0.1,
  aboveSteps: 1,
  openShare: Number.POSITIVE_INFINITY,
}

/** A figure as said, in plain numbers: `high` is only for a range, `place` is the value of B's last non-zero digit. */
export type Amount = {
  readonly approximation: Approximation
  readonly value: number
  readonly high: number
  readonly place: number
}

/** A range from one end to more than this many times it says too little to be a figure; 数十 reaches from 20 to 99. */
const WIDEST = 5

/**
 * Whether the figure as said passes for the fact's value x. The table:
 *
 * | Form | Passes for x |
 * |---|---|
 * | B | x = B |
 * | B余, B多, over B | B < x < B + place value of B's last non-zero digit (2000余 → 2001–2999) |
 * | 近B, nearly B | 0.9 B ≤ x < B |
 * | 约B, B左右, about B | within ±10 % |
 * | B以上, 不少于B, at least B | x ≥ B |
 * | 超B, 逾B | x > B |
 * | 不超过B, at most B | x ≤ B; 不到B, under B: x < B, both not below 0.9 B |
 * | B～C | B ≤ x ≤ C |
 */
export function passesFor(amount: Amount, x: number, bounds: ApproximationBounds = houseBounds): boolean {
  const b = amount.value
  const near = (left: number, right: number): boolean =>
    Math.abs(left - right) < 1e-9 * Math.max(1, Math.abs(right))
  switch (amount.approximation) {
    case 'exact':
      return near(x, b)
    case 'above':
      return x > b && x < b + bounds.aboveSteps * amount.place
    case 'nearly':
      return x >= bounds.nearlyFrom * b && x < b
    case 'about':
      return Math.abs(x - b) <= bounds.aboutShare * Math.abs(b) + 1e-9
    case 'atLeast':
      return x >= b && withinOpen(x, amount, bounds)
    case 'moreThan':
      return x > b && withinOpen(x, amount, bounds)
    case 'atMost':
      return x <= b && x >= bounds.nearlyFrom * b
    case 'lessThan':
      return x < b && x >= bounds.nearlyFrom * b
    case 'range':
      // 5至900次 says nothing.
      return x >= b && x <= amount.high && amount.high <= WIDEST * Math.max(b, 1)
  }
}

function withinOpen(x: number, amount: Amount, bounds: ApproximationBounds): boolean {
  const reach = Math.max(amount.value * bounds.openShare, amount.value + bounds.aboveSteps * amount.place)
  return x <= reach
}

/** Words that make a number no exact one: before it (约, at least, up to), and after it (多, 左右, -ish). Lower case. */
export const roughBefore =
  /(?:约|大约|大概|差不多|近|将近|接近|超过?|逾|突破|不到|不足|不少于|不低于|不超过|不多于|至少|最多|最少|起码|好几|\b(?:about|around|round about|nearly|over|well over|just over|almost|some|approx\.?|approximately|roughly|circa|ca\.?|more than|less than|fewer than|no fewer than|no less than|no more than|not more than|at least|at most|up to|as many as|upwards of|north of|under|just under|below|above|close to|maybe|perhaps|probably|possibly|estimated|an estimated|say)|~)\s?$|(?:[<>≥≤±]|上(?=$)(?<!线上|网上|以上|晚上|早上|会上|路上))$/u
export const roughAfter =
  /^(?:多|余|来|几(?![十百千万]))|^\s?(?:以上|以下|以内|左右|上下|\+|[-‑]?ish(?![a-z])|or so(?![a-z])|or more(?![a-z])|or thereabouts|odd(?![a-z])|plus(?![a-z]))/u
/** As much of the text before a number as such words take. */
export const longestRough = 18
