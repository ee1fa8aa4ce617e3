/** Slack's tiers; `posting` has its own rule: about one message a second and channel, and a limit for the workspace. */
export type Tier = 1 | 2 | 3 | 4 | 'posting' | 'none'

/** Calls a minute. Source: docs.slack.dev/apis/web-api/rate-limits. */
const PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 } as const
/** "Several hundred messages per minute" for the workspace; the number is not published. */
const WORKSPACE_POSTS_PER_MINUTE = 300
/** Short bursts beyond one message a second are allowed; how many is not published. */
const CHANNEL_BURST = 5
const WORKSPACE_BURST = 50

type Bucket = { tokens: number; at: number }

/** Token buckets, one a method, and for posting one a channel and one for the workspace. Times are milliseconds. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>()

  /**
   * Takes the call in: null if it is allowed, else the seconds to wait (whole, at least 1). A refused call
   * costs nothing. `factor` multiplies every rate and burst.
   */
  admit(call: { method: string; tier: Tier; channel?: string }, factor: number, now: number): number | null {
    const wanted = bucketsFor(call).map(({ key, perMinute, burst }) => {
      const capacity = Math.max(1, burst * factor)
      const perMs = (perMinute * factor) / 60_000
      return { bucket: this.#refilled(key, capacity, perMs, now), perMs }
    })
    const wait = Math.max(0, ...wanted.map(({ bucket, perMs }) => (1 - bucket.tokens) / perMs))
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000))
    for (const { bucket } of wanted) bucket.tokens -= 1
    return null
  }

  reset(): void {
    this.#buckets.clear()
  }

  #refilled(key: string, capacity: number, perMs: number, now: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, at: now }
    bucket.tokens = Math.min(capacity, bucket.tokens + (now - bucket.at) * perMs)
    bucket.at = now
    this.#buckets.set(key, bucket)
    return bucket
  }
}

function bucketsFor(call: { method: string; tier: Tier; channel?: string }) {
  if (call.tier === 'none') return []
  if (call.tier === 'posting') {
    return [
      { key: `${call.method} ${call.channel ?? ''}`, perMinute: 60, burst: CHANNEL_BURST },
      { key: call.method, perMinute: WORKSPACE_POSTS_PER_MINUTE, burst: WORKSPACE_BURST },
    ]
  }
  return [{ key: call.method, perMinute: PER_MINUTE[call.tier], burst: PER_MINUTE[call.tier] }]
}
