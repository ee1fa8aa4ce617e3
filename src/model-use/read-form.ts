import { FieldIssues } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import type { FormValues } from '../slack/listener.ts'
import type { ModelSettings } from './model-settings.ts'

/** What an admin typed into the form. Throws FieldIssues that name every wrong field. Pure. */
export function readModelForm(values: FormValues): ModelSettings {
  const faults: Record<string, LocalizedText> = {}
  const textOf = (field: string): string =>
    (values[field]?.['value']?.value ?? '').normalize('NFKC').replaceAll(/[\s,]/g, '')
  const number = (field: string, isWhole: boolean): number | null => {
    const text = textOf(field)
    if (text === '') return null
    if ((isWhole ? /^\d{1,12}$/ : /^\d{1,9}(\.\d{1,6})?$/).test(text)) return Number(text)
    faults[field] = isWhole
      ? {
          zh: `“${text.slice(0, 40)}”不是整数。请写如 200000，或留空。`,
          en: `"${text.slice(0, 40)}" is no whole number. Write it like 200000, or leave it empty.`,
        }
      : {
          zh: `“${text.slice(0, 40)}”不是金额。请写如 20 或 1.5，或留空。`,
          en: `"${text.slice(0, 40)}" is no amount. Write it like 20 or 1.5, or leave it empty.`,
        }
    return null
  }
  const [tokensPerMonth, costPerMonth] = [number('tokens', true), number('cost', false)]
  const [prompt, completion] = [number('promptPrice', false), number('answerPrice', false)]
  const currency = textOf('currency').toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency)) {
    faults['currency'] = {
      zh: `“${currency.slice(0, 40)}”不是币种。请写三个字母，如 CNY。`,
      en: `"${currency.slice(0, 40)}" is no currency. Write three letters, like CNY.`,
    }
  }
  const bothOrNone = {
    zh: '两个单价要一起填。',
    en: 'Give both prices, or neither.',
  }
  if ((prompt === null) !== (completion === null)) {
    faults[prompt === null ? 'promptPrice' : 'answerPrice'] ??= bothOrNone
  }
  const price = prompt === null || completion === null ? null : { prompt, completion }
  if (costPerMonth !== null && price === null) {
    faults['cost'] ??= {
      zh: '没有单价就算不出费用。请先填两个单价。',
      en: 'Without prices no cost can be worked out. Give both prices first.',
    }
  }
  if (Object.keys(faults).length > 0) throw new FieldIssues(faults)
  const pseudonyms = (values['names']?.['value']?.selected_options ?? []).length > 0
  return { pseudonyms, tokensPerMonth, costPerMonth, price, currency }
}
