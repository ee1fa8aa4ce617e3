/** How Slack reaches this process at the moment. */
export type ConnectionState = {
  readonly mode: 'socket' | 'http'
  /** Socket Mode: the socket stands and Slack has said hello. HTTP: the port is listened on. */
  readonly connected: boolean
  /** Since when it has been so; epoch milliseconds. */
  readonly since: number
  /** Tries in a row that failed. */
  readonly failures: number
  /** What the last of them said; null when connected. */
  readonly lastError: string | null
}

/** Keeps the state. */
export function connectionState(mode: ConnectionState['mode']) {
  let state: ConnectionState = { mode, connected: false, since: Date.now(), failures: 0, lastError: null }
  return {
    now: (): ConnectionState => state,
    connected: () => {
      state = { mode, connected: true, since: Date.now(), failures: 0, lastError: null }
    },
    lost: (why: string) => {
      const since = state.connected ? Date.now() : state.since
      state = { ...state, connected: false, since, lastError: why }
    },
    failed: (why: string) => {
      state = { ...state, failures: state.failures + 1, lastError: why }
    },
  }
}
