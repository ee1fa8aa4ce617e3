import { slot, type Material } from '../matter/material.ts'
import { ESSAYS } from '../matter/themes.ts'
import type { Fact } from '../../../claims/facts/fact.ts'

/** The paragraph on essays: who wrote how many, what became of them, of which kinds. */
export function chineseEssays({ essays, details }: Material): string[] {
  const count = (set: string) => essays.get(`essay.count:${set}`)
  const [submitted, approved] = [count('submitted'), count('approved')]
  if (submitted === undefined && approved === undefined) return []
  const writers = essays.get('essay.writers')
  const share = details.get('share.essay:excellent')
  const first = [
    submitted === undefined
      ? ''
      : `${writers === undefined ? '' : `${slot(writers)}名作者共`}提交习作${slot(submitted)}篇`,
    approved === undefined ? '' : `审核通过${slot(approved)}篇`,
  ]
  const [excellent, contest] = [count('excellent'), count('contest')]
  const marked = [
    excellent === undefined
      ? ''
      : `评为优秀${slot(excellent)}篇${share === undefined ? '' : `（占${slot(share)}%）`}`,
    contest === undefined ? '' : `参加征文比赛${slot(contest)}篇`,
  ].filter((clause) => clause !== '')
  const [compiled, issues, exchanged] = [count('compiled'), essays.get('essay.issues'), count('exchanged')]
  const kinds = [...essays.values()].filter(({ key }) => key.startsWith('essay.kind:'))
  const sentences = [
    `${first.filter((clause) => clause !== '').join('，')}${marked.length === 0 ? '' : `，其中${marked.join('、')}`}`,
    kinds.length > 1 ? `按体裁分，${byKind(kinds)}` : '',
    issues === undefined ? '' : `编印文集${slot(issues)}期`,
    compiled === undefined ? '' : `收入文集${slot(compiled)}篇`,
    exchanged === undefined ? '' : `在群内交流习作${slot(exchanged)}篇`,
  ].filter((sentence) => sentence !== '')
  return [`${ESSAYS.zh}。${sentences.map((sentence) => `${sentence}。`).join('')}`]
}

function byKind(kinds: readonly Fact[]): string {
  return [...kinds]
    .sort((a, b) => b.value - a.value)
    .map((fact) => `${fact.names[0] ?? fact.label}${slot(fact)}篇`)
    .join('、')
}
