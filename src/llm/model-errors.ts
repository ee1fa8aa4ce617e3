import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import type { ModelUsage } from './language-model.ts'

/** Why no whole answer came. */
export type UnavailableKind = 'timeout' | 'rate-limited' | 'server' | 'network' | 'auth' | 'bad-request'

/** Why an answer that came must not be used. `truncated`: it hit the token bound; `too-long`: it ignored it. */
export type RefusedKind =
  | 'empty'
  | 'refused'
  | 'looping'
  | 'too-long'
  | 'truncated'
  | 'content-filter'
  | 'names'

/**
 * The model gave no whole answer, retries included. The built-in composer can take over.
 * `detail` is for the log: a status, an error code; never a key, a prompt or the server's own sentence,
 * which may quote either.
 */
export class ModelUnavailable extends MemberFacingError {
  override readonly name = 'ModelUnavailable'
  readonly kind: UnavailableKind
  readonly detail: string
  /** What the attempts cost; null when nothing was generated. */
  readonly usage: ModelUsage | null

  constructor(kind: UnavailableKind, about: { model: string; detail: string; usage?: ModelUsage | null }) {
    super(withModel(UNAVAILABLE[kind], about.model, about.detail))
    this.kind = kind
    this.detail = about.detail
    this.usage = about.usage ?? null
  }
}

/** The model answered, but its answer is void. */
export class ModelAnswerRefused extends MemberFacingError {
  override readonly name = 'ModelAnswerRefused'
  readonly kind: RefusedKind
  readonly usage: ModelUsage

  constructor(kind: RefusedKind, about: { model: string; usage: ModelUsage }) {
    super(withModel(REFUSED[kind], about.model, ''))
    this.kind = kind
    this.usage = about.usage
  }
}

function withModel(said: LocalizedText, model: string, detail: string): LocalizedText {
  const fill = (text: string) => text.replaceAll('<model>', () => model).replaceAll('<detail>', () => detail)
  return { zh: fill(said.zh), en: fill(said.en) }
}

const UNAVAILABLE: Record<UnavailableKind, LocalizedText> = {
  timeout: {
    zh: '模型“<model>”没有按时答完（<detail>）。请稍后再试，或改用内置写手。',
    en: 'The model "<model>" did not answer in time (<detail>). Try again later, or draft with the built-in composer.',
  },
  'rate-limited': {
    zh: '模型“<model>”现在不接受更多请求（<detail>）。请过几分钟再试，或请管理员检查额度。',
    en: 'The model "<model>" takes no more requests now (<detail>). Try again in some minutes, or ask an admin to check the quota.',
  },
  server: {
    zh: '模型“<model>”的服务器出错（<detail>）。请稍后再试，或改用内置写手。',
    en: 'The server of the model "<model>" failed (<detail>). Try again later, or draft with the built-in composer.',
  },
  network: {
    zh: '连不上模型“<model>”的服务器（<detail>）。请管理员检查 OPENAI_BASE_URL 和网络。',
    en: 'The server of the model "<model>" cannot be reached (<detail>). Ask an admin to check OPENAI_BASE_URL and the network.',
  },
  auth: {
    zh: '模型“<model>”的服务器不认这个密钥（<detail>）。请管理员检查 OPENAI_API_KEY。',
    en: 'The server of the model "<model>" does not accept the key (<detail>). Ask an admin to check OPENAI_API_KEY.',
  },
  'bad-request': {
    zh: '模型“<model>”的服务器不接受这个请求（<detail>）。请管理员检查 WENSHU_MODEL、WENSHU_MODEL_API 和 OPENAI_BASE_URL。',
    en: 'The server of the model "<model>" does not accept the request (<detail>). Ask an admin to check WENSHU_MODEL, WENSHU_MODEL_API and OPENAI_BASE_URL.',
  },
}

const REFUSED: Record<RefusedKind, LocalizedText> = {
  empty: {
    zh: '模型“<model>”的回答是空的。请重试，或改用内置写手。',
    en: 'The answer of the model "<model>" is empty. Redraft, or draft with the built-in composer.',
  },
  refused: {
    zh: '模型“<model>”拒绝写这一部分。请修改这一部分的要求，或改用内置写手。',
    en: 'The model "<model>" refused to write this. Change the brief of the section, or draft with the built-in composer.',
  },
  looping: {
    zh: '模型“<model>”反复写同样的话，回答作废。请重试，或改用内置写手。',
    en: 'The model "<model>" wrote the same words over and over, so its answer is void. Redraft, or draft with the built-in composer.',
  },
  'too-long': {
    zh: '模型“<model>”的回答过长，回答作废。请重试，或改用内置写手。',
    en: 'The answer of the model "<model>" is far too long, so it is void. Redraft, or draft with the built-in composer.',
  },
  truncated: {
    zh: '模型“<model>”没写完就到了字数上限，回答作废。请把这一部分的字数要求改小，或换一个模型。',
    en: 'The model "<model>" reached its bound before it had finished, so its answer is void. Ask for a shorter section, or choose another model.',
  },
  names: {
    zh: '模型“<model>”的回答里有不代表任何人的人名代号，回答作废。请重试，或改用内置写手。',
    en: 'The answer of the model "<model>" holds a stand-in for a name that stands for nobody, so it is void. Redraft, or draft with the built-in composer.',
  },
  'content-filter': {
    zh: '模型“<model>”的内容过滤拦下了回答。请修改这一部分的要求，或改用内置写手。',
    en: 'The content filter of the model "<model>" stopped the answer. Change the brief of the section, or draft with the built-in composer.',
  },
}
