import type { LocalizedText } from '../../locale.ts'
import type { FormValues } from '../../slack/listener.ts'

/** A text field, with \n for line ends and no space around. */
export function textAt(values: FormValues, field: string): string {
  return (values[field]?.['value']?.value ?? '').replaceAll('\r\n', '\n').trim()
}

/** The values chosen in check boxes or a menu of many. */
export function chosenAt(values: FormValues, field: string): string[] {
  return (values[field]?.['value']?.selected_options ?? []).map(({ value }) => value)
}

/** A whole number from `least` to 20,000; a fault is noted under its field, and `least` returned. */
export function numberAt(
  values: FormValues,
  field: string,
  least: number,
  faults: Record<string, LocalizedText>,
): number {
  const text = textAt(values, field).normalize('NFKC')
  if (/^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= 20_000) return Number(text)
  faults[field] = {
    zh: `“${text.slice(0, 40)}”不是 ${least} 到 20000 的整数。`,
    en: `"${text.slice(0, 40)}" is not a whole number from ${least} to 20000.`,
  }
  return least
}

/** What is said of a text that is empty or longer than `most` characters. */
export function lengthFault(text: string, most: number): LocalizedText {
  if (text === '') return { zh: '不能为空。', en: 'This cannot be empty.' }
  return {
    zh: `“${text.slice(0, 20)}…”有 ${text.length} 字，最多 ${most} 字。`,
    en: `"${text.slice(0, 20)}…" has ${text.length} characters; at most ${most}.`,
  }
}
