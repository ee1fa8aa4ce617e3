/** One thing the doctor looked at. `advice` says what to do when it is not well. */
export type Finding = {
  readonly check: string
  readonly state: 'well' | 'warning' | 'fault'
  readonly found: string
  readonly advice: string | null
}
