/**
 * Words that turn what a figure counts: others, or not those who came; prizes, guests; still to be done. Closed lists, in
 * both languages. A word that the claim itself has is none.
 */
const turns = {
  /** Before the figure, in its clause. */
  zhBefore:
    /获奖|得奖|列席|旁听|特邀|嘉宾|观众|录用|入选|落选|采用|上报|未到会|未到|未参加|缺席|缺勤|请假|因故|应到|应参加|拟|还需|尚需|仍需|尚缺|还差|退出|淘汰|作废|丢失|收回/g,
  /** After the figure, to the end of its clause. */
  zhAfter:
    /因故|未能|未到|未参|未获|未被|缺席|缺勤|请假|列席|旁听|获奖|得奖|入选|落选|采用|录用|来自|不再|没有|取消|作废|丢失|受邀|应邀/g,
  enBefore:
    /\b(?:undertook to|pledged|promised|committed to|agreed to|hoped|wanted to|still to|yet to|to be|winners?|prizes?|missed|missing|absent|absentees|apolog(?:y|ies)|invited|guests?|observers?|without|lost|refused|declined)\b/g,
  enAfter:
    /\b(?:did not|didn't|do not|does not|could not|couldn't|was not|were not|is not|are not|never|stayed away|missed|missing|absent|excused|declined|refused|invited|won|wins?|prizes?|awards?|winners?|adopted|rejected|withdrawn|lost|cancelled|canceled|observers?|guests?|spectators?|short|still to|yet to|to come|to be|ahead|planned|more than|fewer than|less than|in prospect)\b/g,
} as const

const perUnit =
  /^\s*[a-z-]*\s*(?:an?|per|every|each)\s+(?:day|week|fortnight|month|quarter|year|session|meeting|event|activity|issue|head|person|member|time)\b/

/** Words for a flow, where a level is told: how many are new, not how many there are. */
const flow =
  /新增|净增|新购|购入|购置|购进|采购|增订|添置|新进|增添|借出|\b(?:acquired|bought|purchased|added|gained|received|lent|borrowed|new(?= [a-z]+s\b))\b/g

export type Piece = { readonly before: string; readonly after: string; readonly english: boolean }

/** A word beside a figure, by its place before (from the piece's beginning) or behind it. */
export type Turn = { readonly word: string; readonly side: 'before' | 'after'; readonly from: number }

/** The words that turn a figure, before it and behind it in its clause, in order. */
export function turnsIn({ before, after, english }: Piece): readonly Turn[] {
  const found = (pattern: RegExp, text: string, side: Turn['side']): Turn[] =>
    [...text.matchAll(pattern)].map(({ 0: word, index }) => ({ word, side, from: index }))
  const per = perUnit.exec(after)
  return [
    ...found(english ? turns.enBefore : turns.zhBefore, before, 'before'),
    ...(per === null ? [] : [{ word: per[0].trim(), side: 'after' as const, from: 0 }]),
    ...found(english ? turns.enAfter : turns.zhAfter, after, 'after'),
  ]
}

/** Words of a flow in a clause. */
export function flowsIn({ before, after }: Piece): readonly string[] {
  return [...`${before}\u0001${after}`.matchAll(flow)].map(([word]) => word)
}

/** What is told under these is still to come, to the end of the paragraph. */
export const ahead =
  /下一?步|下一阶段|今后|打算|计划(?!书)|\b(?:next steps?|in future|from now on|are proposed|is proposed|proposals?|should be)\b/

/** Words by which a set of essays is told beside the word essays alone. */
export const setWords: Readonly<Record<string, RegExp>> = {
  submitted: /提交|上交|收到|交来|写|\b(?:hand(?:ed)?|submitted|sent|wrote|written|received|in all)\b/,
  approved: /通过|完成|\b(?:approved|approval|passed|accepted|completed)\b/,
  excellent: /优秀|评|\b(?:excellent|outstanding|rated|best)\b/,
  contest: /赛|征文|\b(?:contests?|competitions?|entered|entries)\b/,
  compiled:
    /文集|收入|收录|编入|汇编|\b(?:antholog(?:y|ies)|compiled|took in|collected|included?|contain(?:s|ed)?|h[eo]lds?|issues with)\b/,
  exchanged: /交流|群|\b(?:exchanged?|shared)\b/,
  returned: /退|修改|\b(?:return(?:ed)?|went back|sent back|revis(?:e|ed|ion)|changes?)\b/,
  waiting: /待|未审|等|\b(?:wait(?:s|ing)?|await(?:s|ing)?|pending|unreviewed|review)\b/,
  late: /逾期|迟|晚|\b(?:late|overdue)\b/,
}
