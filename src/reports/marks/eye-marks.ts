import { type Locale, translator } from '../../locale.ts'
import type { VerdictSpan } from '../../claims/bind/verify-text.ts'
import type { EyeMark } from '../paragraphs/paragraph-parts.ts'
import { isAsked, mayLeave, type Leaving } from '../review/may-leave.ts'
import type { DraftVersion } from '../draft/drafts-store.ts'
import type { CorrectionFlag } from './changed-figures.ts'

/** A version with what editors have confirmed laid over, and what the records say otherwise by now. */
type MarkedVersion = { readonly version: DraftVersion; readonly mark?: CorrectionFlag | null }

/** What keeps a section's text from leaving as right. Pure. */
export function leavingOf({ version, mark }: MarkedVersion): Leaving {
  return mayLeave(version, { isStale: mark !== undefined && mark !== null })
}

/**
 * Where a section's text wants the reader's eye, and why, in order, none over another: what the records say otherwise by
 * now, what is not written, figures that nothing bears out for certain, and those that an editor vouches for. Pure.
 */
export function eyeMarks(text: MarkedVersion, locale: Locale): EyeMark[] {
  const t = translator(locale)

  const { mark, version } = text
  const leaving = leavingOf(text)
  const stale = (mark?.changes ?? []).map(({ start, end, label, before, after, unit }) => ({
    start,
    end,
    why: t(
      `此后记录有更正：${label}由 ${before} 变为 ${after ?? '无'}${after === null ? '' : unit}`,
      `Records were corrected since: ${label}, ${before} before, ${after ?? 'none'} now`,
    ),
  }))
  const lost = (mark?.lost ?? []).map(({ text: words, start, reason }) => ({
    start,
    end: start + words.length,
    why: t(`此后记录有更正：${reason}`, `Records were corrected since: ${reason}`),
  }))
  const blanks = leaving.placeholders.map(({ start, end, kind }) => ({
    start,
    end,
    why:
      kind === 'missing'
        ? t('还没有写', 'Not written yet')
        : t('不对应任何数据', 'Stands for nothing in the records'),
  }))
  const spans = version.verdict.spans
    .filter((span) => span.confirmed !== undefined || leaving.faults.includes(span) || isAsked(span))
    .map((span) => ({ start: span.start, end: span.end, why: whyOf(span, locale) }))
  const taken: EyeMark[] = []
  for (const one of [...stale, ...lost, ...blanks, ...spans]) {
    if (!taken.some(({ start, end }) => start < one.end && one.start < end)) taken.push(one)
  }
  return taken.sort((a, b) => a.start - b.start)
}

/** Why a figure is not certain, in one sentence. */
function whyOf({ state, reason, confirmed, doubt, claim }: VerdictSpan, locale: Locale): string {
  const t = translator(locale)

  if (confirmed !== undefined) {
    const { by, at, source } = confirmed
    return t(
      `没有记录为据，由 ${by?.name ?? '编辑'} 于 ${at} 确认，来源：${source}`,
      `Not in the records; confirmed by ${by?.name ?? 'an editor'} on ${at}, from: ${source}`,
    )
  }
  if (doubt === 'reworded')
    return t(
      '所在的句子改过，数字是否仍然成立，还没有人说',
      'Its sentence was reworded; nobody has said yet whether it holds',
    )
  if (doubt === 'words')
    return t(`句中的话与依据可能不符：${reason}`, `Its words may contradict its source: ${reason}`)
  if (state === 'proposed')
    return t(
      `可能是${claim?.label ?? ''}，还没有人确认`,
      `May be ${claim?.label ?? 'a figure of the records'}; nobody has said so`,
    )
  return state === 'conflict'
    ? t(`与记录不符：${reason}`, `Does not match the records: ${reason}`)
    : t(`没有记录为据：${reason}`, `Not in the records: ${reason}`)
}
