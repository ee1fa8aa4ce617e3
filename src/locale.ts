/** The two languages Wenshu speaks. A person's comes from their Slack locale; anything not Chinese reads English. */
export type Locale = 'zh' | 'en'

/** One sentence in both languages. */
export type LocalizedText = { readonly zh: string; readonly en: string }

/** `zh-CN`, `zh_TW`, `zh` → `zh`; everything else, also nothing → `en`. */
export function localeOf(tag: string | null | undefined): Locale {
  return tag?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Picks the sentence in the person's language. */
export function say(locale: Locale, said: LocalizedText): string {
  return said[locale]
}

/** The same for several sentences: `t('中文', 'English')`. */
export function translator(locale: Locale): (zh: string, en: string) => string {
  return (zh, en) => (locale === 'zh' ? zh : en)
}

/** A count with its English noun: `1 essay`, `0 entries`, `1,250 records`. `many` where it is not the noun with an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
