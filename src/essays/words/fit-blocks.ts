import type { KnownBlock, SectionBlock } from '@slack/types'
import { LIMITS, section } from '../../slack/blocks.ts'

/**
 * The first so many groups of blocks whose JSON stays within `characters` together; at least one. Slack refuses a
 * message whose blocks take more than some 13,000 characters of JSON (reported by users, not documented).
 */
export function groupsWithin(groups: readonly KnownBlock[][], characters: number): KnownBlock[][] {
  let left = characters
  return groups.filter((group, index) => {
    left -= JSON.stringify(group).length
    return left >= 0 || index === 0
  })
}

/** Lines of mrkdwn in as many sections as they need: one holds 3,000 characters. No line is cut. */
export function linesInSections(lines: readonly string[]): SectionBlock[] {
  const sections: string[][] = [[]]
  let left: number = LIMITS.section
  for (const line of lines) {
    if (line.length + 1 > left && sections.at(-1)?.length !== 0) {
      sections.push([])
      left = LIMITS.section
    }
    sections.at(-1)?.push(line)
    left -= line.length + 1
  }
  return sections.filter((part) => part.length > 0).map((part) => section(part.join('\n')))
}

/** The last so many lines whose JSON stays within `characters` together; at least one. */
export function newestWithin(lines: readonly string[], characters: number): string[] {
  let left = characters
  const first = lines.findLastIndex((line, index) => {
    left -= JSON.stringify(line).length
    return left < 0 && index < lines.length - 1
  })
  return lines.slice(first + 1)
}

/** The first so many lines whose JSON stays within `characters` together; at least one. */
export function firstWithin(lines: readonly string[], characters: number): string[] {
  let left = characters
  const end = lines.findIndex((line, index) => {
    left -= JSON.stringify(line).length
    return left < 0 && index > 0
  })
  return end === -1 ? [...lines] : lines.slice(0, end)
}
