import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Draft, DraftVersion } from '../draft/drafts-store.ts'
import type { Review } from '../review/review.ts'
import type { Verdict } from '../../claims/bind/verify-text.ts'

/** Notes, kinds and names told before the rest becomes a number. */
const TOLD = 8

/** What stands in grey under a verdict: what wants an eye, names taken from checking, records left out, who wrote it. */
export function smallPrint(
  draft: Draft,
  version: DraftVersion,
  basis: DraftBasis,
  review: Pick<Review, 'lapsed' | 'terms'>,
): string[] {
  const { locale } = basis
  const { verdict } = version
  const notes = verdict.notes
    .slice(0, TOLD)
    .map(({ text, reason }) => `“${escapeText(fit(text, 30))}” ${escapeText(fit(reason, 120))}`)
  return [
    ...(notes.length === 0
      ? []
      : [`${say(locale, { zh: '请留意：', en: 'For your eye: ' })}${notes.join(' ')}`]),
    ...lapsedLine(review, locale),
    ...termsLine(review, locale),
    unusedLine(verdict, basis),
    ...(version.writtenBy === 'editor' ? [] : [writerLine(draft, version, locale)]),
  ]
}

/** Which records the text leaves out, by kind. */
function unusedLine({ unusedRecordIds }: Verdict, basis: DraftBasis): string {
  const { locale } = basis
  const t = translator(locale)

  if (unusedRecordIds.length === 0) {
    return t('本部分的记录都用到了。', 'Every record of this section is used.')
  }
  const kindOf = new Map<string, string>()
  for (const fact of basis.ledger.facts) {
    const kind =
      fact.key.includes('.count:') && !fact.key.startsWith('essay.')
        ? basis.about[fact.id]?.kinds[0]
        : undefined
    if (kind === undefined) continue
    const name = locale === 'zh' ? kind : (basis.kindNames[kind] ?? kind)
    for (const id of fact.recordIds) kindOf.set(id, name)
  }
  const essays = t('习作', 'essays')
  const counts = new Map<string, number>()
  for (const id of unusedRecordIds) {
    const kind = kindOf.get(id) ?? essays
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const kinds = [...counts].slice(0, TOLD).map(([kind, count]) => `${escapeText(kind)} ${count}`)
  return t(
    `没有用到的记录 ${unusedRecordIds.length} 条：${kinds.join('、')}。`,
    `Records not used: ${unusedRecordIds.length} (${kinds.join(', ')}).`,
  )
}

function writerLine({ fault, took }: Draft, { version, writtenBy }: DraftVersion, locale: Locale): string {
  const t = translator(locale)

  if (writtenBy !== 'composer') {
    const spent = version > 1 || took === null ? { zh: '', en: '' } : spentWords(took)
    return t(
      `模型 ${escapeText(writtenBy)} 起草${spent.zh}。`,
      `Written by the model ${escapeText(writtenBy)}${spent.en}.`,
    )
  }
  if (fault === null) return t('内置撰写器起草。', 'Written by the built-in composer.')
  return t(
    `模型没有写成（${escapeText(fit(fault.replace(/[。.]$/, ''), 200))}），改由内置撰写器起草。`,
    `The model did not deliver (${escapeText(fit(fault.replace(/[。.]$/, ''), 200))}), so the built-in composer wrote it.`,
  )
}

function spentWords({ seconds, tokens, cost, currency }: NonNullable<Draft['took']>): LocalizedText {
  const money = cost === null ? '' : `${Number(cost.toFixed(4))} ${currency ?? ''}`.trim()
  return {
    zh: `，用时 ${seconds} 秒，词元 ${tokens}${money === '' ? '' : `，费用 ${money}`}`,
    en: ` in ${seconds} s, ${tokens} tokens${money === '' ? '' : `, ${money}`}`,
  }
}

function lapsedLine({ lapsed }: Pick<Review, 'lapsed'>, locale: Locale): string[] {
  if (lapsed.length === 0) return []
  const figures = lapsed.slice(0, TOLD).map(({ figure }) => `“${escapeText(fit(figure, 30))}”`)
  return [
    say(locale, {
      zh: `原先确认过、现在不再适用的数字（数字或所在的句子已改）：${figures.join('、')}`,
      en: `Confirmed before and not any more, since the figure or its sentence changed: ${figures.join(', ')}`,
    }),
  ]
}

/** A name that is not checked is shown for what it is, with who said so. */
function termsLine({ terms }: Pick<Review, 'terms'>, locale: Locale): string[] {
  const t = translator(locale)

  if (terms.length === 0) return []
  const names = terms.slice(0, TOLD).map(({ term, by }) => {
    const who = by === null ? '' : t(`（${mention(by)} 加入）`, ` (added by ${mention(by)})`)
    return `“${escapeText(term)}”${who}`
  })
  return [
    t(
      `作为名称不核对的：${names.join('、')}。不是名称的话，用 /report lexicon 移除。`,
      `Not checked, as names: ${names.join(', ')}. If one is no name, remove it with /report lexicon.`,
    ),
  ]
}
