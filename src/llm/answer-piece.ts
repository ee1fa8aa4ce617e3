import { z } from 'zod'

/** How the server says that the answer is over; `broken`: it gave up half-way. */
export type Finish = 'stop' | 'length' | 'filter' | 'broken'

/** What one message of a server's stream adds to the answer, the same for both APIs. */
export type AnswerPiece = {
  readonly text: string
  readonly refused: boolean
  readonly finish: Finish | null
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | null
  readonly model: string | null
  /** The server's error code, when it reports a failure inside the stream. */
  readonly failure: string | null
}

const NOTHING: AnswerPiece = {
  text: '',
  refused: false,
  finish: null,
  usage: null,
  model: null,
  failure: null,
}

const count = z.number().int().nonnegative()
const part = z.object({ content: z.string().nullish(), refusal: z.string().nullish() })
const chatMessage = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        index: z.number().nullish(),
        delta: part.nullish(),
        message: part.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(null),
})

/** Reads one chunk of Chat Completions, or its whole answer when a server ignores `stream`. null: it is junk. */
export function chatPiece(message: unknown): AnswerPiece | null {
  const read = chatMessage.safeParse(message)
  if (!read.success) return null
  const { choices, usage, model } = read.data
  const choice = choices?.find((each) => (each.index ?? 0) === 0)
  const said = choice?.delta ?? choice?.message
  return {
    ...NOTHING,
    text: said?.content ?? '',
    refused: Boolean(said?.refusal),
    finish: choice?.finish_reason ? chatFinish(choice.finish_reason) : null,
    usage: usage ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens } : null,
    model: model ?? null,
  }
}

/** Servers differ in how they name a normal end; a name that is not known is no proof of one. */
function chatFinish(reason: string): Finish {
  switch (reason.toLowerCase()) {
    case 'stop':
    case 'eos':
    case 'eos_token':
    case 'end_turn':
    case 'stop_sequence':
      return 'stop'
    case 'length':
    case 'max_tokens':
      return 'length'
    case 'content_filter':
    case 'safety':
      return 'filter'
    default:
      return 'broken'
  }
}

const responseObject = z.object({
  model: z.string().nullish(),
  status: z.string().nullish(),
  error: z.object({ code: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  usage: z.object({ input_tokens: count, output_tokens: count }).nullish().catch(null),
})
type ResponseObject = z.infer<typeof responseObject>

const responseEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('response.output_text.delta'), delta: z.string() }),
  z.object({ type: z.literal('response.refusal.delta') }),
  z.object({ type: z.literal('response.completed'), response: responseObject }),
  z.object({ type: z.literal('response.incomplete'), response: responseObject }),
  z.object({ type: z.literal('response.failed'), response: responseObject }),
  z.object({ type: z.literal('error'), code: z.string().nullish() }),
])

/** Reads one event of the Responses API. null: it is junk. Event types that say nothing of the answer add nothing. */
export function responsesPiece(message: unknown): AnswerPiece | null {
  const typed = z.object({ type: z.string() }).safeParse(message)
  if (!typed.success) return null
  if (!responseEvent.options.some((option) => option.shape.type.value === typed.data.type)) return NOTHING
  const read = responseEvent.safeParse(message)
  if (!read.success) return null
  switch (read.data.type) {
    case 'response.output_text.delta':
      return { ...NOTHING, text: read.data.delta }
    case 'response.refusal.delta':
      return { ...NOTHING, refused: true }
    case 'error':
      return { ...NOTHING, failure: read.data.code ?? 'error' }
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      return responseEnd(read.data.response, read.data.type.slice('response.'.length))
    default:
      return read.data satisfies never
  }
}

const wholeResponse = responseObject.extend({
  status: z.string(),
  output: z.array(
    z.object({
      content: z
        .array(z.object({ type: z.string(), text: z.string().nullish() }))
        .nullish()
        .catch(null),
    }),
  ),
})

/** Reads a whole answer of the Responses API, from a server that ignores `stream`. null: it is junk. */
export function responsesWholePiece(message: unknown): AnswerPiece | null {
  const read = wholeResponse.safeParse(message)
  if (!read.success) return null
  const parts = read.data.output.flatMap((item) => item.content ?? [])
  return {
    ...responseEnd(read.data, read.data.status),
    text: parts.map((each) => (each.type === 'output_text' ? (each.text ?? '') : '')).join(''),
    refused: parts.some((each) => each.type === 'refusal'),
  }
}

function responseEnd(response: ResponseObject, status: string): AnswerPiece {
  const usage = response.usage
  return {
    ...NOTHING,
    finish: responseFinish(status, response.incomplete_details?.reason),
    failure: status === 'failed' ? (response.error?.code ?? 'failed') : null,
    usage: usage ? { promptTokens: usage.input_tokens, completionTokens: usage.output_tokens } : null,
    model: response.model ?? null,
  }
}

function responseFinish(status: string, reason: string | null | undefined): Finish {
  if (status === 'completed') return 'stop'
  if (status !== 'incomplete') return 'broken'
  if (reason === 'content_filter') return 'filter'
  return reason === 'max_output_tokens' ? 'length' : 'broken'
}
