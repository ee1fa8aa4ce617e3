/**
 * Parts bold from the Chinese letter or wide colon beside it by a thin blank: there Slack draws no bold, but the bare
 * asterisks. Beside Latin letters and digits nothing changes: `3*4*5` is no bold and must not become any. Code and
 * what stands in angle brackets are left alone.
 */
export function partBold(mrkdwn: string): string {
  if (!mrkdwn.includes('*')) return mrkdwn
  return mrkdwn.replaceAll(BOLD, (bold, asterisks: string | undefined, at: number) => {
    if (asterisks === undefined) return bold
    const [before, after] = [mrkdwn.slice(0, at).at(-1), mrkdwn.at(at + bold.length)]
    return `${touches(before) ? THIN : ''}${bold}${touches(after) ? THIN : ''}`
  })
}

/** U+2009: a blank to Slack, hardly one to the eye. */
const THIN = '\u2009'
/** Code, what Slack reads between angle brackets, or bold on one line that no Latin letter or digit touches. */
const BOLD = /`[^`\n]+`|<[^<>\n]*>|(?<![A-Za-z0-9*])(\*)(?![\s*])[^\n*]*(?<!\s)\*(?![A-Za-z0-9*])/g

/** A letter or digit of any other script, or the wide colon. */
function touches(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}：]/u.test(character)
}
