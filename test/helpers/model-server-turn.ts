/**
 * What the server does with one request. Everything is optional and may be combined; `{ answer: '…' }` is a good
 * answer, streamed if the request asks for it.
 */
export type ModelTurn = {
  /** The text, or a function of the request that writes it (it may read `request.user`). Default: nothing. */
  readonly answer?: string | ((request: SeenRequest) => string)
  /** Length of a text delta, in UTF-16 units. Default 7. */
  readonly pieceChars?: number
  /** Byte offsets of the body at which a packet ends, anywhere, also inside a character. Default: one an event. */
  readonly packetsEndAt?: readonly number[]
  /** The finish reason; null: none is ever given. `length`, `content_filter` … Default `stop`. */
  readonly finish?: string | null
  /** null: the server does not count tokens. Default 11 and 22. */
  readonly usage?: { readonly prompt: number; readonly completion: number } | null
  /** The model's name in the answer. Default: the one that was asked for. */
  readonly model?: string
  readonly reasoning?: string
  readonly refusal?: string
  /** An error code reported inside the stream, after the text. */
  readonly failure?: string
  /** Chunks whose `choices` are empty, instead of the text. */
  readonly emptyChoices?: boolean
  /** A line written before each event: junk, or a comment like `: keep-alive`. */
  readonly noise?: string
  /** Ignores that the request asked to stream. */
  readonly ignoresStream?: boolean

  /** Milliseconds before the answer's head, and between packets. */
  readonly beforeMs?: number
  readonly betweenMs?: number
  /** Breaks the connection after so many bytes of the body. */
  readonly cutAtByte?: number
  /** Ends the body in good order after so many bytes. */
  readonly endAtByte?: number
  /** Says nothing more after so many bytes of the body, but keeps the connection; -1: not even the head. */
  readonly hangAtByte?: number

  /** An error answer instead: its status, headers, and JSON body `{ error }`. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly error?: Readonly<Record<string, unknown>>
  /** A body as it stands instead, with status 200 unless `status` says otherwise. */
  readonly raw?: { readonly contentType: string; readonly body: string | Buffer }
  /** A stream of text that goes on until so many bytes are sent. */
  readonly floodBytes?: number
}

/** One request as the server saw it. `system` and `user` are read from either API's body. */
export type SeenRequest = {
  readonly method: string
  readonly path: string
  readonly authorization: string
  readonly body: Readonly<Record<string, unknown>>
  readonly model: string
  readonly system: string
  readonly user: string
  /** Bytes of the answer handed to the network so far; whether the client hung up before the end. */
  sentBytes: number
  hungUp: boolean
}

/** Turns in order, the last one repeated; or a function of the request and its number, from 0. */
export type ModelScript = readonly ModelTurn[] | ((request: SeenRequest, index: number) => ModelTurn)
