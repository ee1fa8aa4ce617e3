import { readUnitAt } from '../../text/units.ts'

/** Sticky rules for what holds digits but counts nothing. */
const identifiers: readonly RegExp[] = [
  /https?:\/\/[^\s，。；、）)】」]+|www\.[^\s，。；、）)]+|[\w.+-]+@[\w-]+\.[\w.]+/y,
  // Record numbers and codes: S-42, GB/T 9704—2012, v1.2, A4, 5G, F1 key.
  /[a-z]{1,6}(?:\/[a-z])?[ ]?-?\d+(?:(?:[-.]|[—―]{1,2})\d+)*(?![\d,.]*\d)(?=$|[^\da-z])/y,
  /\d+[a-z](?![a-z])(?=[\u4e00-\u9fff ]|$)/y,
  // 1+3+N: the name of a way of working.
  /\d+(?:\+(?:\d+|[nx]))+(?![\da-z])/y,
  // Telephone numbers: +86 138 1234 5678, 0934-8212345, 400-810-0000, and short ones that a word leads.
  /(?<=\+)\d{1,3}(?:[ -]\d{2,8}){1,5}(?!\d)|0\d{2,3}-\d{7,8}(?:-\d{1,5})?(?!\d)|[48]00-\d{3,4}-\d{3,4}(?!\d)|1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?!\d)/y,
  /(?<=(?:电话|热线|传真|手机|专线|短号|hotline|\bcall|\bdial|\btel\.?|telephone|phone|\bfax|\bmobile|\bext\.?|extension)[:： ]{0,2})\d[\d-]{2,14}(?!\d)/y,
  /\d{3,6}(?=(?:政务|便民|市民|公共|服务|举报|投诉|咨询)*(?:热线|专线|平台)| (?:[a-z]+ )?(?:hotline|helpline))/y,
  // Postcodes, rooms, accounts and other numbers given to things.
  /(?<=(?:邮编|邮政编码|编码|编号|证号|文号|账号|帐号|学号|工号|卡号|信箱|postcode|post code|zip(?: code)?|p\.?o\.? box)[:： ]{0,2})\d[\d-]{0,17}(?!\d)/y,
  /(?<=[路街巷道弄])\d{1,5}号(?:楼|院)?|\d{1,2}号楼|(?<=号)\d{1,2}楼|\d{1,2}单元\d+室?|\d{3,4}(?:室|房间|会议室)/y,
  /\d{1,5}[a-z]?(?= (?:(?:north|south|east|west|[a-z]+) ){1,3}(?:road|street|avenue|lane|drive|boulevard|square)\b)/y,
  /[〔[［(（]\s*(?:19|20)\d{2}\s*[〕\]］)）]\s*\d+\s*号/y,
  /(?<=(?:附件|附表|附录|附图|附注|专栏|图表|表格|案例|条款|序号|页码|[图表]|(?<!关|备)注)\s?)\d{1,3}(?:[-.]\d{1,2})?/y,
  /(?:19|20|[6-9])\d世纪|\d{2}世纪|(?:19|20)?\d0年代|[6-9]0后|00后|1\d后/y,
]

/** Where the code, telephone number, address or name that begins at `at` ends; null when none begins there. */
export function readIdentifierAt(plain: string, at: number): number | null {
  for (const rule of identifiers) {
    rule.lastIndex = at
    const found = rule.exec(plain)
    const to = found === null ? null : at + found[0].length
    if (to !== null && !isQuantity(plain, at, to)) return to
  }
  return null
}

/** "28h" and "90min" are quantities; so are letters that touch a counted number (x262条), however odd. */
function isQuantity(plain: string, at: number, to: number): boolean {
  const text = plain.slice(at, to)
  if (/^\d+[hkms]$/.test(text)) return true
  if (/^(?:over|about|nearly|some|only|held|total|than|from|with)-?\d/.test(text)) return true
  if (/^[a-z]{1,6} -?\d/.test(text) && !/^(?:gb|iso|din|rfc)(?:\/t)? /.test(text)) return true
  if (/^[a-z]-\d/.test(text) || text.includes('号') || /[室房元]$/.test(text)) return false
  // 热线262条, "call 262 people": what is counted follows.
  const counted = readUnitAt(plain, to)
  return (
    counted !== null &&
    (/^\s?[\u4e00-\u9fff%]/.test(plain.slice(to, to + 2)) ||
      /^ [a-z]+s\b|^ people\b/.test(plain.slice(to, to + 20))) &&
    !/^(?:gb|iso|din|rfc)/.test(text)
  )
}
