/**
 * The text in one width and without invisible characters, with the way back: character i of `plain` comes from
 * `source.slice(starts[i], ends[i])`. Lower case, so that rules need one spelling.
 */
export type PlainText = {
  readonly source: string
  readonly plain: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** Zero-width, direction and joining marks, soft hyphens, variation selectors: nobody sees them between two digits. */
// Joiners and combining marks stand here as themselves.
export const invisible =
  // oxlint-disable-next-line no-misleading-character-class
  /^[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u
const decimalDigit = /^\p{Nd}$/u
const wideDigit = /^[０-９]$/
const thinSpace = /^[\u00a0\u2009\u202f\u2007]$/
const enclosed = /^[①-⓿❶-➓㈠-㉃㊀-㊰]$/u
const superscript = /^[⁰¹²³⁴-⁹₀-₉]$/

/** Signs people type for another: kept apart from NFKC, which leaves them. */
export const lookalikes: ReadonlyMap<string, string> = new Map([
  ['○', '〇'],
  ['◯', '〇'],
  ['∼', '~'],
  ['〜', '~'],
  ['–', '-'],
  ['‑', '-'],
  ['‐', '-'],
  ['−', '-'],
  ['﹣', '-'],
  ['’', "'"],
  ['٬', ','],
  ...[...'〡〢〣〤〥〦〧〨〩'].map((sign, i) => [sign, String(i + 1)] as const),
  ['٫', '.'],
  // Traditional numerals and measure words, so that rules need one spelling.
  ...[...'萬億兩點負幾數餘個場條冊類張塊項時鐘雙對頁歲噸圓級間臺輛顆週號屆約過達參'].map(
    (sign, i) =>
      [sign, [...'万亿两点负几数余个场条册类张块项时钟双对页岁吨元级间台辆颗周号届约过达参'][i]!] as const,
  ),
])

/** The measure words that follow most figures: where one stands, a doubtful sign before it is a digit. */
export const COUNTERS = '次篇条册份期个块类人名场'
const digitAhead = new RegExp(`\\d|[${COUNTERS}]`)

/** The letters O and l within a number or at its end (1O5份, 38O): Latin, Greek or Cyrillic. */
const typedForDigit = /^[oOοΟоОlI]$/
const afterDigit = new RegExp(`^$|[\\d${COUNTERS}%\\s，。；、|）)]`)

/** Marks an enclosed or raised numeral in the plain text: (①), so that rules see that it numbers a line or a note. */
export const enclosedMark = '\u0001'

/**
 * Replaces a text piece by piece, with the way back: unit i of `plain` comes from `source.slice(starts[i], ends[i])`.
 * `pieceAt` says what
 * stands for the text from `at` to `end`, which lies behind `at`; `length` is that of `plain` so far. Linear.
 */
export function withOffsets(
  limit: number,
  pieceAt: (at: number, length: number) => { readonly plain: string; readonly end: number },
): Omit<PlainText, 'source'> {
  const units: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < limit;) {
    const { plain, end } = pieceAt(at, units.length)
    for (let i = 0; i < plain.length; i++) {
      units.push(plain.charAt(i))
      starts.push(at)
      ends.push(end)
    }
    at = end
  }
  return { plain: units.join(''), starts, ends }
}

/** Reduces a text to its plain form. Linear in its length; never throws, lone surrogates included. */
export function plainText(source: string): PlainText {
  let before = ''
  const reduced = withOffsets(source.length, (at) => {
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
    const end = at + character.length
    const plain = simplify(character, before, source.charAt(end))
    if (plain !== '') before = character
    return { plain, end }
  })
  return { source, ...reduced }
}

function simplify(character: string, before: string, next: string): string {
  if (typedForDigit.test(character) && /\d/.test(before) && afterDigit.test(next)) {
    return /[lI]/.test(character) ? (digitAhead.test(next) ? '1' : character.toLowerCase()) : '0'
  }
  if (character < '\u007f') return character.toLowerCase()
  // Plain ideographs stand for themselves; they are most of a Chinese text.
  if (character >= '\u4e00' && character <= '\u9fff') return lookalikes.get(character) ?? character
  if (invisible.test(character)) return ''
  if (thinSpace.test(character)) return /\d/.test(before) && /\d/.test(next) ? ',' : ' '
  // A full-width comma parts clauses; between full-width digits it groups thousands.
  if (character === '，') return wideDigit.test(before) && wideDigit.test(next) ? ',' : '，'
  if ('。；：！？、（）…'.includes(character)) return character
  const alike = lookalikes.get(character)
  if (alike !== undefined) return alike
  const letters = numberOf(character) ?? plainLetters(character)
  // ½, ⒈, ㏠: one sign that stands for several with a digit among them must not become two spans.
  const isCluster = letters.length > 1 && /[\d〇一二三四五六七八九十]/.test(letters)
  if (isCluster || enclosed.test(character) || superscript.test(character)) {
    return enclosedMark + letters + enclosedMark
  }
  if (decimalDigit.test(character)) return String(digitValue(character))
  return plainLetters(character)
}

/** ❶ to ❿, ➀ to ➓, ⓫ to ⓴: the numbers that NFKC leaves as they are. */
function numberOf(character: string): string | null {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x2776 && code <= 0x2793) return String(((code - 0x2776) % 10) + 1)
  if (code >= 0x24eb && code <= 0x24f4) return String(code - 0x24eb + 11)
  return code >= 0x24f5 && code <= 0x24fe ? String(code - 0x24f4) : null
}

function plainLetters(character: string): string {
  return character.normalize('NFKC').toLowerCase()
}

/** Unicode keeps every script's ten digits in a row, from a code point whose predecessor is no digit of that row. */
function digitValue(character: string): number {
  const plain = Number(character.normalize('NFKC'))
  if (Number.isInteger(plain) && character.normalize('NFKC').length === 1) return plain
  const code = character.codePointAt(0) ?? 0
  let low = code
  while (low > code - 9 && decimalDigit.test(String.fromCodePoint(low - 1))) low--
  return (code - low) % 10
}

/** Traditional signs that offices type, each with its simplified one. One sign stands for one, so offsets stay. */
const pairs =
  '學学習习會会議议員员黨党課课講讲書书記记聽听讀读討讨論论訪访調调導导傳传達达題题報报務务單单個个時时間间鐘钟點点過过開开關关參参與与團团體体總总結结組组織织動动聯联環环衛卫衞卫鎮镇鄉乡區区縣县館馆廳厅樓楼園园場场廣广慶庆節节國国黃黄綠绿藍蓝紅红電电視视頻频網网絡络線线專专業业訓训練练測测試试評评選选獎奖優优幹干長长領领職职責责幫帮贈赠閱阅發发佈布製制設设備备擺摆圖图畫画詩诗頌颂誦诵問问醫医療疗護护義义診诊獻献愛爱資资錢钱萬万億亿兩两數数類类條条冊册張张塊块雙双隻只輛辆檢检創创計计劃划實实踐践據据證证錄录聲声響响門门陽阳陰阴東东風风雲云龍龙鳳凤馬马鳥鸟魚鱼飯饭處处辦办應应該该還还這这裡里來来從从對对將将離离為为無无樹树種种權权機机構构檔档籤签簽签編编輯辑壞坏舊旧廢废棄弃歸归購购買买賣卖請请續续遲迟週周禮礼號号歲岁歷历災灾難难濟济貧贫協协聞闻眾众羣群夠够齊齐獨独雜杂誌志願愿興兴遊游覽览隊队陳陈劉刘態态廠厂橋桥費费價价訂订詢询償偿誰谁親亲認认識识維维擴扩軍军勞劳農农貢贡質质術术藝艺舉举賽赛飛飞歡欢幾几約约餘余滿满補补盡尽漢汉憲宪紀纪監监違违驗验競竞標标準准規规則则訊讯誠诚談谈話话語语詞词隨随運运遠远適适遺遗邊边郵邮鄰邻釋释銀银鋼钢錯错鐵铁閉闭陸陆靜静頭头顧顾養养駐驻騎骑鬥斗麼么廟庙塵尘嚴严喪丧傷伤債债僅仅傑杰損损擇择擊击擔担攝摄攜携敵敌斷断暫暂曆历極极樣样橫横歐欧殘残畢毕確确穩稳窮穷筆笔箋笺糧粮紙纸級级細细終终給给統统經经緊紧緒绪縮缩後后繼继羅罗聖圣觀观見见貨货貴贵際际險险靈灵順顺預预須须輕轻載载複复驚惊藥药臨临譯译辭辞遞递鄭郑針针鏡镜閃闪鮮鲜鹽盐駕驾飲饮顏颜頓顿輸输較较賀贺聰聪腦脑蘇苏'
const simplified = new Map<string, string>()
for (let at = 0; at + 1 < pairs.length; at += 2) {
  const [from, to] = [pairs.charAt(at), pairs.charAt(at + 1)]
  if (from !== to) simplified.set(from, to)
}

/** The simplified sign for a traditional one; any other sign as it is. */
export function simplifiedSign(sign: string): string {
  return simplified.get(sign) ?? sign
}
