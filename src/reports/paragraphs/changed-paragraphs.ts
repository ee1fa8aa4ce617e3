/** A paragraph that was changed, added (`before` is empty) or taken out (`after` is empty). */
export type Change = { readonly before: string; readonly after: string }

export function paragraphsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

/** The differences of two texts by paragraphs, in order: the longest common run of paragraphs is what stayed. Pure. */
export function changedParagraphs(before: string, after: string): Change[] {
  const [old, fresh] = [paragraphsOf(before), paragraphsOf(after)]
  const common = commonLengths(old, fresh)
  const changes: Change[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      i++
      j++
      continue
    }
    const [taken, added]: [string[], string[]] = [[], []]
    while (
      (i < old.length || j < fresh.length) &&
      !(i < old.length && j < fresh.length && old[i] === fresh[j])
    ) {
      const skipOld = common[i + 1]?.[j] ?? -1
      const skipNew = common[i]?.[j + 1] ?? -1
      if (i < old.length && (j >= fresh.length || skipOld >= skipNew)) taken.push(old[i++] ?? '')
      else added.push(fresh[j++] ?? '')
    }
    for (let at = 0; at < Math.max(taken.length, added.length); at++) {
      changes.push({ before: taken[at] ?? '', after: added[at] ?? '' })
    }
  }
  return changes
}

/** For each paragraph of `old` its place in `fresh`, -1 where it did not stay: the longest common run. Pure. */
export function matchedParagraphs(old: readonly string[], fresh: readonly string[]): number[] {
  const common = commonLengths(old, fresh)
  const matches = old.map(() => -1)
  let [i, j] = [0, 0]
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) matches[i++] = j++
    else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) i++
    else j++
  }
  return matches
}

function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: fresh.length + 1 }, () => 0),
  )
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const longest =
        old[i] === fresh[j]
          ? (lengths[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(lengths[i + 1]?.[j] ?? 0, lengths[i]?.[j + 1] ?? 0)
      lengths[i]![j] = longest
    }
  }
  return lengths
}
