import type { LanguageModel, ModelEvent, ModelRequest, RestartReason } from '../../src/llm/language-model.ts'
import { openAiModel, type OpenAiModelOptions } from '../../src/llm/openai-model.ts'
import type { ModelServer } from '../helpers/model-server.ts'

export const KEY = 'sk-proj-4f9c2aVerySecretKey77'
export const SECRET_PROMPT = '成员12的病假情况'

export const REQUEST: ModelRequest = {
  system: '只写占位符。',
  user: SECRET_PROMPT,
  maxTokens: 800,
  temperature: 0.3,
  seed: 7,
}

export const SECTION =
  '一是抓实理论学习。全年开展传达学习{{f1}}次、党课{{f2}}次{{r3}}。😀\n\n二是用好阵地。发布新闻动态{{f3~}}条。'

/** A model of the server that does not wait between attempts; the waits it would have made are kept. */
export function eagerModel(server: ModelServer, options: Partial<OpenAiModelOptions> = {}) {
  const waits: number[] = []
  const sleep = (ms: number) => {
    waits.push(ms)
    return Promise.resolve()
  }
  const base = {
    name: 'test-model',
    apiKey: KEY,
    baseUrl: server.baseUrl,
    api: 'chat',
    sleep,
    random: () => 1,
  } as const
  return { model: openAiModel({ ...base, ...options }), waits }
}

export type Heard = {
  /** The text after the last restart. */
  text: string
  restarts: RestartReason[]
  end: Extract<ModelEvent, { type: 'end' }> | null
  error: unknown
}

/** Listens to the end, or to the error. Throws when an event comes after the end. */
export async function hear(
  model: LanguageModel,
  { request = REQUEST, signal = AbortSignal.timeout(20_000) } = {},
): Promise<Heard> {
  const heard: Heard = { text: '', restarts: [], end: null, error: null }
  try {
    for await (const event of model.stream(request, signal)) {
      if (heard.end) throw new Error(`${event.type} after the end`)
      if (event.type === 'text') heard.text += event.text
      else if (event.type === 'end') heard.end = event
      else {
        heard.restarts.push(event.reason)
        heard.text = ''
      }
    }
  } catch (error) {
    heard.error = error
  }
  return heard
}

/** Everything of an error that a log could show: its own and its causes' properties. */
export function everyWordOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return JSON.stringify({ error })
  const own = Object.getOwnPropertyNames(error).map((name) => {
    const value: unknown = Reflect.get(error, name)
    return value instanceof Error ? everyWordOf(value, depth + 1) : `${name}: ${JSON.stringify(value)}`
  })
  return [error.message, String(error.stack), ...own].join('\n')
}
