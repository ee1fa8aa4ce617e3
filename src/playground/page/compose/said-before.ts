/** What a person sent lately, oldest first, for arrow-up; kept for the tab's life, 50 at most. */
const key = (as: string): string => `said:${as}`

function said(as: string): string[] {
  const kept: unknown = JSON.parse(sessionStorage.getItem(key(as)) ?? '[]')
  return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : []
}

export function remember(as: string, text: string): void {
  const before = said(as).filter((one) => one !== text)
  sessionStorage.setItem(key(as), JSON.stringify([...before, text].slice(-50)))
}

/**
 * The text that many steps before (1) or after (-1) the one in the box. Null when the box holds something of the
 * person's own, or there is nothing older; '' past the newest.
 */
export function recall(as: string, inBox: string, steps: 1 | -1): string | null {
  const texts = said(as)
  const at = inBox === '' ? texts.length : texts.lastIndexOf(inBox)
  if (at < 0 || (inBox === '' && steps < 0)) return null
  return at - steps === texts.length ? '' : (texts[at - steps] ?? null)
}
