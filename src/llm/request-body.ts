import type { APIError } from 'openai'
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import type { ResponseCreateParamsStreaming } from 'openai/resources/responses/responses'
import type { ModelRequest } from './language-model.ts'

/**
 * What a server does not take, as it said itself. Servers that call themselves compatible differ: models that
 * reason refuse `temperature` and `max_tokens`, older servers know neither `stream_options` nor
 * `max_completion_tokens`, and some of those ignore the latter in silence, which is why it is not sent first.
 */
export type Dialect = {
  readonly tokens: 'max_tokens' | 'max_completion_tokens'
  readonly without: readonly ('temperature' | 'seed' | 'stream_options' | 'store')[]
}

/** OpenAI itself has deprecated `max_tokens`; all others know it. */
export function firstDialect(baseUrl: string | null): Dialect {
  return { tokens: baseUrl === null ? 'max_completion_tokens' : 'max_tokens', without: [] }
}

/** The dialect to try after a 400 or 422 that names a parameter; null when nothing is left to change. */
export function nextDialect(dialect: Dialect, error: APIError, first: Dialect): Dialect | null {
  if (error.status !== 400 && error.status !== 422) return null
  const names = typeof error.param === 'string' && error.param !== '' ? error.param : error.message
  const isNamed = (name: string) => new RegExp(`\\b${name}\\b`).test(names)
  for (const name of ['temperature', 'seed', 'stream_options', 'store'] as const) {
    if (isNamed(name) && !dialect.without.includes(name)) {
      return { ...dialect, without: [...dialect.without, name] }
    }
  }
  if (isNamed(dialect.tokens) && dialect.tokens === first.tokens) {
    return { ...dialect, tokens: first.tokens === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens' }
  }
  return null
}

export function chatBody(
  model: string,
  request: ModelRequest,
  dialect: Dialect,
): ChatCompletionCreateParamsStreaming {
  const takes = (name: Dialect['without'][number]) => !dialect.without.includes(name)
  return {
    model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ],
    stream: true,
    [dialect.tokens]: request.maxTokens,
    ...(takes('temperature') && { temperature: request.temperature }),
    ...(takes('seed') && request.seed !== undefined && { seed: request.seed }),
    ...(takes('stream_options') && { stream_options: { include_usage: true } }),
  }
}

/** `store: false`: an office's records are not to be kept by the server. The Responses API knows no seed. */
export function responsesBody(
  model: string,
  request: ModelRequest,
  dialect: Dialect,
): ResponseCreateParamsStreaming {
  return {
    model,
    instructions: request.system,
    input: request.user,
    stream: true,
    max_output_tokens: request.maxTokens,
    ...(!dialect.without.includes('temperature') && { temperature: request.temperature }),
    ...(!dialect.without.includes('store') && { store: false }),
  }
}
