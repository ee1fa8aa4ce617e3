import { isEdge, matchAt, type Line } from './words/line.ts'
import { verbs } from './places.ts'

const shared = '共建|共驻共建|联建|结对共建|联合开展|联合举办|联合主办|联合|合作|共同开展|共同举办|共同'
/** 与会, 同志, 和平: the sign begins another word. */
const notWith = '(?![会众其此平谐睦风美顺志事学步心时样意伴期]|城乡)'
const jointly = new RegExp(`[与和同跟]${notWith}([\\p{L}\\d·（）()]{2,24}?)(?:${shared})`, 'uy')
const organisations =
  '党委|党支部|支部|社区|街道|公司|集团|银行|医院|学校|小学|中学|大学|学院|协会|学会|商会|工会|妇联|团委|局|委员会|办公室|中心|大队|支队|部队|法院|检察院|村|居委会|村委会|政协|人大|馆|院|所|站|镇|乡|区|县|分局|派出所|超市|书店|企业|处|科室|部门|分行|工厂'
const named = `([^\\s到在去赴员们与和，、。；（）()\\u0000]{1,22}?(?:${organisations}))`
/** 与幸福社区党委开展: with an organisation; 与群众开展 is with whom the thing was done. */
const withOrganisation = new RegExp(
  `[与和同跟]${notWith}${named}(?:(?:一起|一同|联合|共同)(?=\\p{Script=Han})|(?:开展|举办|举行|组织|召开|主办|承办|合办|联办|合作)|(?=${verbs}|联谊|签约|大扫除|联学|联欢|签|结对|$|[^\\p{L}\\d]))`,
  'uy',
)
/** 与IBM中国 座谈: a name in capitals that stands by itself. */
const withCapitals = /[与和同跟] ?([a-z][\p{L}\d·]{1,20}(?: [a-z][\p{L}\d·]{1,20}){0,3})(?=$|[^\p{L}\d])/uy
const towards = new RegExp(`[向给]${named}(?<![灾山地郊牧])(?<![灾山地郊牧]区)(?:捐赠|赠送|捐|送)`, 'uy')
const jointlyWith = new RegExp(`联合(?!国|会|体|党委|支部|工会|行动|执法)${named}`, 'uy')
const inBatches = new RegExp(
  `联合(?!国|会|体|党委|支部|工会|行动|执法)([\\p{L}\\d·]{2,24}?)(?=$|[^\\p{L}\\d]|(?:${verbs}|共同))`,
  'uy',
)
const englishPartner =
  /(?:together with|jointly with|in partnership with|in cooperation with|in collaboration with) ([\p{L}\d'’.& -]{2,60}?)(?=\s*(?:$|[^\p{L}\d'’.& -])|\s+(?:at|on|in|for)\s)/uy

const englishOrganisation =
  /with ((?:the |our )?(?:[\p{L}\d'’.&-]{1,24} ){1,4}?(?:club|school|community|association|company|office|bureau|committee|university|college|union|society|library|museum|foundation|cent(?:er|re)|council|department|hospital|charity|bank|police|fire brigade))(?=$|[^\p{L}\d ]| ?[\u0000\ue000]| (?:at|on|in|for)\s| \d| \p{Script=Han})/uy

/** Takes 与…共建, 联合…, together with …, with Oxfam. Where it is glued to a sentence, the words stay in the title too. */
export function readPartner(line: Line): string | null {
  const text = line.free
  for (let at = 0; at < text.length; at++) {
    if (!/[与和同跟向给联tjiw]/.test(text.charAt(at)) || !isEdge(text, at - 1)) continue
    const match = partnerAt(line, text, at)
    if (match === null) continue
    const from = at + match[0].indexOf(match[1] ?? '')
    const partner = line.words(from, from + (match[1] ?? '').length).trim()
    // Working with a difficult company: nobody's name.
    if (match[0].startsWith('with ') && !/^(?:the |our |\p{Lu})/u.test(partner)) continue
    const whole = at + match[0].length
    const isGift = /^[向给]/.test(match[0])
    // 共建 is a kind as well: it stays to be read as one.
    const end = isGift || /(?:共建|联建)$/.test(match[0]) ? from + (match[1] ?? '').length : whole
    if (/某|有关|相关|[几一两][家个所]|兄弟单位|^(?:some|a|an|another|certain) /iu.test(partner))
      askWhichPartner(line, partner)
    line.claim(at, end, 'partner', partner, isGift || !isEdge(text, whole))
    return partner
  }
  return null
}

/** 某单位: nobody's name. */
function askWhichPartner(line: Line, partner: string): void {
  line.ask('partner', {
    zh: `“${partner}”是哪个单位？请填。`,
    en: `Which organisation is "${partner}"? Name it.`,
  })
}

function partnerAt(line: Line, text: string, at: number): RegExpExecArray | null {
  return (
    matchAt(withOrganisation, text, at) ??
    matchAt(jointly, text, at) ??
    matchAt(jointlyWith, text, at) ??
    matchAt(inBatches, text, at) ??
    matchAt(towards, text, at) ??
    inCapitals(line, matchAt(withCapitals, text, at), at) ??
    matchAt(englishPartner, text, at) ??
    matchAt(englishOrganisation, text, at) ??
    byName(line, text, at)
  )
}

/** Only a name that was typed in capitals. */
function inCapitals(line: Line, match: RegExpExecArray | null, at: number): RegExpExecArray | null {
  if (match === null) return null
  const typed = line.words(at + 1, at + match[0].length)
  return /^(?:\p{Lu}{2}|\p{Lu}[\p{L}\d]*(?: \p{Lu}[\p{L}\d]*)+$)/u.test(typed) ? match : null
}

const nameOf =
  /with ((?:the |our )?[\p{L}\d'’.&-]{2,24}(?: (?:(?:of|the|and|&) ){0,2}[\p{L}\d'’.&-]{1,24}){0,5})/uy

/** with Oxfam, with the Red Cross and Crescent: as many words as stand in capitals, with the small ones between. */
function byName(line: Line, text: string, at: number): RegExpExecArray | null {
  const match = matchAt(nameOf, text, at)
  if (match === null) return null
  const from = at + match[0].indexOf(match[1] ?? '')
  const typed = line.words(from, from + (match[1] ?? '').length)
  const name =
    /^(?:(?:the|The|our) )?\p{Lu}[\p{L}\d'’.&-]*(?: (?:(?:of|the|and|&) )*\p{Lu}[\p{L}\d'’.&-]*)*(?![\p{L}\d])/u.exec(
      typed,
    )?.[0]
  if (name === undefined) return null
  match[1] = (match[1] ?? '').slice(0, name.length)
  match[0] = text.slice(at, from + name.length)
  return match
}
