import type { LocalizedText } from '../../locale.ts'
import type { Amount } from '../../text/numbers/approximation.ts'
import type { ClaimValue } from '../sources/claim-values.ts'

const said = ({ value, unit, how }: ClaimValue): string => {
  const shown = how === 'share' ? Math.round(10 * value) / 10 : value
  return `${shown}${/^[a-z]/i.test(unit) ? ' ' : ''}${unit}`
}

/** Why a figure with a source stands as it does, in both languages. */
export const sourceReasons = {
  stands: (amount: Amount, claim: ClaimValue): LocalizedText => {
    const exact = amount.approximation === 'exact'
    return {
      zh: `${claim.label}：${said(claim)}${exact ? '' : '，约数在允许的范围内'}。`,
      en: `${claim.label}: ${said(claim)}${exact ? '' : '; the rounding is within its bounds'}.`,
    }
  },
  derived: (claim: ClaimValue): LocalizedText => ({
    zh: `由记录算得：${claim.label} = ${said(claim)}。`,
    en: `Worked out from the records: ${claim.label} = ${said(claim)}.`,
  }),
  changed: (written: string, was: number, { label, value, unit, how }: ClaimValue): LocalizedText => {
    const before = how === 'share' ? Math.round(10 * was) / 10 : was
    const now =
      value === was
        ? null
        : { zh: `，记录现为 ${value}${unit}`, en: `; the records say ${value} ${unit} now` }
    return {
      zh: `原为 ${before}（${label}），现写作“${written}”${now?.zh ?? ''}。`,
      en: `Was ${before} (${label}), is “${written}”${now?.en ?? ''}.`,
    }
  },
  corrected: (text: string, { label, value, unit }: ClaimValue): LocalizedText => ({
    zh: `${label}在记录中现为 ${value}${unit}，文中为“${text}”。`,
    en: `${label} is ${value} ${unit} in the records now; the text says “${text}”.`,
  }),
  otherUnit: (text: string, { label, unit }: ClaimValue): LocalizedText => ({
    zh: `${label}的单位是“${unit}”，文中为“${text}”。`,
    en: `${label} is counted in “${unit}”, the text says “${text}”.`,
  }),
  gone: (text: string, was: number): LocalizedText => ({
    zh: `“${text}”所依据的数据（原为 ${was}）记录中已经没有。`,
    en: `The records no longer hold what “${text}” came from (it was ${was}).`,
  }),
} as const
