/** One question to a model: no tools, no history. What comes back is data, never an instruction. */
export type ModelRequest = {
  readonly system: string
  readonly user: string
  /** The same with every filled-in value changed, as `Prompt.render` gives it; without it all of it counts as filled in. */
  readonly filled?: (change: (value: string, name: string) => string) => { system: string; user: string }
  /** Upper bound of the answer, in the model's tokens. */
  readonly maxTokens: number
  /** 0 to 2; a model that takes no temperature ignores it. */
  readonly temperature: number
  readonly seed?: number
  /** What the answer is for, in the account of what models cost: `draft D-3`. Never sent. */
  readonly purpose?: string
}

/**
 * Tokens of all attempts of one request, also of those that were cut and redone, because they are billed too.
 * `estimated`: the server did not count (all of) them; the estimate errs high.
 */
export type ModelUsage = {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly estimated: boolean
}

/** Why the text so far is void and begins anew. */
export type RestartReason = 'cut' | 'timeout' | 'junk' | 'server' | 'rate-limited' | 'network'

export type ModelEvent =
  /** The next piece of the answer, never empty. */
  | { readonly type: 'text'; readonly text: string }
  /** The consumer discards all text so far; what follows is the answer from its beginning. */
  | { readonly type: 'restart'; readonly reason: RestartReason }
  /** Always the last event, and only of a whole answer that was judged usable. */
  | {
      readonly type: 'end'
      readonly finish: 'stop'
      readonly usage: ModelUsage
      /** The name the server gave, which may be more exact than the one asked for. */
      readonly model: string
      readonly durationMs: number
    }

/** Whether a model answers, for the operator. `detail` holds no secret: a status, an error code. */
export type Reachability =
  | { readonly reachable: true; readonly durationMs: number; readonly knowsModel: boolean | null }
  | { readonly reachable: false; readonly durationMs: number; readonly detail: string }

/**
 * A language model that writes text.
 *
 * `stream` yields text as it comes and, last, one `end`. It throws
 * - ModelUnavailable when no whole answer came, after its own retries,
 * - ModelAnswerRefused when an answer came that must not be used (the text shown so far is void),
 * - the signal's reason when the signal aborts, at once.
 * Breaking out of the loop stops the request too.
 */
export type LanguageModel = {
  readonly name: string
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>
  /** Never throws for the server's sake, only when the signal aborts. */
  reachable(signal: AbortSignal): Promise<Reachability>
}

/** The whole answer of a model, for those who do not show it while it comes. Throws what `stream` throws. */
export async function wholeAnswer(
  model: LanguageModel,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<{ text: string; usage: ModelUsage; model: string; durationMs: number }> {
  let text = ''
  for await (const event of model.stream(request, signal)) {
    if (event.type === 'text') text += event.text
    else if (event.type === 'restart') text = ''
    else return { text, usage: event.usage, model: event.model, durationMs: event.durationMs }
  }
  throw new Error(`The model ${model.name} ended its stream without an end event`)
}

/** The same model, every question of which is put down to this purpose. */
export function onAccountOf(model: LanguageModel, purpose: string): LanguageModel {
  return {
    name: model.name,
    reachable: async (signal) => await model.reachable(signal),
    stream: (request, signal) => model.stream({ ...request, purpose }, signal),
  }
}
