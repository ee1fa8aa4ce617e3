import type { KnownBlock } from '@slack/types'

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
